package detect

import (
	"testing"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/simulate"
	"okta-session-analyzer/analyzer/table"
)

// TestSightings compares the sightings with what the columns say of the same
// events, on more events than are read in one block.
func TestSightings(t *testing.T) {
	w, err := simulate.New(simulate.Config{Seed: 7, Events: 2*table.BlockRows + 100})
	if err != nil {
		t.Fatal(err)
	}
	build := table.NewBuilder()
	for f := range event.NumFields {
		build.Carries(f)
	}
	n := int64(0)
	for row := range w.Rows() {
		switch n % 50 { // a company's events name few API tokens
		case 0:
			row.RequestAPITokenID = "00T1"
		case 1:
			row.RootAPITokenID = "00T2"
		}
		if err := build.AddRow(0, n, nil, row); err != nil {
			t.Fatal(err)
		}
		n++
	}
	log, _ := build.Log([]string{"test"})
	v := NewViews(log)
	in := &Input{Log: log, Views: v}
	types, outcomes := log.Column(event.Type), log.Column(event.OutcomeResult)
	seen, tokens, refused := 0, 0, 0
	for u := range log.Users() {
		all := v.sightings(u)
		for _, row := range log.Users()[u].Rows {
			if !v.Own(row) {
				continue
			}
			if len(all) == 0 {
				t.Fatalf("user %d: event %d is not among the sightings", u, row)
			}
			s := all[0]
			all = all[1:]
			want := sighting{time: log.Time(int(row)), row: row, client: log.Tuples(table.ClientGroup)[row], target: log.Tuples(table.TargetGroup)[row], kind: s.kind}
			if s != want || s.kindOf() != types.Code(int(row)) || s.good() != letIn(outcomes.At(int(row))) || s.token() != in.byToken(row) {
				t.Fatalf("user %d: got %+v of event %d (type %d, good %v, token %v), want %+v", u, s, row, s.kindOf(), s.good(), s.token(), want)
			}
			seen, tokens, refused = seen+1, tokens+btoi(s.token()), refused+btoi(!s.good())
		}
		if len(all) > 0 {
			t.Fatalf("user %d: %d sightings too many, the first %+v", u, len(all), all[0])
		}
	}
	if seen < table.BlockRows || tokens == 0 || refused == 0 {
		t.Errorf("the log has %d sightings, %d by a token and %d refused: too few to tell", seen, tokens, refused)
	}
}

func TestDayEnd(t *testing.T) {
	for _, day := range []int64{0, 1, 20_000, -1, -2, -300} {
		for _, off := range []int64{0, 1, dayMS / 2, dayMS - 1, -1} {
			at := day*dayMS + off
			end := dayEnd(at)
			if end <= at || (end-1)/dayMS != at/dayMS || end/dayMS == at/dayMS {
				t.Errorf("dayEnd(%d) = %d, which is day %d, and the one before it %d; want the first after day %d", at, end, end/dayMS, (end-1)/dayMS, at/dayMS)
			}
		}
	}
}

// TestPace compares the counts of stretches with those of every window as long.
func TestPace(t *testing.T) {
	const window = 10
	times := []int64{0, 3, 9, 10, 11, 19, 20, 40, 41, 49, 50, 51, 52, 80}
	var p pace
	for i, at := range times {
		got := p.count(at / window)
		in := 0
		for _, before := range times[:i+1] {
			if at-before < window {
				in++
			}
		}
		if got < in {
			t.Errorf("at %d: %d, but %d lie in the window that ends there", at, got, in)
		}
		if at == 80 && got != 1 {
			t.Errorf("at %d: %d, want 1 after a pause", at, got)
		}
	}
}
