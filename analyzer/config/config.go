// Package config reads the configuration of an analysis: one JSON object with
// the detections' parameters and severities, allow-lists, working hours and
// lists.
//
//	{
//	  "detections": {"session-fast-travel": {"parameters": {"speed_kmh": 500}},
//	                 "idp-lifecycle-change": {"enabled": false},
//	                 "api-token-created": {"severity": "high"}},
//	  "allow": {
//	    "users":        [{"value": "scanner@example.com", "reason": "vulnerability scan", "expires": "2026-12-31"}],
//	    "networks":     [{"value": "192.0.2.0/24", "label": "corporate", "reason": "head office"}],
//	    "user_agents":  [{"value": "Okta-Monitor/*", "reason": "our probe"}],
//	    "applications": [{"value": "Payroll", "reason": "being tested", "detections": ["unauthorized-app-access"]}],
//	    "api_tokens":   [{"value": "00T1abc", "reason": "the ticket system"}]
//	  },
//	  "working_hours": {"from": "08:00", "to": "18:00", "days": ["Monday", "Friday"], "zone": "+01:00"},
//	  "lists": {"vpn_networks": ["198.51.100.0/24"]}
//	}
//
// Every key may be absent. The keys "parameters" and "disabled" are a shorter
// way to say what "detections" says:
//
//	{"parameters": {"session-fast-travel": {"speed_kmh": 500}}, "disabled": ["idp-lifecycle-change"]}
package config

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/rules"
	"okta-session-analyzer/analyzer/sigma"
)

// Config is the configuration of an analysis. The zero value runs every
// detection with its defaults.
type Config struct {
	// Detect are the parameters and severities of detections, and those that
	// shall not run, rules included.
	Detect detect.Config
	Allow  Allow
	Hours  Hours
	// Lists are what rules ask for by name; see [Config.AllLists].
	Lists map[string][]string
	// Rules are the analyst's own.
	Rules []rules.File
	// ShowSuppressed has the findings that an allow-list sets aside in the
	// report, marked.
	ShowSuppressed bool
}

// Hours are the hours in which people work.
type Hours struct {
	Set      bool
	From, To int // hours of the day, 0 to 24; To is the first that is none
	Days     []time.Weekday
	Zone     *time.Location // nil is UTC
}

// The lists that follow from the rest of a configuration.
const (
	WorkingHours = "working_hours" // the hours 0 to 23 that are worked in
	WorkingDays  = "working_days"  // Monday …
)

// AllLists returns the lists that rules can ask for: those of the
// configuration, the working hours and days, and the networks of each label
// ("vpn_networks", "corporate_networks", "vendor_networks"). A network that
// has expired at a time, in milliseconds UTC, is in none.
func (c *Config) AllLists(now int64) map[string][]string {
	all := make(map[string][]string, len(c.Lists)+5)
	for name, values := range c.Lists {
		all[name] = values
	}
	for _, e := range c.Allow.Networks {
		if e.Label != "" && !e.expired(now) {
			name := e.Label + "_networks"
			all[name] = append(slices.Clip(all[name]), e.Value)
		}
	}
	if c.Hours.Set {
		hours := make([]string, 0, 24)
		for h := range 24 {
			if c.Hours.works(h) {
				hours = append(hours, strconv.Itoa(h))
			}
		}
		days := make([]string, len(c.Hours.Days))
		for i, d := range c.Hours.Days {
			days[i] = d.String()
		}
		all[WorkingHours], all[WorkingDays] = hours, days
	}
	return all
}

// works reports whether an hour is worked in. A shift can go over midnight.
func (h *Hours) works(hour int) bool {
	if h.From <= h.To {
		return hour >= h.From && hour < h.To
	}
	return hour >= h.From || hour < h.To
}

// Options are what reading a configuration depends on.
type Options struct {
	// Zone returns the time zone of a name; nil is [time.LoadLocation], which
	// knows none but UTC in a browser. There [Location] makes them.
	Zone func(name string) (*time.Location, error)
}

