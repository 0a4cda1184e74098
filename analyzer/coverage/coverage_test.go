package coverage

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// monday is 2026-06-01T00:00:00Z, a Monday.
const monday = int64(1_780_272_000_000)

// build makes a log of one file; fill sets what differs from an ordinary event.
func build(t testing.TB, times []int64, fill func(i int, row *event.Row)) *table.Log {
	t.Helper()
	b := table.NewBuilder()
	for f := range event.NumFields {
		b.Carries(f)
	}
	types := []string{"user.session.start", "policy.evaluate_sign_on", "user.authentication.sso", "application.user_membership.add"}
	for i, ms := range times {
		row := event.Row{
			UUID: fmt.Sprintf("00000000-0000-11f0-8000-%012x", i), Published: event.FormatTime(ms), Type: types[i%len(types)],
			ActorID: fmt.Sprint("00u", i%7), ActorAlternateID: fmt.Sprintf("user%d@example.com", i%7), ClientIP: fmt.Sprint("192.0.2.", i%9),
			ExternalSessionID: fmt.Sprint("idx", i%11), OutcomeResult: []string{"SUCCESS", "FAILURE"}[i%2],
		}
		if fill != nil {
			fill(i, &row)
		}
		if err := b.AddRow(0, int64(i), nil, &row); err != nil {
			t.Fatal(err)
		}
	}
	log, _ := b.Log([]string{"a.csv"})
	return log
}

// office is the times of an organisation of one time zone, in which people work
// from 8 to 18 o'clock from Monday to Friday, at rate events an hour.
func office(days, rate int, zone int64) []int64 {
	var times []int64
	r := rand.New(rand.NewPCG(1, 2))
	for d := range days {
		if d%7 >= 5 {
			continue
		}
		for h := 8; h < 18; h++ {
			for range rate {
				times = append(times, monday+int64(d)*day+(int64(h)-zone)*hour+r.Int64N(hour))
			}
		}
	}
	slices.Sort(times)
	return times
}

// without takes the times of [from, to) out.
func without(times []int64, from, to int64) []int64 {
	return slices.DeleteFunc(slices.Clone(times), func(t int64) bool { return t >= from && t < to })
}

func only(c Coverage) []string {
	codes := []string{}
	for _, w := range c.Warnings {
		codes = append(codes, w.Code)
	}
	return codes
}

func TestGaps(t *testing.T) {
	at := func(d, h int64) int64 { return monday + d*day + h*hour }
	steady := func(days, rate int) (times []int64) {
		for i := range int64(days * 24 * rate) {
			times = append(times, monday+i*hour/int64(rate))
		}
		return times
	}
	for _, test := range []struct {
		name  string
		times []int64
		want  []string // from and to, to the hour
	}{
		{"nights and weekends", office(28, 30, 0), nil},
		{"nights and weekends in Sydney", office(28, 30, 10), nil},
		{"two weeks with nights and weekends", office(14, 30, 0), nil},
		{"two weeks with nights and weekends in Sydney", office(14, 30, 10), nil},
		{"two weeks with nights and weekends in Honolulu", office(14, 30, -10), nil},
		{"an organisation too small to tell", without(office(28, 2, 0), at(8, 0), at(9, 0)), nil},
		{"a missing day of four weeks", without(office(28, 30, 0), at(8, 0), at(9, 0)), []string{"2026-06-08T17 2026-06-10T08"}},
		{"a missing day of two weeks", without(office(14, 30, 0), at(8, 0), at(9, 0)), []string{"2026-06-08T17 2026-06-10T08"}},
		{"a missing Monday and Tuesday, and a half Thursday", without(without(office(28, 30, 0), at(7, 0), at(9, 0)), at(17, 12), at(18, 0)),
			[]string{"2026-06-05T17 2026-06-10T08", "2026-06-18T11 2026-06-19T08"}},
		{"hours missing of one busy day", without(steady(1, 200), at(0, 10), at(0, 13)), []string{"2026-06-01T09 2026-06-01T13"}},
		{"half an hour missing of one busy day", without(steady(1, 200), at(0, 10), at(0, 10)+hour/2), nil},
		{"hours missing of one quiet day", without(steady(1, 20), at(0, 10), at(0, 13)), nil},
		{"a weekend missing where all days are alike", without(steady(21, 10), at(5, 0), at(7, 0)), []string{"2026-06-05T23 2026-06-08T00"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, g := range findGaps(test.times, nil) {
				got = append(got, g.From[:13]+" "+g.To[:13])
			}
			if !reflect.DeepEqual(got, test.want) {
				t.Errorf("gaps %q, want %q", got, test.want)
			}
		})
	}
}

