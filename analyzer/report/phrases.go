package report

import (
	"fmt"
	"strconv"
	"strings"

	"okta-session-analyzer/analyzer/detect"
)

// brief returns a value of the log as the text form shows it.
func brief(value string) string { return cut(Visible(value), maxValue) }

// place says where a rejected record stands in its file.
func (r *Reject) place() string {
	if r.Line > 0 {
		return "line " + strconv.FormatInt(r.Line, 10)
	}
	return "byte " + strconv.FormatInt(r.Offset, 10)
}

// who names a person: the login name, and in brackets what else is known.
func who(a detect.Actor) string {
	var names []string
	for _, name := range []string{a.AlternateID, a.DisplayName, a.ID} {
		if name != "" {
			names = append(names, brief(name))
		}
	}
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return names[0] + " (" + strings.Join(names[1:], ", ") + ")"
}

// listed joins the first values and counts the others.
func listed(values []string, max int) string {
	var b strings.Builder
	for i, v := range values {
		if i == max {
			fmt.Fprintf(&b, " and %s more", thousands(len(values)-max))
			break
		}
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(brief(v))
	}
	return b.String()
}

// count writes a number with its noun: "1 event", "3,000 events".
func count(n int, noun string) string {
	switch {
	case n == 1:
		return "1 " + noun
	case strings.HasSuffix(noun, "s"):
		return thousands(n) + " " + noun + "es"
	}
	return thousands(n) + " " + noun + "s"
}

// thousands writes a number with a comma every three digits.
func thousands(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// byteCount writes a size in the units of 1,000 that file managers show.
func byteCount(n int64) string {
	if n < 1000 {
		return count(int(n), "byte")
	}
	size, unit := float64(n)/1000, 0
	for size >= 999.95 && unit < len("kMGT")-1 {
		size, unit = size/1000, unit+1
	}
	return fmt.Sprintf("%.1f %cB", size, "kMGT"[unit])
}
