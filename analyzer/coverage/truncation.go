package coverage

import (
	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// truncation warns of files that may end before the log does. files are in the
// order in which the log numbers them.
func (w *warner) truncation(files []File) {
	for _, f := range w.files {
		if round(f.Records, f.CSV) {
			w.warn(RoundCount, "%s holds exactly %s, as many as a limit would leave: the export may have been cut off.",
				event.Clip(f.Name), plural(f.Records, "record", "records"))
		}
		if span := f.Last - f.First; span >= retention-edge && span <= retention+edge {
			w.warn(RetentionEdge, "%s reaches back %s, as far as Okta keeps the log: what began before that is not in it.",
				event.Clip(f.Name), duration(hours(span)))
		}
	}
	if n := w.fullTargets(files); n > 0 {
		w.warn(TargetsFull, "%s all four targets that the CSV has room for; any further ones were left out without a trace, and only the API has them.",
			plural(n, "event fills", "events fill"))
	}
}

// edge is how close to the 90 days a span counts as reaching them: the first
// event after the oldest moment kept, and the last one before the export, can
// be some hours away from either.
const edge = day

// round reports whether a number of records is one at which a limit cuts: 100
// and 1,000 are the pages of the API, by default and at most; above, one or two
// digits and zeros. One file in a thousand has such a number by chance.
func round(records int, csv bool) bool {
	if records%1000 != 0 || records == 0 {
		return records == 100 && !csv
	}
	for records%10 == 0 {
		records /= 10
	}
	return records < 100
}

// fullTargets counts the events of CSV files that have four targets.
func (w *warner) fullTargets(files []File) int {
	csv := false
	for _, f := range files {
		csv = csv || f.CSV
	}
	if !csv {
		return 0
	}
	fields := table.TargetGroup.Fields()
	full := make([]bool, w.log.Column(fields[0]).Tuples())
	some := false
	for t := range full {
		n := len(w.log.Column(fields[0]).CodesOf(uint32(t)))
		used := 0
		for i := range n {
			for _, f := range fields {
				if w.log.Column(f).CodesOf(uint32(t))[i] != 0 {
					used++
					break
				}
			}
		}
		full[t] = used >= event.MaxTargets
		some = some || full[t]
	}
	if !some {
		return 0
	}
	n := 0
	for row, t := range w.log.Tuples(table.TargetGroup) {
		if !full[t] {
			continue
		}
		if file, _, _ := w.log.Source(row); files[file].CSV {
			n++
		}
	}
	return n
}