func TestGapCountsWhatIsMissing(t *testing.T) {
	all := office(28, 30, 0)
	cut := without(all, monday+8*day, monday+9*day)
	log := build(t, cut, nil)
	second := lowerBound(cut, monday+9*day)
	c := Of(log, []File{
		{Name: "b.csv", First: cut[second], Last: cut[len(cut)-1], Records: 2},
		{Name: "a.csv", First: cut[0], Last: cut[second-1], Records: 1},
	})
	if len(c.Gaps) != 1 || c.Gaps[0].Expected < 250 || c.Gaps[0].Expected > 310 || !c.Gaps[0].BetweenFiles {
		t.Fatalf("gaps %+v, want one of about 300 events between the files", c.Gaps)
	}
	if want := []string{GapsFound}; !reflect.DeepEqual(only(c), want) {
		t.Errorf("warnings %+v, want %q", c.Warnings, want)
	}
	if text := c.Warnings[0].Text; !strings.Contains(text, "between the end of one file") || !strings.HasSuffix(text, ".") {
		t.Errorf("warning %q", text)
	}
	c = Of(log, []File{{Name: "a.csv", First: cut[0], Last: cut[len(cut)-1], Records: len(cut)}})
	if c.Gaps[0].BetweenFiles {
		t.Error("a gap inside a file is said to be between files")
	}
}

// The histogram has every event, and not too many bars, whatever the span.
func TestHistogram(t *testing.T) {
	for _, span := range []int64{0, 1, hour, 90 * day, 100 * day, 101 * day, 3000 * day, 300_000 * day} {
		times := []int64{monday + 5*60_000, monday + 5*60_000 + span/3, monday + 5*60_000 + span}
		h := histogram(times)
		sum := 0
		for _, n := range h.Events {
			sum += n
		}
		from, err := time.Parse(time.RFC3339, h.From)
		if err != nil || sum != 3 || len(h.Events) > maxBars || h.Events[len(h.Events)-1] == 0 || from.UnixMilli() > times[0] {
			t.Errorf("span of %d days: %d events in %d bars of %d h from %s", span/day, sum, len(h.Events), h.Step, h.From)
		}
		if span <= 90*day && h.Step != 1 {
			t.Errorf("span of %d days: bars of %d hours", span/day, h.Step)
		}
	}
	before := []int64{-30 * hour, -hour / 2, hour / 2}
	if h := histogram(before); h.From != "1969-12-30T18:00:00.000Z" || !reflect.DeepEqual(h.Events[len(h.Events)-2:], []int{1, 1}) {
		t.Errorf("before 1970: %+v", h)
	}
}

func TestDates(t *testing.T) {
	times := office(28, 10, 0)
	log := build(t, append([]int64{0, monday - 100*day}, append(times, monday+500*day)...), nil)
	c := Of(log, []File{{Name: "a.csv", First: 0, Last: monday + 500*day, Records: 5}})
	if c.Span.First != event.FormatTime(times[0]) || c.Span.Last != event.FormatTime(times[len(times)-1]) || c.Hours.Step != 1 {
		t.Errorf("span %+v in steps of %d hours, want that of the other events", c.Span, c.Hours.Step)
	}
	if c.Hours.Before != 2 || c.Hours.After != 1 {
		t.Errorf("%d events before and %d after, want 2 and 1", c.Hours.Before, c.Hours.After)
	}
	if want := []string{DatesAhead, DatesBehind, DatesUnlikely}; !reflect.DeepEqual(only(c), want) {
		t.Errorf("warnings %+v, want %q", c.Warnings, want)
	}
}

