package config

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// Allow are the lists of what is known and needs no finding. A finding is set
// aside only where all of its evidence is covered by one list.
type Allow struct {
	Users        []Entry // by id or login name
	Networks     []Entry // by CIDR; labelled corporate, vpn or vendor
	UserAgents   []Entry // by raw user agent; * stands for anything
	Applications []Entry // by id or name
	APITokens    []Entry // by id
}

// Entry is one thing that is allowed.
type Entry struct {
	Value  string
	Label  string // of a network: corporate, vpn, vendor or ""
	Reason string
	// Expires is the first moment at which the entry does not count any more,
	// in milliseconds UTC; 0 is never. It is compared with the time of the log's
	// last event, so that a report does not depend on when it is made.
	Expires int64
	// Detections are those that the entry is for; none is all.
	Detections []string

	prefix netip.Prefix
	line   int
}

// Labels are what a network can be.
var Labels = []string{"corporate", "vpn", "vendor"}

func (e *Entry) expired(now int64) bool { return e.Expires > 0 && now >= e.Expires }

func (e *Entry) serves(id string) bool {
	return len(e.Detections) == 0 || slices.Contains(e.Detections, id)
}

type namedList struct {
	name    string
	entries []Entry
}

func (a *Allow) lists() []namedList {
	return []namedList{{"users", a.Users}, {"networks", a.Networks}, {"user_agents", a.UserAgents},
		{"applications", a.Applications}, {"api_tokens", a.APITokens}}
}

// Empty reports whether nothing is allowed.
func (a *Allow) Empty() bool {
	for _, l := range a.lists() {
		if len(l.entries) > 0 {
			return false
		}
	}
	return true
}

// Expired returns the entries that do not count at a time in milliseconds UTC,
// in words.
func (a *Allow) Expired(now int64) []string {
	var all []string
	for _, l := range a.lists() {
		for i := range l.entries {
			if e := &l.entries[i]; e.expired(now) {
				all = append(all, fmt.Sprintf("the allow-list entry %s of %s expired on %s, before the log's last event; it was not used",
					quote(e.Value), l.name, event.FormatTime(e.Expires - 1)[:len("2006-01-02")]))
			}
		}
	}
	return all
}

func (r *reader) allow(n *node, a *Allow) {
	list := func(to *[]Entry, name string, labelled bool) func(*node) {
		return func(n *node) {
			r.items(n, "allow."+name, func(v *node) {
				if e, ok := r.entry(v, "allow."+name, labelled); ok {
					*to = append(*to, e)
				}
			})
		}
	}
	r.object(n, "allow", map[string]func(*node){
		"users":        list(&a.Users, "users", false),
		"networks":     list(&a.Networks, "networks", true),
		"user_agents":  list(&a.UserAgents, "user_agents", false),
		"applications": list(&a.Applications, "applications", false),
		"api_tokens":   list(&a.APITokens, "api_tokens", false),
	})
}

// entry reads one thing that is allowed. Without a reason nobody knows in a
// year why it is there, so one must be given.
func (r *reader) entry(n *node, where string, isNetwork bool) (e Entry, ok bool) {
	before := len(r.errs)
	e.line = n.line
	keys := map[string]func(*node){
		"value":      func(n *node) { e.Value, _ = r.text(n, where+": value") },
		"reason":     func(n *node) { e.Reason, _ = r.text(n, where+": reason") },
		"expires":    func(n *node) { e.Expires = r.expiry(n, where+": expires") },
		"detections": func(n *node) { e.Detections = r.texts(n, where+": detections") },
	}
	if isNetwork {
		keys["label"] = func(n *node) {
			text, ok := r.text(n, where+": label")
			e.Label = strings.ToLower(text)
			if ok && !slices.Contains(Labels, e.Label) {
				r.fail(n, "%s: label %s; want corporate, vpn or vendor", where, quote(text))
			}
		}
	}
	r.object(n, "an entry of "+where, keys)
	if n.kind != objectKind {
		return e, false
	}
	e.Value, e.Reason = strings.TrimSpace(e.Value), strings.TrimSpace(e.Reason)
	switch {
	case e.Value == "":
		r.fail(n, "an entry of %s has no value", where)
	case e.Reason == "":
		r.fail(n, "the entry %s of %s has no reason; say why it is allowed", quote(e.Value), where)
	case strings.Trim(e.Value, "*? ") == "":
		r.fail(n, "the entry %s of %s would allow everything", quote(e.Value), where)
	case isNetwork:
		prefix, err := network(e.Value)
		if err != nil {
			r.fail(n, "%s: %s", where, err)
		} else if prefix.Bits() == 0 {
			r.fail(n, "the entry %s of %s would allow everything", quote(e.Value), where)
		}
		e.prefix = prefix
	}
	return e, len(r.errs) == before
}

// expiry reads a day, through whose end (UTC) an entry counts, or a moment.
func (r *reader) expiry(n *node, where string) int64 {
	text, ok := r.text(n, where)
	if !ok {
		return 0
	}
	if day, err := time.Parse(time.DateOnly, text); err == nil {
		return day.AddDate(0, 0, 1).UnixMilli()
	}
	moment, err := time.Parse(time.RFC3339, text)
	if err != nil {
		r.fail(n, "%s is %s; want a day like 2026-12-31, or a moment like 2026-12-31T18:00:00Z", where, quote(text))
		return 0
	}
	return moment.UnixMilli()
}

