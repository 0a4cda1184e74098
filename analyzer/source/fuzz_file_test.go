package source

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf16"

	"okta-session-analyzer/analyzer/event"
)

// fileForms are a small log in the forms that are read in another way than the
// console's CSV and the API's JSON.
func fileForms() [][]byte {
	names := []string{"timestamp", "event_type", "uuid", "actor.id", "actor.alternate_id", "client.ip_address", "target0.display_name"}
	table := func(comma string, times ...string) string {
		var b strings.Builder
		b.WriteString(strings.Join(names, comma) + "\r\n")
		for i, at := range times {
			b.WriteString(strings.Join([]string{at, "user.session.start", fmt.Sprintf("%08x-4811-11f1-8000-0242ac120002", i), "00u1", "zoë@example.com", "192.0.2.1",
				`"a ""name""` + "\r\n" + `of lines"`}, comma) + "\r\n")
		}
		return b.String()
	}
	iso := []string{"2026-06-24T14:06:47.699Z", "2026-06-25 14:06:47", "not a time", "2026-06-26T14:06:47.699Z"}
	wide := func(text string, order []byte) []byte {
		b := bytes.Clone(order)
		for _, u := range utf16.Encode([]rune(text)) {
			if order[0] == 0xFF {
				b = append(b, byte(u), byte(u>>8))
			} else {
				b = append(b, byte(u>>8), byte(u))
			}
		}
		return b
	}
	console := strings.Repeat(`INFO,user.session.start,User login,0123abcd-ef45-11f1-8899-0242ac120002,0,2026-06-24T14:06:47.699Z,SUCCESS,,00u1,User,Ana,ana@example.com,`+strings.Repeat(",", 46)+"\n", 2)
	return [][]byte{
		[]byte(table(";", "6/19/2025 2:06:05 PM", "6/20/2025 2:06:05 PM")),
		[]byte("sep=;\n" + table(";", "19.06.2025 14:06", "31.02.2025 14:06", "45827.5")),
		[]byte(table("\t", iso...)),
		[]byte(strings.ReplaceAll(table(",", iso...), "\r\n", "\r")),
		[]byte(strings.ReplaceAll(table(",", iso...), "ë", "\xeb")),
		wide(table("\t", iso...)+"😀", []byte{0xFF, 0xFE}),
		wide(table(",", iso...), []byte{0xFE, 0xFF}),
		[]byte(console),
		[]byte("_time,_raw\n2026-06-24,\"" + strings.ReplaceAll(strings.TrimSpace(console), "\"", "\"\"") + "\"\nx,\"{\"\"eventType\"\":\"\"a\"\",\"\"published\"\":\"\"2026-06-24T14:06:47Z\"\",\"\"uuid\"\":\"\"1\"\"}\"\nx,y\n"),
		[]byte(strings.Join(event.ConsoleColumns[:], ",") + ";\n\"" + strings.ReplaceAll(strings.Split(console, "\n")[0], "Ana", `""Ana; A.""`) + "\";\na;c\n"),
		[]byte("{\"records\":[{\"eventType\":\"a\",\"published\":\"2026-06-24T14:06:47Z\",\"uuid\":\"1\"},\n{\"eventType\":\"b\",\"published\":\"6/19/2025 2:06 PM\",\"uuid\":\"2\"}],\"n\":{}}"),
		wide("{\"eventType\":\"ä😀\",\"published\":\"2026-06-24T14:06:47Z\",\"uuid\":\"1\"}\n{\"eventType\":\"b\"}\n[{", []byte{0xFF, 0xFE}),
	}
}

// FuzzFile reads files of any bytes: they are refused with a reason, or read
// the same way whatever the length of the chunks and the order of the answers.
func FuzzFile(f *testing.F) {
	for i, text := range fileForms() {
		for k := range 3 {
			f.Add(uint64(3*i+k), text)
		}
	}
	for i, text := range []string{"", "\xff\xfe", "\xfe\xff{", "\xef\xbb\xbf", "PK\x03\x04", "<html>", "{", "[", "a,b\n", "sep=\n", "\x00{\x00}", "{\x00\"\x00"} {
		f.Add(uint64(i), []byte(text))
	}
	f.Fuzz(func(t *testing.T, seed uint64, text []byte) {
		if len(text) > 1<<15 {
			t.Skip()
		}
		_, err := Sniff(text)
		if err != nil {
			var refused *Error
			if !errors.As(err, &refused) || refused.Message == "" || refused.Kind == "" || len(refused.Message) > 4000 {
				t.Fatalf("refused with %v of type %T", err, err)
			}
			return
		}
		rng := rand.New(rand.NewPCG(seed, 7))
		one := decodeAll(t, text, 1<<20, 1, rng)
		for _, e := range append(one.events, one.rejects...) {
			if e == "" {
				t.Fatal("an event or a reject without text")
			}
		}
		chunk := int64(64 + rng.IntN(2*len(text)))
		compare(t, fmt.Sprintf("chunks of %d", chunk), decodeAll(t, text, chunk, 1+rng.IntN(3), rng), one)
	})
}

// Each form is read to its end whatever the length of the chunks.
func TestFormsInChunks(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 8))
	for i, text := range fileForms() {
		one := decodeAll(t, text, 1<<20, 1, rng)
		if len(one.events) == 0 {
			t.Errorf("form %d: no events; rejects %q", i, one.rejects)
		}
		for chunk := int64(64); chunk <= int64(len(text)+1); chunk += 1 + chunk/8 {
			compare(t, fmt.Sprintf("form %d, chunks of %d", i, chunk), decodeAll(t, text, chunk, 2, rng), one)
		}
	}
}