// A few dates over a thousand years must cost neither time nor memory.
func TestManyYears(t *testing.T) {
	var times []int64
	for i := range int64(4000) {
		times = append(times, i*89*day)
	}
	if c := Of(build(t, times, nil), []File{{Name: "a.csv"}}); len(c.Hours.Events) > maxBars || len(c.Gaps) != 0 {
		t.Errorf("%d bars, %d gaps", len(c.Hours.Events), len(c.Gaps))
	}
}

func TestFiltered(t *testing.T) {
	times := office(28, 3, 0)
	for _, test := range []struct {
		name string
		n    int
		fill func(i int, row *event.Row)
		want []string
	}{
		{"nothing", 600, nil, []string{}},
		{"too few to tell", 19, func(_ int, r *event.Row) { r.Type, r.ActorID = "user.session.start", "00u1" }, []string{}},
		{"type", 20, func(_ int, r *event.Row) { r.Type = "user.session.start" }, []string{OneEventType}},
		{"family", 200, func(i int, r *event.Row) { r.Type = []string{"policy.rule.update", "policy.rule.add"}[i%2] }, []string{OneFamily, NoSignIns}},
		{"actor", 20, func(_ int, r *event.Row) { r.ActorID = "00u1" }, []string{OneActor}},
		{"no actor", 600, func(_ int, r *event.Row) { r.ActorID = "unknown" }, []string{}},
		{"session", 20, func(_ int, r *event.Row) { r.ExternalSessionID = "idx1" }, []string{OneSession}},
		{"address of a small office", 199, func(_ int, r *event.Row) { r.ClientIP = "192.0.2.1" }, []string{}},
		{"address", 200, func(_ int, r *event.Row) { r.ClientIP = "192.0.2.1" }, []string{OneAddress}},
		{"outcome", 200, func(_ int, r *event.Row) { r.OutcomeResult = "FAILURE" }, []string{OneOutcome}},
		{"no sign-ins", 200, func(i int, r *event.Row) { r.Type = []string{"policy.rule.update", "group.user_membership.add"}[i%2] }, []string{NoSignIns}},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := Of(build(t, times[:test.n], test.fill), []File{{Name: "a.csv", First: times[0], Last: times[test.n-1], Records: test.n + 1}})
			if got := only(c); !reflect.DeepEqual(got, test.want) {
				t.Errorf("warnings %q, want %q", got, test.want)
			}
		})
	}
}

// A column that no file has is not one of which all values are equal.
func TestFilteredWithoutColumns(t *testing.T) {
	b := table.NewBuilder()
	b.Carries(event.Published, event.Type)
	for i, ms := range office(7, 10, 0) {
		row := event.Row{UUID: fmt.Sprintf("00000000-0000-11f0-8000-%012x", i), Published: event.FormatTime(ms), Type: fmt.Sprint("user.session.start.", i%2)}
		if err := b.AddRow(0, 0, nil, &row); err != nil {
			t.Fatal(err)
		}
	}
	log, _ := b.Log([]string{"a.csv"})
	if got := only(Of(log, []File{{}})); !reflect.DeepEqual(got, []string{OneFamily}) {
		t.Errorf("warnings %q", got)
	}
}

