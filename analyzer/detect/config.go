package detect

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Config tunes the detections. The zero value runs all of them with their
// defaults.
type Config struct {
	// Parameters are the values that differ from the defaults, by the
	// detection's id and the parameter's name.
	Parameters map[string]map[string]float64 `json:"parameters,omitempty"`
	// Disabled are the ids of the detections that shall not run.
	Disabled []string `json:"disabled,omitempty"`
	// Severities are those that all findings of a detection get, by its id.
	Severities map[string]Severity `json:"severities,omitempty"`
	// Lists are what detections ask for by name; see [Detection.Lists].
	Lists map[string][]string `json:"-"`
}

// ConfigError is what is wrong with one entry of a [Config].
type ConfigError struct {
	Detection string
	Parameter string // "" where the detection itself is the matter
	Value     float64
	Reason    string // with the value, and what would be right
}

func (e *ConfigError) Error() string {
	if e.Parameter == "" {
		return fmt.Sprintf("detection %q: %s", clean(e.Detection), e.Reason)
	}
	return fmt.Sprintf("detection %s: parameter %q: %s", clean(e.Detection), clean(e.Parameter), e.Reason)
}

// Validate returns what is wrong with the configuration of the detections of
// this package, every fault of it: a [*ConfigError] for each, joined.
func (c Config) Validate() error { return c.ValidateFor(all) }

// ValidateFor is the method Validate for other detections.
func (c Config) ValidateFor(detections []*Detection) error {
	known := make(map[string]*Detection, len(detections))
	ids := make([]string, len(detections))
	for i, d := range detections {
		known[d.ID], ids[i] = d, d.ID
	}
	var faults []error
	unknown := func(id string) {
		faults = append(faults, &ConfigError{Detection: id, Reason: "no such detection; " + choices(id, ids)})
	}
	for _, id := range slices.Sorted(maps.Keys(c.Parameters)) {
		d, ok := known[id]
		if !ok {
			unknown(id)
			continue
		}
		for _, name := range slices.Sorted(maps.Keys(c.Parameters[id])) {
			value := c.Parameters[id][name]
			if reason := d.fault(name, value); reason != "" {
				faults = append(faults, &ConfigError{id, name, value, reason})
			}
		}
	}
	for _, id := range append(slices.Clone(c.Disabled), slices.Sorted(maps.Keys(c.Severities))...) {
		if _, ok := known[id]; !ok {
			unknown(id)
		}
	}
	return errors.Join(faults...)
}

// choices says what could have been meant by a name: all there is where that is
// little, or else the names most like it.
func choices(name string, legal []string) string {
	const few = 8
	if len(legal) <= few {
		return "there are " + strings.Join(legal, ", ")
	}
	if near := Nearest(name, legal); near != "" {
		return fmt.Sprintf("did you mean %s?", near)
	}
	return fmt.Sprintf("the report lists all %d of them under detectors", len(legal))
}

// fault returns what is wrong with a value for a parameter, or "".
func (d *Detection) fault(name string, value float64) string {
	p, ok := d.Parameter(name)
	if !ok {
		names := make([]string, len(d.Parameters))
		for i, p := range d.Parameters {
			names[i] = p.Name
		}
		if len(names) == 0 {
			return "no such parameter; the detection has none"
		}
		return "no such parameter; there are " + strings.Join(names, ", ")
	}
	kind := "a number"
	if p.Integer {
		kind = "a whole number"
	}
	// Written so that a value that is not a number fails.
	if !(value >= p.Min && value <= p.Max) || p.Integer && value != math.Trunc(value) {
		reason := fmt.Sprintf("%s is not %s from %s to %s", plain(value), kind, plain(p.Min), plain(p.Max))
		if p.Unit != "" {
			reason += " " + p.Unit
		}
		return reason
	}
	return ""
}

func plain(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// SetSeverity gives findings of a detection the severity that the configuration
// has for it, if any, and sorts them anew.
func (c Config) SetSeverity(d *Detection, findings []Finding) {
	if severity, set := c.Severities[d.ID]; set {
		for i := range findings {
			findings[i].Severity = severity
		}
		Sort(findings)
	}
}

// Values returns the values in force of the detection's parameters.
func (c Config) Values(d *Detection) map[string]float64 {
	values := make(map[string]float64, len(d.Parameters))
	for _, p := range d.Parameters {
		values[p.Name] = p.Default
		if v, ok := c.Parameters[d.ID][p.Name]; ok {
			values[p.Name] = v
		}
	}
	return values
}
