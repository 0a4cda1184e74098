package e2e

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

// The file of TestFarEvent: a header, one piece of rows again and again, and a
// last row.
const (
	farRows  = 4000 // of the piece, each of more than 4 kB
	farTimes = 135
)

// farParts returns the header, a row of the piece with marks for its number and
// its time, and the last row.
func farParts(t *testing.T) (header, template, last, uuid string) {
	t.Helper()
	first, final := providerEvent(1, "a@example.com", "none"), providerEvent(59, "far@example.com", "the far end")
	first["uuid"], first["timestamp"] = "5d1a0c2e-2222-11f0-8000-(number)", "(time)"
	first["event_type"] = "user.session.start"
	uuid = final["uuid"]
	first["outcome.reason"] = strings.Repeat("a long reason, of which there is much; ", 100)
	data, err := os.ReadFile(writeLog(t, "far.csv", []row{first, final}))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(data), "\n")
	return lines[0], lines[1], lines[2], uuid
}

func farPiece(template string) []byte {
	var b bytes.Buffer
	start := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	for n := range farRows {
		at := start.Add(time.Duration(n) * time.Second).Format("2006-01-02T15:04:05.000Z")
		b.WriteString(strings.NewReplacer("(number)", fmt.Sprintf("%012d", n), "(time)", at).Replace(template))
	}
	return b.Bytes()
}

// chooseFar makes the file in the page and chooses it: a File of many parts
// refers to them, so that the piece is in memory once.
const chooseFar = `async (header, template, last, rows, times) => {
	const start = Date.UTC(2026, 2, 2, 8);
	const lines = [];
	for (let n = 0; n < rows; n++) {
		lines.push(template.replace("(number)", String(n).padStart(12, "0")).replace("(time)", new Date(start + 1000 * n).toISOString()));
	}
	const piece = new Blob(lines);
	const file = new File([header, ...Array(times).fill(piece), last], "far.csv");
	const chosen = new DataTransfer();
	chosen.items.add(file);
	const input = document.getElementById("file");
	input.files = chosen.files;
	input.dispatchEvent(new Event("change"));
	return file.size;
}`

// TestFarEvent finds an event that stands behind byte 2^31 of its file, reads
// its record again from there, and has an export wait for the file's hash.
func TestFarEvent(t *testing.T) {
	// It reads 2.3 GB twice: 17 s on two idle cores, minutes on busy ones.
	defer func(usual time.Duration) { patience = usual }(patience)
	patience = 5 * time.Minute
	header, template, last, uuid := farParts(t)
	piece := farPiece(template)
	p := open(t, browser, pageFile)
	next := p.downloads()
	p.forget()
	var size int64
	p.call(p.shell, &size, chooseFar, header, template, last, farRows, farTimes)
	if want := int64(len(header)) + farTimes*int64(len(piece)) + int64(len(last)); size != want || size-int64(len(last)) <= 1<<31 {
		t.Fatalf("the file has %d bytes, want %d, the last row behind byte 2^31", size, want)
	}
	done := p.wait("done")
	if done.Findings != "1" {
		t.Errorf("%s findings, want the one at the end", done.Findings)
	}
	t.Logf("%d bytes in %s ms", size, done.MS)

	// The hash of so much takes longer than a click.
	p.openExport()
	p.click("[data-form=json]")
	p.until("word of the hash", `document.querySelector("#export-hashes")`)
	p.click("#export-save")
	p.until("the wait for the hash", `document.querySelector("#export-status").innerText.includes("hashes")`)
	_, data := next()
	p.closeExport()

	p.findings()
	p.click(`[data-finding] .finding-row`)
	p.click(`[data-event="` + uuid + `"] button`)
	if raw := p.raw(); strings.TrimSpace(raw) != strings.TrimSpace(last) {
		t.Errorf("the raw record is %q, want %q", raw, last)
	}

	sum := sha256.New()
	sum.Write([]byte(header))
	for range farTimes {
		sum.Write(piece)
	}
	sum.Write([]byte(last))
	log := accountOf(t, data).Log
	if want := hex.EncodeToString(sum.Sum(nil)); len(log.Files) != 1 || log.Files[0].SHA256 != want {
		t.Errorf("the report has %+v, want the sha256 %s", log.Files, want)
	}
	if n := farRows*farTimes + 1; log.Records != n || log.Events != farRows+1 || log.Duplicates != n-farRows-1 || log.Rejected != 0 {
		t.Errorf("the account is %+v, want %d records and %d events", log, n, farRows+1)
	}
}