func TestTruncation(t *testing.T) {
	times := office(5, 1, 0)
	span := times[len(times)-1] - times[0]
	for _, test := range []struct {
		name string
		file File
		want []string
	}{
		{"ordinary", File{Records: 3329}, []string{}},
		{"one page of the API", File{Records: 100}, []string{RoundCount}},
		{"a hundred rows of the console", File{Records: 100, CSV: true}, []string{}},
		{"1,000", File{Records: 1000, CSV: true}, []string{RoundCount}},
		{"1,100", File{Records: 1100, CSV: true}, []string{}},
		{"42,000", File{Records: 42_000}, []string{RoundCount}},
		{"42,100", File{Records: 42_100}, []string{}},
		{"116,000", File{Records: 116_000, CSV: true}, []string{}},
		{"200,000", File{Records: 200_000, CSV: true}, []string{RoundCount}},
		{"1,000,000", File{Records: 1_000_000, CSV: true}, []string{RoundCount}},
		{"none", File{}, []string{}},
		{"90 days", File{Records: 5, First: times[0], Last: times[0] + retention - hour}, []string{RetentionEdge}},
		{"88 days", File{Records: 5, First: times[0], Last: times[0] + 88*day}, []string{}},
		{"a year", File{Records: 5, First: times[0], Last: times[0] + 365*day}, []string{}},
		{"incomplete", File{Records: 5, First: times[0], Last: times[0] + span, Incomplete: true}, []string{IncompleteFile}},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.file.Name = strings.Repeat("n", 300) + ".csv"
			c := Of(build(t, times, nil), []File{test.file})
			if got := only(c); !reflect.DeepEqual(got, test.want) {
				t.Errorf("warnings %q, want %q", got, test.want)
			}
			for _, w := range c.Warnings {
				if len(w.Text) > 400 || !strings.HasSuffix(w.Text, ".") {
					t.Errorf("%s: %q", w.Code, w.Text)
				}
			}
		})
	}
}

func TestFullTargets(t *testing.T) {
	times := office(5, 1, 0)
	log := build(t, times, func(i int, r *event.Row) {
		r.Target0.ID, r.Target1.ID, r.Target2.ID = "a", "b", "c"
		if i%10 == 0 {
			r.Target3.Type = "User"
		}
	})
	if got := Of(log, []File{{CSV: true, Records: 3}}); !reflect.DeepEqual(only(got), []string{TargetsFull}) || !strings.HasPrefix(got.Warnings[0].Text, "5 events fill") {
		t.Errorf("warnings %+v", got.Warnings)
	}
	if got := only(Of(log, []File{{Records: 3}})); len(got) != 0 {
		t.Errorf("JSON, which has room for all targets: %q", got)
	}
}

// The order in which files are given does not show.
func TestOrderOfFiles(t *testing.T) {
	times := office(14, 30, 0)
	log := build(t, times, nil)
	files := []File{
		{Name: "a.csv", First: times[0], Last: times[0] + 89*day, Records: 1000},
		{Name: "b.csv", First: times[0] + day, Last: times[0] + 2*day, Records: 2000, Incomplete: true},
		{Name: "c.csv"},
	}
	want := Of(log, files)
	slices.Reverse(files)
	if got := Of(log, files); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
}

func TestMaxGaps(t *testing.T) {
	var times []int64
	for d := range int64(2 * MaxGaps) {
		for i := range int64(24 * 200) {
			if h := i / 200; h == 12 || d%2 == 0 && h == 13 {
				continue
			}
			times = append(times, monday+d*day+i*hour/200)
		}
	}
	gaps := findGaps(times, nil)
	if len(gaps) != 2*MaxGaps {
		t.Fatalf("%d gaps, want %d", len(gaps), 2*MaxGaps)
	}
	w := warner{}
	w.gaps(gaps)
	if !strings.HasPrefix(w.list[0].Text, "400 stretches without events are") {
		t.Errorf("warning %q", w.list[0].Text)
	}
}

func BenchmarkOf(b *testing.B) {
	times := make([]int64, 200_000)
	for i := range times {
		times[i] = monday + int64(i)*90*day/int64(len(times))
	}
	log := build(b, times, nil)
	for b.Loop() {
		Of(log, []File{{CSV: true}})
	}
	b.ReportMetric(float64(len(times))*float64(b.N)/b.Elapsed().Seconds(), "events/s")
}