// maxConfig bounds a configuration, in bytes: a log named by mistake must not
// be read as one. Lists and own rules take most of it.
const maxConfig = 16 << 20

// Parse reads a configuration. The error joins everything that is wrong with
// it, a [*Error] each. Whether detections and parameters are there is seen in
// [Config.Validate], once own rules are known.
func Parse(text []byte, o Options) (Config, error) {
	var c Config
	if len(text) > maxConfig {
		return c, &Error{Line: 1, Message: fmt.Sprintf("a configuration of %d bytes; at most %d are read", len(text), maxConfig)}
	}
	root, err := parseJSON(text)
	if err != nil {
		return c, err
	}
	r := &reader{options: o}
	r.object(root, "the configuration", map[string]func(*node){
		"detections":      func(n *node) { r.detections(n, &c) },
		"parameters":      func(n *node) { r.parameters(n, &c) },
		"disabled":        func(n *node) { c.Detect.Disabled = append(c.Detect.Disabled, r.texts(n, "disabled")...) },
		"severities":      func(n *node) { r.severities(n, &c) },
		"allow":           func(n *node) { r.allow(n, &c.Allow) },
		"working_hours":   func(n *node) { r.hours(n, &c.Hours) },
		"lists":           func(n *node) { r.lists(n, &c) },
		"rules":           func(n *node) { r.rules(n, &c) },
		"show_suppressed": func(n *node) { c.ShowSuppressed = r.truth(n, "show_suppressed") },
	})
	return c, errors.Join(r.errs...)
}

// Validate returns what is wrong with the configuration of these detections.
func (c *Config) Validate(detections []*detect.Detection) error {
	var faults []error
	if err := c.Detect.ValidateFor(detections); err != nil {
		faults = append(faults, err)
	}
	known := map[string]bool{}
	ids := make([]string, len(detections))
	for i, d := range detections {
		known[d.ID], ids[i] = true, d.ID
	}
	for _, list := range c.Allow.lists() {
		for _, e := range list.entries {
			for _, id := range e.Detections {
				if !known[id] {
					faults = append(faults, &Error{Line: e.line, Message: fmt.Sprintf("allow.%s: %s is for detection %s, which there is not%s",
						list.name, quote(e.Value), quote(id), near(id, ids))})
				}
			}
		}
	}
	return errors.Join(faults...)
}

func (r *reader) detections(n *node, c *Config) {
	r.each(n, "detections", func(id string, v *node) {
		where := "detections." + id
		r.object(v, where, map[string]func(*node){
			"enabled": func(n *node) {
				if !r.truth(n, where+".enabled") {
					c.Detect.Disabled = append(c.Detect.Disabled, id)
				}
			},
			"severity":   func(n *node) { r.severity(n, where+".severity", id, c) },
			"parameters": func(n *node) { r.values(n, where+".parameters", id, c) },
		})
	})
}

func (r *reader) severities(n *node, c *Config) {
	r.each(n, "severities", func(id string, v *node) { r.severity(v, "severities."+id, id, c) })
}

func (r *reader) severity(n *node, where, id string, c *Config) {
	name, ok := r.text(n, where)
	if !ok {
		return
	}
	severity, err := detect.ParseSeverity(name)
	if err != nil {
		r.fail(n, "%s: %s", where, err)
		return
	}
	if c.Detect.Severities == nil {
		c.Detect.Severities = map[string]detect.Severity{}
	}
	c.Detect.Severities[id] = severity
}

func (r *reader) parameters(n *node, c *Config) {
	r.each(n, "parameters", func(id string, v *node) { r.values(v, "parameters."+id, id, c) })
}

// values reads the parameters of one detection: numbers, and times as Sigma
// writes them ("10m") in minutes.
func (r *reader) values(n *node, where, id string, c *Config) {
	r.each(n, where, func(name string, v *node) {
		value, err := strconv.ParseFloat(v.text, 64)
		switch {
		case v.kind == textKind:
			d, err := sigma.ParseTimespan(v.text)
			if err != nil {
				r.fail(v, "%s.%s is the text %s; want a number, or a time like \"10m\"", where, name, quote(v.text))
				return
			}
			value = d.Minutes()
		case v.kind != numberKind || err != nil:
			r.fail(v, "%s.%s is %s; want a number", where, name, v.describe())
			return
		}
		if c.Detect.Parameters == nil {
			c.Detect.Parameters = map[string]map[string]float64{}
		}
		if c.Detect.Parameters[id] == nil {
			c.Detect.Parameters[id] = map[string]float64{}
		}
		c.Detect.Parameters[id][name] = value
	})
}

