package report

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"okta-session-analyzer/analyzer/detect"
)

const (
	// maxListedEvents is how many uuids of a finding's evidence the documents
	// list, and maxListedValues how many addresses, sessions and applications;
	// all of them are in the JSON form.
	maxListedEvents = 50
	maxListedValues = 30
)

// document writes the report for the people whom it is handed to: what was
// analysed and how, the counts, the incidents, the findings worst first, and
// what the log cannot speak for.
func (r *Report) document(d document) {
	d.heading(1, sentence("Okta System Log: report"))
	r.analysed(d)
	r.counted(d)
	if h := &r.Log.Coverage.Hours; len(h.Events) > 0 {
		d.picture(r.histogram())
	}
	r.tellIncidents(d)
	r.tellFindings(d)
	r.tellBlind(d)
	r.tellCoverage(d)
	r.tellRejects(d)
}

func (r *Report) analysed(d document) {
	d.heading(2, sentence("What was analysed"))
	l, z := &r.Log, r.zone()
	facts := []fact{
		said("program", sentence("Okta Session Analyzer"), value(r.Tool.Version), sentence("with "+count(r.Tool.Rules, "rule"))),
	}
	if l.First != "" {
		facts = append(facts, said("span", sentence(z.between(l.First, l.Last))))
	}
	facts = append(facts,
		said("records", sentence(thousands(l.Records)+" = "+count(l.Events, "event")+" + "+count(l.Duplicates, "duplicate")+" + "+thousands(l.Rejected)+" rejected")),
		said("in it", sentence(count(l.Users, "user")+", "+count(l.Sessions, "session")+", "+count(l.Addresses, "address"))),
		said("time zone", value(z.name())),
	)
	if r.View != nil {
		facts = append(facts, said("filter", value(r.View.Filter)))
	}
	d.facts(facts...)
	for _, line := range r.viewed(false) {
		d.paragraph(sentence(line))
	}
	for i := range l.Files {
		f := &l.Files[i]
		d.heading(3, value(f.Name))
		facts := []fact{
			said("form", value(f.Format)), said("size", sentence(thousands(int(f.Bytes))+" bytes")), said("sha256", value(f.SHA256)),
			said("records", sentence(thousands(f.Records)+" = "+count(f.Events, "event")+" + "+count(f.Duplicates, "duplicate")+" + "+thousands(f.Rejected)+" rejected")),
			said("span", sentence(z.between(f.First, f.Last))),
			said("not all of it was analysed", sentence(f.Error)),
		}
		if f.First == "" {
			facts[4] = fact{}
		}
		d.facts(facts...)
	}
}

// counted writes how many findings there are of each severity, and where the
// analyst stands with them.
func (r *Report) counted(d document) {
	d.heading(2, sentence("Findings by severity"))
	var by [detect.Critical + 1]int
	var worked [detect.Critical + 1]map[Status]int
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Suppressed != nil {
			continue
		}
		by[f.Severity]++
		if worked[f.Severity] == nil {
			worked[f.Severity] = make(map[Status]int)
		}
		status := r.Triage[f.ID].Status
		if status == "" {
			status = Open
		}
		worked[f.Severity][status]++
	}
	head := []string{"severity", "findings"}
	if len(r.Triage) > 0 {
		for _, s := range statuses {
			head = append(head, s.words())
		}
	}
	var rows [][]span
	for s := int(detect.Critical); s >= 0; s-- {
		row := []span{grade(detect.Severity(s).String()), sentence(thousands(by[s]))}
		for _, status := range statuses[:max(0, len(head)-2)] {
			row = append(row, sentence(thousands(worked[s][status])))
		}
		rows = append(rows, row)
	}
	d.table(head, rows)
	if n := r.Log.Suppressed; n > 0 {
		d.paragraph(sentence("The allow-lists of the configuration set aside " + count(n, "finding") + "."))
	}
	if n := r.hidden(); n > 0 {
		d.paragraph(sentence(count(n, "other finding") + " of the log are not shown here."))
	}
}

func (r *Report) tellIncidents(d document) {
	if len(r.Incidents) == 0 {
		return
	}
	d.heading(2, sentence("Incidents"))
	byID := make(map[string]*detect.Finding, len(r.Findings))
	for i := range r.Findings {
		byID[r.Findings[i].ID] = &r.Findings[i]
	}
	for i := range r.Incidents {
		r.tellIncident(d, i+1, &r.Incidents[i], byID)
	}
}

