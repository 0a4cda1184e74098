package table

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer/event"
)

// one is an event of a test as it stands in its file.
type one struct {
	file   int
	offset int64
	record string
	row    event.Row

	// What the plain way makes of it.
	ms int64
	id string
}

// slowLog puts events in order the plain way: it is what a [Builder] is tested
// against.
func slowLog(t testing.TB, events []one, names []string) ([]one, []Accounting) {
	t.Helper()
	accounts := make([]Accounting, len(names))
	times := make([][]int64, len(names))
	all := slices.Clone(events)
	for i := range all {
		e := &all[i]
		ms, err := event.ParseTime(e.row.Published)
		if err != nil {
			t.Fatal(err)
		}
		e.ms = ms
		if e.id = strings.ToLower(e.row.UUID); !uuidForm.MatchString(e.id) {
			e.id = FormatUUID(ContentID([]byte(e.record)))
		}
		times[e.file] = append(times[e.file], ms)
	}
	first := make([]string, len(names)) // sorts as the files do
	for i := range names {
		if len(times[i]) > 0 {
			accounts[i].First, accounts[i].Last = slices.Min(times[i]), slices.Max(times[i])
		}
		first[i] = fmt.Sprintf("%020d %020d %09d %s", accounts[i].First, accounts[i].Last, len(times[i]), names[i])
	}
	slices.SortStableFunc(all, func(a, b one) int {
		return cmp.Or(cmp.Compare(a.ms, b.ms), strings.Compare(a.id, b.id),
			strings.Compare(first[a.file], first[b.file]), cmp.Compare(a.offset, b.offset))
	})
	seen := make(map[string]bool)
	var kept []one
	for _, e := range all {
		if seen[e.id] {
			accounts[e.file].Duplicates++
			continue
		}
		seen[e.id] = true
		accounts[e.file].Events++
		kept = append(kept, e)
	}
	return kept, accounts
}

// randomEvents returns events of a few files that overlap: copies with the
// UUID in another case, without their milliseconds, or of records that have no
// UUID at all.
func randomEvents(rng *rand.Rand, n, files int) []one {
	pick := func(list ...string) string { return list[rng.IntN(len(list))] }
	offsets := make([]int64, files)
	var list []one
	add := func(file int, row event.Row, record string) {
		offsets[file] += int64(rng.IntN(900))
		list = append(list, one{file: file, offset: offsets[file], record: record, row: row})
		offsets[file] += int64(len(record)) + 1
	}
	for i := range n {
		user := pick("ana", "bo", "cy")
		row := event.Row{
			Severity: "INFO", Type: pick("user.session.start", "user.authentication.sso", "policy.evaluate_sign_on", "system.push.send_factor_verify_push"),
			DisplayMessage: pick("", "a message"), Version: "0",
			Published:     event.FormatTime(1_780_272_000_000 + int64(rng.IntN(1+n/3))*rng.Int64N(2000)),
			OutcomeResult: pick("", "SUCCESS", "FAILURE"), OutcomeReason: pick("", "INVALID_CREDENTIALS"),
			ActorID: "00u" + user, ActorType: "User", ActorAlternateID: user + "@example.com", ActorDisplayName: user,
			ExternalSessionID: pick("", "unknown", "trs1", "idxA", "idxB", "102C"),
			ClientIP:          pick("", "192.0.2.1", "2001:db8::1"), UserAgent: pick("", "Acme-Kiosk"),
			TransactionID: pick("", "Zx81RhGt0mQ4", fmt.Sprintf("%032x", rng.Uint32N(5)), fmt.Sprintf("%032x", rng.Uint32N(1000))),
			UUID:          fmt.Sprintf("%08x-4811-11f1-8000-0242ac%06x", rng.Uint32N(1<<20), i),
		}
		if row.ExternalSessionID != "idxB" {
			row.RootSessionID = pick("", "", "idxA")
		}
		for k := range rng.IntN(5) {
			*row.Targets()[k] = event.Target{ID: pick("", "0oa1", "00ubo"), Type: pick("User", "AppInstance"), DisplayName: pick("Payroll", "bo")}
		}
		if rng.IntN(3) == 0 {
			row.ChainIP, row.ChainVersion = "192.0.2.1", "V4"
		}
		if rng.IntN(6) == 0 {
			row.UUID = pick("", "null", fmt.Sprintf("id-%d", i))
		}
		record := fmt.Sprintf("record %d", i)
		add(rng.IntN(files), row, record)
		for rng.IntN(4) == 0 {
			if copied := row; rng.IntN(2) == 0 {
				copied.UUID = strings.ToUpper(row.UUID)
				add(rng.IntN(files), copied, record)
			} else {
				copied.Published = row.Published[:19] + ".000Z" // a spreadsheet has saved it again
				add(rng.IntN(files), copied, record)
			}
		}
	}
	return list
}

