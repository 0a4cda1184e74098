package config

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/rules"
)

// The forms of a configuration in JSON, in the order in which it is written.
type (
	configJSON struct {
		Parameters     map[string]map[string]float64 `json:"parameters,omitempty"`
		Disabled       []string                      `json:"disabled,omitempty"`
		Severities     map[string]detect.Severity    `json:"severities,omitempty"`
		Allow          map[string][]entryJSON        `json:"allow,omitempty"`
		WorkingHours   *hoursJSON                    `json:"working_hours,omitempty"`
		Lists          map[string][]string           `json:"lists,omitempty"`
		Rules          []rules.File                  `json:"rules,omitempty"`
		ShowSuppressed bool                          `json:"show_suppressed,omitempty"`
	}
	entryJSON struct {
		Value      string   `json:"value"`
		Label      string   `json:"label,omitempty"`
		Reason     string   `json:"reason"`
		Expires    string   `json:"expires,omitempty"`
		Detections []string `json:"detections,omitempty"`
	}
	hoursJSON struct {
		From string   `json:"from"`
		To   string   `json:"to"`
		Days []string `json:"days"`
		Zone string   `json:"zone,omitempty"`
	}
)

// MarshalJSON returns the configuration in the shortest form that [Parse] reads
// as the same one.
func (c Config) MarshalJSON() ([]byte, error) {
	form := configJSON{Parameters: c.Detect.Parameters, Disabled: c.Detect.Disabled, Severities: c.Detect.Severities, Lists: c.Lists,
		Rules: c.Rules, ShowSuppressed: c.ShowSuppressed}
	for _, l := range c.Allow.lists() {
		for _, e := range l.entries {
			if form.Allow == nil {
				form.Allow = map[string][]entryJSON{}
			}
			form.Allow[l.name] = append(form.Allow[l.name], entryJSON{e.Value, e.Label, e.Reason, expiryText(e.Expires), e.Detections})
		}
	}
	if h := c.Hours; h.Set {
		hours := hoursJSON{From: fmt.Sprintf("%02d:00", h.From), To: fmt.Sprintf("%02d:00", h.To), Days: []string{}}
		for _, d := range h.Days {
			hours.Days = append(hours.Days, d.String())
		}
		if h.Zone != nil {
			hours.Zone = h.Zone.String()
		}
		form.WorkingHours = &hours
	}
	// Rules and user agents are read by people: < stays what it is.
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(form); err != nil {
		return nil, fmt.Errorf("write a configuration: %w", err)
	}
	return b.Bytes(), nil
}

// expiryText returns an expiry as [Parse] reads it: the last day on which an
// entry counts, or a moment where it does not end with a day.
func expiryText(ms int64) string {
	const day = 24 * 60 * 60 * 1000
	switch {
	case ms == 0:
		return ""
	case ms%day == 0:
		return time.UnixMilli(ms - day).UTC().Format(time.DateOnly)
	}
	return event.FormatTime(ms)
}