// Filter tells which findings on a log are set aside.
type Filter struct {
	allow *Allow
	log   *table.Log
	now   int64
}

// Filter returns the filter of findings on a log.
func (a *Allow) Filter(log *table.Log) *Filter {
	now := int64(0)
	if n := log.Len(); n > 0 {
		now = log.Time(n - 1)
	}
	return &Filter{allow: a, log: log, now: now}
}

// Apply moves the findings that are set aside from the findings of outcomes to
// the suppressed ones.
func (f *Filter) Apply(outcomes []detect.Outcome) {
	if f.allow.Empty() {
		return
	}
	for i := range outcomes {
		o := &outcomes[i]
		var kept []detect.Finding
		for _, finding := range o.Findings {
			if s := f.suppression(&finding); s != nil {
				finding.Suppressed = s
				o.Suppressed = append(o.Suppressed, finding)
			} else {
				kept = append(kept, finding)
			}
		}
		o.Findings = kept
	}
}

// suppression returns by what a finding is set aside, or nil.
func (f *Filter) suppression(finding *detect.Finding) *detect.Suppression {
	said := func(list string, e *Entry) *detect.Suppression {
		return &detect.Suppression{List: list, Entry: e.Value, Reason: e.Reason}
	}
	for i := range f.allow.Users {
		e := &f.allow.Users[i]
		if f.counts(e, finding) && (strings.EqualFold(e.Value, finding.Actor.ID) || strings.EqualFold(e.Value, finding.Actor.AlternateID)) {
			return said("users", e)
		}
	}
	if len(finding.Rows) == 0 {
		return nil
	}
	columns := func(fields ...event.Field) func(row uint32) []string {
		return func(row uint32) (values []string) {
			for _, field := range fields {
				if s := f.log.Column(field).At(int(row)); !event.Blank(s) {
					values = append(values, s)
				}
			}
			return values
		}
	}
	equal := func(e *Entry, s string) bool { return strings.EqualFold(e.Value, s) }
	for _, list := range []struct {
		name    string
		entries []Entry
		values  func(row uint32) []string
		covers  func(e *Entry, value string) bool
	}{
		{"networks", f.allow.Networks, columns(event.ClientIP), covers},
		{"user_agents", f.allow.UserAgents, columns(event.UserAgent), func(e *Entry, s string) bool { return wildcard(strings.ToLower(e.Value), strings.ToLower(s)) }},
		{"applications", f.allow.Applications, f.applications, equal},
		{"api_tokens", f.allow.APITokens, columns(event.RequestAPITokenID, event.RootAPITokenID), equal},
	} {
		if e := f.all(list.entries, finding, list.values, list.covers); e != nil {
			return said(list.name, e)
		}
	}
	return nil
}

func (f *Filter) counts(e *Entry, finding *detect.Finding) bool {
	return !e.expired(f.now) && e.serves(finding.Detector)
}

// all returns an entry if every event of a finding has a value that one of the
// entries covers: that of the first event.
func (f *Filter) all(entries []Entry, finding *detect.Finding, values func(uint32) []string, covers func(*Entry, string) bool) *Entry {
	var first *Entry
	for i, row := range finding.Rows {
		at := slices.IndexFunc(entries, func(e Entry) bool {
			return f.counts(&e, finding) && slices.ContainsFunc(values(row), func(s string) bool { return covers(&e, s) })
		})
		if at < 0 {
			return nil
		}
		if i == 0 {
			first = &entries[at]
		}
	}
	return first
}

// applications returns the names and ids of the applications that an event is
// about.
func (f *Filter) applications(row uint32) (values []string) {
	types := f.log.Column(event.TargetType)
	for i, code := range types.Codes(int(row)) {
		if kind := types.Values[code]; !strings.HasPrefix(strings.ToLower(kind), "app") || strings.EqualFold(kind, "AppUser") {
			continue
		}
		for _, field := range []event.Field{event.TargetID, event.TargetDisplayName, event.TargetAlternateID} {
			c := f.log.Column(field)
			if s := c.Values[c.Codes(int(row))[i]]; !event.Blank(s) {
				values = append(values, s)
			}
		}
	}
	return values
}

func covers(e *Entry, ip string) bool {
	addr, err := netip.ParseAddr(ip)
	return err == nil && e.prefix.Contains(addr.Unmap().WithZone(""))
}

// wildcard reports whether a text is of a pattern in which * stands for
// anything.
func wildcard(pattern, text string) bool {
	parts := strings.Split(pattern, "*")
	if len(parts) == 1 {
		return pattern == text
	}
	rest, ok := strings.CutPrefix(text, parts[0])
	if !ok {
		return false
	}
	for _, part := range parts[1 : len(parts)-1] {
		i := strings.Index(rest, part)
		if i < 0 {
			return false
		}
		rest = rest[i+len(part):]
	}
	return strings.HasSuffix(rest, parts[len(parts)-1])
}
