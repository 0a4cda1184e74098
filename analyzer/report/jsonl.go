package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"okta-session-analyzer/analyzer/detect"
)

// jsonlFinding is a finding as a line.
type jsonlFinding struct {
	detect.Finding
	Incidents []string `json:"incidents"`
	Triage    *Triage  `json:"triage,omitempty"`
	Redacted  bool     `json:"redacted,omitempty"`
}

// WriteJSONL writes the findings as JSON, one a line, with the ids of the
// incidents that each belongs to and what the analyst made of it. Characters
// that do not print are escaped, as in [WriteJSON].
func WriteJSONL(w io.Writer, r *Report) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	of := r.incidentsOf()
	for i := range r.Findings {
		line := jsonlFinding{Finding: r.Findings[i], Incidents: orEmpty(of[r.Findings[i].ID]), Redacted: r.redacted()}
		completeFinding(&line.Finding)
		if t, ok := r.Triage[line.ID]; ok {
			line.Triage = &t
		}
		b.Reset()
		if err := e.Encode(line); err != nil {
			return fmt.Errorf("report as JSON Lines: finding %s: %w", line.ID, err)
		}
		if _, err := w.Write(escapeJSON(b.Bytes())); err != nil {
			return err
		}
	}
	return nil
}