func (r *reader) lists(n *node, c *Config) {
	c.Lists = map[string][]string{}
	r.each(n, "lists", func(name string, v *node) {
		if name == WorkingHours || name == WorkingDays {
			r.fail(v, "lists.%s follows from working_hours; give those", name)
			return
		}
		c.Lists[name] = r.texts(v, "lists."+name)
	})
}

func (r *reader) rules(n *node, c *Config) {
	r.items(n, "rules", func(v *node) {
		var f rules.File
		r.object(v, "rules", map[string]func(*node){
			"name": func(n *node) { f.Name, _ = r.text(n, "rules: name") },
			"text": func(n *node) { f.Text, _ = r.text(n, "rules: text") },
		})
		c.Rules = append(c.Rules, f)
	})
}

var weekdays = []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday}

func (r *reader) hours(n *node, h *Hours) {
	*h = Hours{Set: true, From: 8, To: 18, Days: weekdays[:5]}
	r.object(n, "working_hours", map[string]func(*node){
		"from": func(n *node) { h.From = r.hour(n, "working_hours.from") },
		"to":   func(n *node) { h.To = r.hour(n, "working_hours.to") },
		"days": func(n *node) {
			h.Days = nil
			for _, name := range r.texts(n, "working_hours.days") {
				i := slices.IndexFunc(weekdays, func(d time.Weekday) bool { return strings.EqualFold(d.String(), name) })
				if i < 0 {
					r.fail(n, "working_hours.days: %s is no day; want Monday, Tuesday, …", quote(name))
					continue
				}
				h.Days = append(h.Days, weekdays[i])
			}
		},
		"zone": func(n *node) { h.Zone = r.zone(n, "working_hours.zone") },
	})
}

// hour reads a whole hour, "08:00".
func (r *reader) hour(n *node, where string) int {
	text, ok := r.text(n, where)
	if !ok {
		return 0
	}
	digits, whole := strings.CutSuffix(text, ":00")
	h, err := strconv.Atoi(digits)
	if !whole || err != nil || len(digits) > 2 || h < 0 || h > 24 {
		r.fail(n, "%s is %s; want a whole hour, \"00:00\" to \"24:00\"", where, quote(text))
	}
	return h
}

// zone reads a time zone: UTC, a distance from it ("+01:00"), or a name of the
// IANA database ("Europe/Vienna").
func (r *reader) zone(n *node, where string) *time.Location {
	text, ok := r.text(n, where)
	if !ok {
		return nil
	}
	if t, err := time.Parse("-07:00", text); err == nil {
		_, seconds := t.Zone()
		return time.FixedZone(text, seconds)
	}
	load := r.options.Zone
	if load == nil {
		load = time.LoadLocation
	}
	zone, err := load(text)
	if err != nil || text == "" || text == "Local" {
		r.fail(n, "%s is %s, which is not known here; want UTC, a distance from it like \"+01:00\", or a name like \"Europe/Vienna\"", where, quote(text))
		return nil
	}
	return zone
}

// network reads an address or a prefix of one.
func network(text string) (netip.Prefix, error) {
	if addr, err := netip.ParseAddr(text); err == nil {
		return addr.Unmap().Prefix(addr.Unmap().BitLen())
	}
	p, err := netip.ParsePrefix(text)
	if err != nil {
		return p, fmt.Errorf("%s is no network; want one like 192.0.2.0/24 or 2001:db8::/48", quote(text))
	}
	if p.Masked() != p {
		return p, fmt.Errorf("%s has bits behind its prefix; did you mean %s?", quote(text), p.Masked())
	}
	return p, nil
}
