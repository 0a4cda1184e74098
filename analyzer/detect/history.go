package detect

import (
	"fmt"
	"math"
)

const dayMS = 86_400_000

// longestPause is the longest time without an event, in milliseconds, that a
// log runs on over. What lies beyond it is a stray: a clock that stood at 1970,
// or a date in the future, must not lend a log of one day years of history.
const longestPause = 14 * dayMS

// history is the stretch of a log that a baseline is learnt from, in
// milliseconds UTC: of those without a long pause the one with most events.
type history struct{ start, end int64 }

// historyOf returns the history in ascending times.
func historyOf(times []int64) history {
	var best history
	from, most := 0, 0
	for i := range times {
		if last := i == len(times)-1; last || times[i+1]-times[i] > longestPause {
			if n := i - from + 1; n > most {
				most, best = n, history{times[from], times[i]}
			}
			from = i + 1
		}
	}
	return best
}

// Span returns the first and the last moment, in milliseconds UTC, of the part
// of the log that has most events; what lies far off is a stray of a wrong clock.
func (v *Views) Span() (start, end int64) { return v.history.start, v.history.end }

// days returns the length of the history in days.
func (h history) days() float64 { return float64(h.end-h.start) / dayMS }

// HistoryNeed is what a detection lacks of a log that is too short for it.
type HistoryNeed struct {
	Days float64 // of history that it needs; 0 where it lacks none
	Has  float64 // days that the log has
}

// String returns the need as it stands after "needs": "7 days of history (the
// log has 2.4)".
func (n HistoryNeed) String() string {
	unit := "days"
	if n.Days == 1 {
		unit = "day"
	}
	return fmt.Sprintf("%s %s of history (the log has %s)", plain(n.Days), unit, plain(math.Floor(n.Has*10)/10))
}

// needOfHistory returns what a detection lacks of history with these values of
// its parameters.
func (v *Views) needOfHistory(d *Detection, values map[string]float64) HistoryNeed {
	if d.History == "" || v.history.days() >= values[d.History] {
		return HistoryNeed{}
	}
	return HistoryNeed{Days: values[d.History], Has: v.history.days()}
}

// historyName is the name of the parameter that all baselines have.
const historyName = "history_days"

// historyDays is that parameter: the first part of the log, which is learnt
// from and not judged.
func historyDays(days float64) Parameter {
	return Parameter{Name: historyName, Title: "First part of the log, and of each account's time in it, that is learnt from and not judged",
		Unit: "days", Default: days, Min: 1, Max: 90}
}

// learning says in a detection's meaning what its baseline is.
const learning = " The first days of the log are learning time, and so are the first days of an account that appears later: nothing is told of them."

// learnt returns the time until which the log teaches and is not judged.
func (in *Input) learnt() int64 {
	return in.Views.history.start + int64(in.Parameters[historyName]*dayMS)
}

// settled reports whether an account whose first event was at first is known
// for long enough at t to be judged.
func (in *Input) settled(first, t int64) bool { return t >= in.settlesAt(first) }

// settlesAt returns the time from which such an account is judged.
func (in *Input) settlesAt(first int64) int64 {
	return max(first, in.Views.history.start) + int64(in.Parameters[historyName]*dayMS)
}

// dayEnd returns the first millisecond whose quotient by dayMS is not that of a
// time: the start of the next day.
func dayEnd(t int64) int64 {
	day := t / dayMS
	if day < 0 {
		return day*dayMS + 1
	}
	return (day + 1) * dayMS
}
