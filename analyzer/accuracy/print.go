package accuracy

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/report"
	"okta-session-analyzer/analyzer/simulate"
)

// variantNames are the columns of the table of families.
var variantNames = []string{simulate.Easy.String(), simulate.Usual.String(), simulate.Stealthy.String()}

// maxSummary bounds a summary in the table of false findings, in bytes.
const maxSummary = 150

// Write writes the result as text.
func (r *Result) Write(w io.Writer) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "seeds %d to %d: %d people over %d days each, %d events and %d attacks in all",
		slices.Min(r.Seeds), slices.Max(r.Seeds), r.Users, r.Days, r.Events, r.Attacks)
	if r.Unplaced > 0 {
		fmt.Fprintf(out, "; %d attacks had no victim", r.Unplaced)
	}
	fmt.Fprint(out, "\n\n")
	r.writeTotals(out)
	r.writeFamilies(out)
	r.writeBlames(out, "FALSE FINDINGS BY DETECTION", func(f *Figure) []Blame { return f.ByDetection }, nil)
	r.writeBlames(out, "FALSE FINDINGS BY HABIT", func(f *Figure) []Blame { return f.ByHabit }, r.Habits)
	r.writeLists(out)
	return out.Flush()
}

// figures returns the four columns of the tables.
func (r *Result) figures() []*Figure {
	return []*Figure{r.Ours[JSON], r.Ours[CSV], r.Seed[JSON], r.Seed[CSV]}
}

const columns = "      JSON       CSV  seed JSON   seed CSV"

func (r *Result) writeTotals(out io.Writer) {
	row := func(name, goal string, of func(*Figure) float64) {
		fmt.Fprintf(out, "%-38s %11s", name, goal)
		for i, f := range r.figures() {
			if i >= 2 && strings.HasPrefix(name, " ") {
				continue
			}
			fmt.Fprintf(out, " %9.3f", of(f))
		}
		fmt.Fprintln(out)
	}
	fmt.Fprintf(out, "%-38s %11s %s\n", "TOTALS", "goal", "     JSON       CSV seed JSON  seed CSV")
	row("recall", fmt.Sprintf("%.2f / %.2f", Goals.Recall[JSON], Goals.Recall[CSV]), func(f *Figure) float64 { return f.Recall })
	row("precision", fmt.Sprintf(">= %.2f", Goals.Precision), func(f *Figure) float64 { return f.Precision })
	row("false findings, 1,000 users a day", fmt.Sprintf("<= %.0f", Goals.FalsePerThousandDay), func(f *Figure) float64 { return f.False })
	row(" of low severity", "", func(f *Figure) float64 { return f.FalseAll[detect.Low] })
	row(" of severity info", "", func(f *Figure) float64 { return f.FalseAll[detect.Info] })
	fmt.Fprintf(out, "%-38s %11s", "chains", fmt.Sprintf(">= %.2f", Goals.Chains))
	fmt.Fprintf(out, " %9.3f %9.3f\n", r.Ours[JSON].Chains, r.Ours[CSV].Chains)
	row(" of attacks in several stages", fmt.Sprintf(">= %.2f", Goals.Chains), func(f *Figure) float64 { return f.Stages })
	row(" one incident", "", func(f *Figure) float64 { return f.OneIncident })
	row(" in order", "", func(f *Figure) float64 { return f.InOrder })
	row(" above all that are no attack", "", func(f *Figure) float64 { return f.OnTop })
	row(" no other attack in the incident", "", func(f *Figure) float64 { return f.Alone })
}

// writeFamilies writes how many campaigns of each family and variant were
// found, of how many that the form lets see.
func (r *Result) writeFamilies(out io.Writer) {
	const three = "%8s %8s %8s"
	fmt.Fprintf(out, "\n%-38s", "FOUND BY FAMILY")
	for _, title := range []string{"JSON", "CSV", "seed, CSV"} {
		fmt.Fprintf(out, " | %-26s", title)
	}
	fmt.Fprintf(out, "\n%-38s", "")
	for range 3 {
		fmt.Fprintf(out, " | "+three, variantNames[0], variantNames[1], variantNames[2])
	}
	fmt.Fprintln(out)
	families := map[string]bool{}
	for _, c := range r.Ours[JSON].Variants {
		families[c.Family] = true
	}
	for _, family := range slices.Sorted(maps.Keys(families)) {
		fmt.Fprintf(out, "%-38s", family)
		for _, f := range []*Figure{r.Ours[JSON], r.Ours[CSV], r.Seed[CSV]} {
			var cells [3]string
			for i, v := range variantNames {
				cells[i] = f.cell(family, v)
			}
			fmt.Fprintf(out, " | "+three, cells[0], cells[1], cells[2])
		}
		fmt.Fprintln(out)
	}
}

// cell returns found/visible, with "!" where one was missed and "-" where none
// can be seen.
func (f *Figure) cell(family, variant string) string {
	for _, c := range f.Variants {
		if c.Family != family || c.Variant != variant {
			continue
		}
		if c.Visible == 0 {
			return "-"
		}
		mark := ""
		if c.Found < c.Visible {
			mark = "!"
		}
		return fmt.Sprintf("%s%d/%d", mark, c.Found, c.Visible)
	}
	return ""
}

