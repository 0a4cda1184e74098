package redact

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/report"
)

// withheld stands where a text may hold what no field of the log has: words of
// the configuration, of rejected records, of a filter.
const withheld = "(withheld)"

// Report returns the report with pseudonyms, and says so in its view. The
// findings and incidents keep their order and their ids; the report given does
// not change. Reasons of rejected records and the filter are left out, since
// they quote what may stand in no event.
func (r *Redactor) Report(in *report.Report) *report.Report {
	out := *in
	r.learnEvidence(in)
	out.Log = r.logOf(&in.Log)
	out.Detectors = slices.Clone(in.Detectors)
	for i := range out.Detectors {
		if d := &out.Detectors[i]; d.RuleFile != "" {
			d.Title, d.Meaning, d.RuleFile = r.Text(d.Title), r.Text(d.Meaning), r.file(d.RuleFile)
			d.Check, d.FalsePositives = r.texts(d.Check), r.texts(d.FalsePositives)
		}
	}
	out.Findings = slices.Clone(in.Findings)
	for i := range out.Findings {
		r.finding(&out.Findings[i])
	}
	out.Incidents = slices.Clone(in.Incidents)
	for i := range out.Incidents {
		r.incident(&out.Incidents[i])
	}
	out.RuleErrors = slices.Clone(in.RuleErrors)
	for i := range out.RuleErrors {
		e := &out.RuleErrors[i]
		e.File, e.Rule, e.Message = r.file(e.File), r.Text(e.Rule), unquoted(r.Text(e.Message))
	}
	out.Notes = slices.Clone(in.Notes)
	for i := range out.Notes {
		out.Notes[i] = unquoted(r.Text(out.Notes[i]))
	}
	if in.Triage != nil {
		out.Triage = make(map[string]report.Triage, len(in.Triage))
		for _, id := range slices.Sorted(maps.Keys(in.Triage)) {
			t := in.Triage[id]
			t.Note = r.Text(t.Note)
			out.Triage[id] = t
		}
	}
	view := report.View{Total: len(in.Findings)}
	if in.View != nil {
		view = *in.View
	}
	if view.Filter != "" {
		view.Filter = withheld
	}
	view.Redacted = true
	out.View = &view
	return &out
}

// learnEvidence finds the events that the report names, all at once: each
// search goes over the whole log.
func (r *Redactor) learnEvidence(in *report.Report) {
	var unknown []string
	asked := make(map[string]bool)
	for i := range in.Findings {
		for _, uuid := range in.Findings[i].Events {
			if _, ok := r.rows[uuid]; !ok && !asked[uuid] {
				asked[uuid] = true
				unknown = append(unknown, uuid)
			}
		}
	}
	if len(unknown) > 0 {
		for _, row := range r.log.FindAll(unknown) {
			r.rows[r.log.UUID(row)] = row
		}
	}
}

func (r *Redactor) logOf(in *report.Log) report.Log {
	out := *in
	out.Files = slices.Clone(in.Files)
	names := make([]string, len(out.Files))
	for i := range out.Files {
		names[i] = out.Files[i].Name
		out.Files[i].Name = r.file(names[i])
	}
	// A warning can name any of the files, in full or clipped.
	text := func(s string) string {
		for i, name := range names {
			if name != "" {
				s = strings.ReplaceAll(strings.ReplaceAll(s, name, out.Files[i].Name), event.Clip(name), out.Files[i].Name)
			}
		}
		return unquoted(r.Text(s))
	}
	for i := range out.Files {
		f := &out.Files[i]
		f.Format, f.Error = text(f.Format), text(f.Error)
		f.Warnings = slices.Clone(f.Warnings)
		for j := range f.Warnings {
			f.Warnings[j] = text(f.Warnings[j])
		}
		f.Rejects = slices.Clone(f.Rejects)
		for j := range f.Rejects {
			f.Rejects[j].Reason = withheld
		}
	}
	out.Coverage.Warnings = slices.Clone(in.Coverage.Warnings)
	for i := range out.Coverage.Warnings {
		out.Coverage.Warnings[i].Text = text(out.Coverage.Warnings[i].Text)
	}
	return out
}

// file returns what stands for the name of a file.
func (r *Redactor) file(name string) string {
	if name == "" {
		return ""
	}
	if r.files[name] == "" {
		r.files[name] = r.next(aFile)
	}
	return r.files[name]
}

