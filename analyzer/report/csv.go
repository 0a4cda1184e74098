package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/jszwec/csvutil"

	"okta-session-analyzer/analyzer/detect"
)

// csvFinding is a finding as a row. Every cell that can hold text of the log
// goes through [Cell].
type csvFinding struct {
	ID               string `csv:"id"`
	Severity         string `csv:"severity"`
	Detector         string `csv:"detector"`
	Title            string `csv:"title"`
	Summary          string `csv:"summary"`
	First            string `csv:"first"`
	Last             string `csv:"last"`
	ActorID          string `csv:"actor_id"`
	ActorAlternateID string `csv:"actor_alternate_id"`
	ActorDisplayName string `csv:"actor_display_name"`
	Session          string `csv:"session"`
	IPs              string `csv:"ips"`
	EventCount       int    `csv:"event_count"`
	Events           string `csv:"events"`
	Techniques       string `csv:"attack"`
	Facts            string `csv:"facts"` // a JSON object
	Query            string `csv:"query"`
	RuleFile         string `csv:"rule_file"` // of the analyst's own rule
	Allowed          string `csv:"allowed"`   // why an allow-list sets the finding aside
	Status           string `csv:"triage"`    // where the analyst stands with it
	Note             string `csv:"note"`
	Star             string `csv:"star"`
	Redacted         string `csv:"redacted"` // "yes" where pseudonyms stand in the row
}

// WriteCSV writes the findings as CSV, a row each under a header, in UTF-8. A
// spreadsheet can open it: no cell is a formula (see [Cell]). Lists are joined
// by blanks and hold as many values as a cell has room for, about 860 uuids;
// event_count counts all events. The facts are a JSON object with its keys
// sorted.
func WriteCSV(w io.Writer, r *Report) error {
	out := csv.NewWriter(w)
	e := csvutil.NewEncoder(out)
	if err := e.EncodeHeader(csvFinding{}); err != nil {
		return fmt.Errorf("report as CSV: header: %w", err)
	}
	for i := range r.Findings {
		row, err := csvRow(r, &r.Findings[i])
		if err == nil {
			err = e.Encode(row)
		}
		if err != nil {
			return fmt.Errorf("report as CSV: finding %s: %w", r.Findings[i].ID, err)
		}
	}
	out.Flush()
	return out.Error()
}

func csvRow(r *Report, f *detect.Finding) (*csvFinding, error) {
	facts, err := csvFacts(f.Facts)
	if err != nil {
		return nil, err
	}
	allowed := ""
	if s := f.Suppressed; s != nil {
		allowed = s.List + " " + s.Entry + ": " + s.Reason
	}
	return &csvFinding{
		ID:               Cell(f.ID),
		Severity:         f.Severity.String(),
		Detector:         Cell(f.Detector),
		Title:            Cell(f.Title),
		Summary:          Cell(f.Summary),
		First:            Cell(f.First),
		Last:             Cell(f.Last),
		ActorID:          Cell(f.Actor.ID),
		ActorAlternateID: Cell(f.Actor.AlternateID),
		ActorDisplayName: Cell(f.Actor.DisplayName),
		Session:          Cell(f.Session),
		IPs:              csvList(f.IPs),
		EventCount:       len(f.Events),
		Events:           csvList(f.Events),
		Techniques:       csvList(f.Techniques),
		Facts:            facts,
		Query:            Cell(f.Query),
		RuleFile:         Cell(f.RuleFile),
		Allowed:          Cell(allowed),
		Status:           Cell(strings.ReplaceAll(string(r.Triage[f.ID].Status), "_", " ")),
		Note:             Cell(r.Triage[f.ID].Note),
		Star:             yes(r.Triage[f.ID].Star),
		Redacted:         yes(r.redacted()),
	}, nil
}

// csvList joins the values that fit into a cell.
func csvList(values []string) string {
	var b strings.Builder
	for i, v := range values {
		v = Visible(v)
		if i > 0 {
			if b.Len()+1+len(v) > maxCell {
				break
			}
			b.WriteByte(' ')
		}
		b.WriteString(v)
	}
	return Cell(b.String())
}

func csvFacts(facts map[string]any) (string, error) {
	if len(facts) == 0 {
		return "{}", nil
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(facts); err != nil {
		return "", err
	}
	return Cell(string(escapeJSON(bytes.TrimSuffix(b.Bytes(), []byte("\n"))))), nil
}