// writeBlames writes a table of false findings; events, where there are any,
// are how many each habit made.
func (r *Result) writeBlames(out io.Writer, title string, of func(*Figure) []Blame, events map[string]int) {
	type line struct {
		name string
		n    [4]int
	}
	var lines []line
	at := map[string]int{}
	line1 := func(name string) int {
		i, ok := at[name]
		if !ok {
			i = len(lines)
			at[name] = i
			lines = append(lines, line{name: name})
		}
		return i
	}
	for _, name := range slices.Sorted(maps.Keys(events)) {
		line1(name)
	}
	for i, f := range r.figures() {
		for _, b := range of(f) {
			lines[line1(b.Name)].n[i] = b.Findings
		}
	}
	slices.SortFunc(lines, func(a, b line) int {
		return cmp.Or(cmp.Compare(max(b.n[0], b.n[1]), max(a.n[0], a.n[1])), cmp.Compare(b.n[2]+b.n[3], a.n[2]+a.n[3]), cmp.Compare(a.name, b.name))
	})
	head := ""
	if events != nil {
		head = "events"
	}
	fmt.Fprintf(out, "\n%-46s %8s %s\n", title, head, columns)
	for _, l := range lines {
		count := ""
		if events != nil {
			count = fmt.Sprint(events[l.name])
		}
		fmt.Fprintf(out, "%-46s %8s %9d %9d  %9d  %9d\n", l.name, count, l.n[0], l.n[1], l.n[2], l.n[3])
	}
}

// writeLists writes an example of each kind of false finding, what was missed,
// and what is no chain, with the seeds of the logs.
func (r *Result) writeLists(out io.Writer) {
	for _, form := range Forms {
		fmt.Fprintf(out, "\nFALSE FINDINGS, %s, one of each detection and habit\n", form)
		r.Ours[form].writeWrong(out)
	}
	for _, form := range Forms {
		f := r.Ours[form]
		fmt.Fprintf(out, "\nINCIDENTS THAT ARE NO ATTACK, above one that is, %s: %d\n", form, len(f.Above))
		for _, a := range f.Above {
			fmt.Fprintf(out, "  seed %d, above %d: score %d, %s <- %s; %s\n", a.Seed, a.Below, a.Score, strings.Join(a.Detectors, ", "), a.Habit, cut(a.Title))
		}
	}
	for _, form := range Forms {
		f := r.Ours[form]
		fmt.Fprintf(out, "\nMISSED, %s: %d\n", form, len(f.Missed))
		writeFates(out, f.Missed, func(*Fate) string { return "" })
	}
	for _, form := range Forms {
		f := r.Ours[form]
		fmt.Fprintf(out, "\nFOUND, BUT NO CHAIN, %s: %d\n", form, len(f.Torn))
		writeFates(out, f.Torn, tear)
	}
}

func (f *Figure) writeWrong(out io.Writer) {
	type kind struct{ detector, habit string }
	n, first := map[kind]int{}, map[kind]*Wrong{}
	for i := range f.Wrong {
		k := kind{f.Wrong[i].Detector, f.Wrong[i].Habit}
		if n[k]++; n[k] == 1 {
			first[k] = &f.Wrong[i]
		}
	}
	kinds := slices.SortedFunc(maps.Keys(n), func(a, b kind) int {
		return cmp.Or(cmp.Compare(n[b], n[a]), cmp.Compare(a.detector, b.detector), cmp.Compare(a.habit, b.habit))
	})
	for _, k := range kinds {
		w := first[k]
		fmt.Fprintf(out, "  %4d  %s <- %s\n        %s: %s\n        seed %d: %s\n", n[k], k.detector, k.habit, w.Severity, cut(w.Summary), w.Seed, strings.Join(w.Events, " "))
	}
}

// cut returns a text of the log so that a line has room for it.
func cut(s string) string {
	s = report.Visible(s)
	if len(s) > maxSummary {
		s = strings.ToValidUTF8(s[:maxSummary], "") + "…"
	}
	return s
}

// tear says why a found campaign is no chain, and what found it.
func tear(f *Fate) string {
	var parts []string
	for _, part := range []struct {
		name string
		ok   bool
	}{{"several incidents", f.OneIncident}, {"out of order", f.InOrder}, {"below one that is no attack", f.OnTop}} {
		if !part.ok {
			parts = append(parts, part.name)
		}
	}
	return ": " + strings.Join(parts, ", ") + "; by " + strings.Join(f.By, ", ")
}

// writeFates writes one line for all campaigns of which the same is to be
// said.
func writeFates(out io.Writer, fates []Fate, say func(*Fate) string) {
	seeds := map[string][]string{}
	for i := range fates {
		f := &fates[i]
		line := f.Family + " (" + f.Variant + ")" + say(f)
		seeds[line] = append(seeds[line], fmt.Sprint(f.Seed))
	}
	for _, line := range slices.Sorted(maps.Keys(seeds)) {
		fmt.Fprintf(out, "  %s; seeds %s\n", line, strings.Join(seeds[line], ", "))
	}
}