func (r *Redactor) finding(f *detect.Finding) {
	f.Title, f.Summary, f.Query = r.Text(f.Title), r.Text(f.Summary), r.Text(f.Query)
	f.Actor = r.actor(f.Actor)
	f.Session = r.Value(event.ExternalSessionID, f.Session)
	f.IPs = r.list(f.IPs, event.ClientIP)
	f.Events = slices.Clone(f.Events)
	for i, uuid := range f.Events {
		if row, ok := r.rows[uuid]; ok {
			f.Events[i] = r.UUID(row)
		} else if !r.allowed[event.UUID] {
			f.Events[i] = r.slot(uuid, anEvent)
		}
	}
	f.RuleFile = r.file(f.RuleFile)
	if f.Facts != nil {
		f.Facts = r.fact(f.Facts).(map[string]any)
	}
	if s := f.Suppressed; s != nil {
		f.Suppressed = &detect.Suppression{List: s.List, Entry: withheld, Reason: r.Text(s.Reason)}
	}
}

func (r *Redactor) actor(a detect.Actor) detect.Actor {
	return detect.Actor{ID: r.Value(event.ActorID, a.ID), AlternateID: r.Value(event.ActorAlternateID, a.AlternateID),
		DisplayName: r.Value(event.ActorDisplayName, a.DisplayName)}
}

func (r *Redactor) incident(in *report.Incident) {
	in.Title = r.Text(in.Title)
	in.Reasons = slices.Clone(in.Reasons)
	for i := range in.Reasons {
		in.Reasons[i].Text = r.Text(in.Reasons[i].Text)
	}
	in.Accounts = slices.Clone(in.Accounts)
	for i := range in.Accounts {
		in.Accounts[i].Actor = r.actor(in.Accounts[i].Actor)
		in.Accounts[i].Privileged = r.Text(in.Accounts[i].Privileged)
	}
	in.Sessions = r.list(in.Sessions, event.ExternalSessionID)
	in.Addresses = r.list(in.Addresses, event.ClientIP)
	in.Applications = r.list(in.Applications, event.TargetDisplayName)
	in.After = slices.Clone(in.After)
	for i := range in.After {
		a := &in.After[i]
		a.Object, a.Actor = r.Value(event.TargetDisplayName, a.Object), r.Value(event.ActorAlternateID, a.Actor)
		a.Address = r.Value(event.ClientIP, a.Address)
	}
	in.Checklist = r.texts(in.Checklist)
}

func (r *Redactor) list(values []string, f event.Field) []string {
	out := slices.Clone(values)
	for i := range out {
		out[i] = r.Value(f, out[i])
	}
	return out
}

func (r *Redactor) texts(list []string) []string {
	out := slices.Clone(list)
	for i := range out {
		out[i] = r.Text(out[i])
	}
	return out
}

// fact returns a fact with pseudonyms in all of its texts. Keys are words of
// this program. What is neither text nor number nor a list of them is read as
// the JSON that it would be written as.
func (r *Redactor) fact(v any) any {
	switch v := v.(type) {
	case nil, bool, int, int32, int64, uint32, uint64, float32, float64:
		return v
	case string:
		return r.Text(v)
	case []string:
		return r.texts(v)
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = r.fact(v[i])
		}
		return out
	case map[string]any:
		out := make(map[string]any, len(v))
		for _, key := range slices.Sorted(maps.Keys(v)) {
			out[key] = r.fact(v[key])
		}
		return out
	}
	text, err := json.Marshal(v)
	var plain any
	if err != nil || json.Unmarshal(text, &plain) != nil {
		return withheld
	}
	return r.fact(plain)
}

// unquoted takes out what stands between quotation marks: text of a file or of
// the configuration that no event may have.
func unquoted(s string) string {
	for _, marks := range [][2]string{{`"`, `"`}, {"“", "”"}} {
		var b strings.Builder
		for rest := s; ; {
			before, after, ok := strings.Cut(rest, marks[0])
			inner, behind, closed := strings.Cut(after, marks[1])
			if !ok || !closed {
				if ok {
					rest = before + withheld // what is never closed goes on to the end
				}
				b.WriteString(rest)
				break
			}
			b.WriteString(before)
			if pseudonym(inner) {
				b.WriteString(marks[0] + inner + marks[1])
			} else {
				b.WriteString(withheld)
			}
			rest = behind
		}
		s = b.String()
	}
	return s
}

// pseudonym reports whether a text is a pseudonym and nothing else.
func pseudonym(s string) bool {
	prefix, number, ok := strings.Cut(s, "-")
	return ok && slices.Contains(prefixes[:], prefix) && len(number) >= 4 && strings.Trim(number, "0123456789") == ""
}