func (r *Report) tellIncident(d document, n int, in *Incident, byID map[string]*detect.Finding) {
	z := r.zone()
	d.heading(3, sentence(strconv.Itoa(n)), grade(in.Severity.String()), sentence(in.Title))
	facts := []fact{said("score", sentence(strconv.Itoa(in.Score)+" of 100"))}
	if in.First != "" {
		facts = append(facts, said("when", sentence(z.between(in.First, in.Last))))
	}
	facts = append(facts,
		said("addresses", values(in.Addresses, maxListedValues)...),
		said("sessions", values(in.Sessions, maxListedValues)...),
		said("opened", values(in.Applications, maxListedValues)...),
		said("tactics", sentence(strings.Join(in.Tactics, ", "))),
		said("techniques", sentence(strings.Join(in.Techniques, ", "))),
		said("related incidents", values(in.Related, maxListedValues)...),
		said("id", value(in.ID)),
	)
	d.facts(facts...)
	if len(in.Reasons) > 0 {
		d.heading(4, sentence("Why this score"))
		var items [][]span
		for _, reason := range in.Reasons {
			items = append(items, []span{strong(strconv.Itoa(reason.Points) + " points"), sentence(reason.Text)})
		}
		d.list(bullets, items...)
	}
	var items [][]span
	for i, id := range in.Findings {
		if f := byID[id]; f != nil {
			item := []span{grade(f.Severity.String()), sentence(f.Summary)}
			if i < len(in.Starts) {
				item = append([]span{sentence(z.moment(in.Starts[i]))}, item...)
			}
			items = append(items, item)
		}
	}
	if len(items) > 0 {
		d.heading(4, sentence("The story"))
		d.list(numbers, items...)
	}
	if p, ok := r.timeline(in, byID); ok {
		d.picture(p)
	}
	if len(in.Accounts) > 0 {
		d.heading(4, sentence("Accounts"))
		var rows [][]span
		for _, a := range in.Accounts {
			rows = append(rows, []span{value(a.AlternateID), value(a.DisplayName), value(a.ID), sentence(a.Privileged)})
		}
		d.table([]string{"login name", "name", "id", "privileged by"}, rows)
	}
	if len(in.Checklist) > 0 {
		d.heading(4, sentence("Contain and undo"))
		items = nil
		for _, step := range in.Checklist {
			items = append(items, []span{sentence(step)})
		}
		d.list(boxes, items...)
	}
}

func (r *Report) tellFindings(d document) {
	d.heading(2, sentence("Findings"))
	if len(r.Findings) == 0 {
		d.paragraph(sentence("No finding is shown."))
		return
	}
	for s := int(detect.Critical); s >= 0; s-- {
		started := false
		for i := range r.Findings {
			f := &r.Findings[i]
			if int(f.Severity) != s || f.Suppressed != nil {
				continue
			}
			if !started {
				started = true
				d.heading(3, grade(f.Severity.String()))
			}
			r.tellFinding(d, f)
		}
	}
	started := false
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Suppressed == nil {
			continue
		}
		if !started {
			started = true
			d.heading(3, sentence("Set aside by allow-lists"))
		}
		r.tellFinding(d, f)
	}
	r.tellChecks(d)
}

func (r *Report) tellFinding(d document, f *detect.Finding) {
	d.heading(4, sentence(f.Title))
	d.paragraph(sentence(cut(Visible(f.Summary), 4*maxValue)))
	facts := []fact{
		said("who", values(present(f.Actor.AlternateID, f.Actor.DisplayName, f.Actor.ID), 3)...),
		said("session", value(f.Session)),
		said("addresses", values(f.IPs, maxListedValues)...),
		said("techniques", sentence(strings.Join(f.Techniques, ", "))),
		said("numbers", values(numbersOf(f), maxListedValues)...),
		said("rule", value(f.RuleFile)),
		said("triage", sentence(r.triaged(f.ID))),
	}
	if f.First != "" {
		facts = append([]fact{said("when", sentence(r.zone().between(f.First, f.Last)))}, facts...)
	}
	if s := f.Suppressed; s != nil {
		facts = append(facts, said("allowed by", sentence(s.List), value(s.Entry), sentence(s.Reason)))
	}
	d.facts(append(facts, said("detection", value(f.Detector)), said("id", value(f.ID)))...)
	if f.Query != "" {
		d.code(f.Query)
	}
	if len(f.Events) > 0 {
		d.fold(count(len(f.Events), "event")+" of evidence", func() {
			d.paragraph(values(f.Events, maxListedEvents)...)
		})
	}
}

// numbersOf writes the facts of a finding, by their names: "returns 7". They are
// read as JSON has them, so that those of a saved report are the same.
func numbersOf(f *detect.Finding) []string {
	var list []string
	for _, key := range slices.Sorted(maps.Keys(f.Facts)) {
		text, err := json.Marshal(f.Facts[key])
		var plain any
		if err != nil || json.Unmarshal(text, &plain) != nil {
			continue
		}
		list = append(list, strings.ReplaceAll(key, "_", " ")+" "+factText(plain, text))
	}
	return list
}

// factText writes a fact for people; text is its JSON.
func factText(v any, text []byte) string {
	switch v := v.(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case []any:
		names := make([]string, len(v))
		for i := range v {
			name, ok := v[i].(string)
			if !ok {
				return string(text)
			}
			names[i] = name
		}
		return listed(names, maxListedValues)
	}
	return string(text)
}

// present returns the texts that are not empty.
func present(texts ...string) []string {
	var list []string
	for _, s := range texts {
		if s != "" {
			list = append(list, s)
		}
	}
	return list
}
