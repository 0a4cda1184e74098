package seed

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/report"
	"okta-session-analyzer/analyzer/table"
)

// Write writes the seed program's lines: the changes of identity providers,
// the findings of each session, and the number of suspicious sessions. Text of
// the log goes through [report.Visible].
func (r *Result) Write(w io.Writer, log *table.Log) error {
	out := bufio.NewWriter(w)
	messages, targets := log.Column(event.DisplayMessage), log.Column(event.TargetDisplayName)
	for _, row := range r.Changes {
		fmt.Fprintf(out, "Event ID: %s indicates an IDP configuration change: \"%s\" for \"%s\"\n",
			report.Visible(log.UUID(int(row))), report.Visible(messages.At(int(row))), report.Visible(targets.At(int(row))))
	}
	for i := range r.Sessions {
		r.Sessions[i].write(out, log)
	}
	fmt.Fprintf(out, "Analyzer completed event scan and found %d suspicious sessions\n", len(r.Sessions))
	return out.Flush()
}

func (s *Session) write(out io.Writer, log *table.Log) {
	id := report.Visible(s.ID)
	if s.Agents != nil {
		fmt.Fprintf(out, "Session ID: %s has multiple user agents: %s\n", id, joined(s.Agents))
		fmt.Fprintf(out, "Session ID: %s has multiple IP addresses: %s\n", id, joined(s.IPs))
	}
	for _, t := range s.Travels {
		fmt.Fprintf(out, "Session ID: %s Fast travel detected between events %s and %s: Distance: %s km Speed: %s km/h\n",
			id, report.Visible(log.UUID(int(t.From))), report.Visible(log.UUID(int(t.To))), decimal(t.Distance), decimal(t.Speed))
	}
	if s.Pushes > 0 {
		fmt.Fprintf(out, "Session ID: %s has indicators of high frequency MFA push requests, there were %d push requests with %d denials\n",
			id, s.Pushes, s.Denials)
	}
	if s.Attempts > 0 {
		fmt.Fprintf(out, "Session ID: %s has indicators of high frequency unauthorized application access attempts: %d\n", id, s.Attempts)
	}
}

func joined(values []string) string {
	shown := make([]string, len(values))
	for i, v := range values {
		shown[i] = report.Visible(v)
	}
	return strings.Join(shown, ", ")
}

// decimal writes a number with two digits after the point, and infinity as the
// seed program's language does.
func decimal(f float64) string {
	if math.IsInf(f, 1) {
		return "inf"
	}
	return strconv.FormatFloat(f, 'f', 2, 64)
}