// encode adds the event to a decoder's batch; the id of its transaction goes
// there as bytes where asBytes says so and it can be.
func (e *one) encode(t testing.TB, d *Dictionary, rows *Batch, asBytes bool) {
	t.Helper()
	ms, err := event.ParseTime(e.row.Published)
	if err != nil {
		t.Fatal(err)
	}
	id, real := ParseUUID([]byte(e.row.UUID))
	if !real {
		id = ContentID([]byte(e.record))
	}
	rows.Times, rows.IDs = append(rows.Times, ms), append(rows.IDs, id)
	rows.Offsets, rows.Lengths = append(rows.Offsets, e.offset), append(rows.Lengths, uint32(len(e.record)))
	transaction, isBytes := ParseTransaction([]byte(e.row.TransactionID))
	if asBytes {
		rows.Transactions = append(rows.Transactions, transaction)
	}
	for g := range NumGroups {
		var values []uint32
		for i := range map[bool]int{false: 1, true: event.MaxTargets}[g == TargetGroup] {
			some := !g.Multi()
			var element []uint32
			for _, f := range g.Fields() {
				text := e.row.Get(f, i)
				if f == event.UUID && real || f == event.TransactionID && asBytes && isBytes {
					text = ""
				}
				some = some || text != ""
				element = append(element, d.Value(f, []byte(text)))
			}
			if some {
				values = append(values, element...)
			}
		}
		rows.Tuples[g] = append(rows.Tuples[g], d.Tuple(g, values))
	}
}

// fileNames are the names of the files of a test.
func fileNames(n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("part-%d.csv", i)
	}
	return names
}

// addRows builds events the way of [Builder.AddRow].
func addRows(t testing.TB, events []one) *Builder {
	t.Helper()
	b := NewBuilder()
	for _, e := range events {
		if err := b.AddRow(e.file, e.offset, []byte(e.record), &e.row); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

// values returns all values of an event's field.
func values(log *Log, f event.Field, row int) []string {
	c := log.Column(f)
	var list []string
	for _, code := range c.Codes(row) {
		list = append(list, c.Values[code])
	}
	return list
}

// write writes every event of a log in full, its file by name.
func write(log *Log, names []string) []string {
	var list []string
	for row := range log.Len() {
		var b strings.Builder
		file, offset, length := log.Source(row)
		fmt.Fprintf(&b, "%s %s %s@%d+%d", event.FormatTime(log.Time(row)), log.UUID(row), names[file], offset, length)
		for f := range event.NumFields {
			if v := values(log, f, row); strings.Join(v, "") != "" {
				fmt.Fprintf(&b, " %s=%q", f, v)
			}
		}
		list = append(list, b.String())
	}
	return list
}

// writeSlow is [write] for what slowLog returns.
func writeSlow(events []one, names []string) []string {
	var list []string
	for _, e := range events {
		var b strings.Builder
		uuid := e.id
		if e.row.UUID != "" && !uuidForm.MatchString(e.row.UUID) {
			uuid = e.row.UUID
		}
		fmt.Fprintf(&b, "%s %s %s@%d+%d", event.FormatTime(e.ms), uuid, names[e.file], e.offset, len(e.record))
		for f := range event.NumFields {
			var v []string
			switch {
			case f == event.Published, f == event.UUID && uuidForm.MatchString(e.row.UUID):
			case f.Multi() && f.Column() != "" && strings.HasPrefix(f.Column(), "target"):
				for i, target := range e.row.Targets() {
					if *target != (event.Target{}) {
						v = append(v, e.row.Get(f, i))
					}
				}
			case f.Multi():
				some := false
				for _, other := range ChainGroup.Fields() {
					some = some || e.row.Get(other, 0) != ""
				}
				if some {
					v = []string{e.row.Get(f, 0)}
				}
			default:
				v = []string{e.row.Get(f, 0)}
			}
			if strings.Join(v, "") != "" {
				fmt.Fprintf(&b, " %s=%q", f, v)
			}
		}
		list = append(list, b.String())
	}
	return list
}

// sameLines reports the first difference of two lists.
func sameLines(t testing.TB, what string, got, want []string) {
	t.Helper()
	for i := range max(len(got), len(want)) {
		g, w := "(none)", "(none)"
		if i < len(got) {
			g = got[i]
		}
		if i < len(want) {
			w = want[i]
		}
		if g != w {
			t.Fatalf("%s: %d of %d, want %d\n got %s\nwant %s", what, i, len(got), len(want), g, w)
		}
	}
}
