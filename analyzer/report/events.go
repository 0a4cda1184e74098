package report

import (
	"encoding/json"
	"io"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// Event is one event as it is shown beside a finding.
type Event struct {
	UUID    string   `json:"uuid"`
	Time    string   `json:"time"`
	Type    string   `json:"type"`
	Message string   `json:"message"`
	Result  string   `json:"result"`
	Reason  string   `json:"reason"`
	Actor   string   `json:"actor"` // the login name, or else the display name or the id
	IP      string   `json:"ip"`
	Country string   `json:"country"`
	City    string   `json:"city"`
	Agent   string   `json:"agent"`
	Session string   `json:"session"`
	Targets []string `json:"targets"` // "AppInstance: Payroll"
}

// EventOf returns an event of a log. Its texts are the log's.
func EventOf(log *table.Log, row int) Event {
	at := func(f event.Field) string { return log.Column(f).At(row) }
	e := Event{
		UUID: log.UUID(row), Time: event.FormatTime(log.Time(row)), Type: at(event.Type), Message: at(event.DisplayMessage),
		Result: at(event.OutcomeResult), Reason: at(event.OutcomeReason),
		Actor: firstOf(at(event.ActorAlternateID), at(event.ActorDisplayName), at(event.ActorID)),
		IP:    at(event.ClientIP), Country: at(event.Country), City: at(event.City),
		Agent: at(event.UserAgent), Session: at(event.ExternalSessionID), Targets: []string{},
	}
	kind, name := log.Column(event.TargetType), log.Column(event.TargetDisplayName)
	alternate, id := log.Column(event.TargetAlternateID), log.Column(event.TargetID)
	for i, k := range kind.Codes(row) {
		text := firstOf(name.Values[name.Codes(row)[i]], alternate.Values[alternate.Codes(row)[i]], id.Values[id.Codes(row)[i]])
		if k != 0 {
			text = kind.Values[k] + ": " + text
		}
		e.Targets = append(e.Targets, text)
	}
	return e
}

// firstOf returns the first text that is not blank.
func firstOf(texts ...string) string {
	for _, s := range texts {
		if !event.Blank(s) {
			return s
		}
	}
	return ""
}

// WriteEvents writes the events of uuids, in their order, as a JSON array.
// Those that the log does not have are left out.
func WriteEvents(w io.Writer, log *table.Log, uuids []string) error {
	events := []Event{}
	for _, row := range log.FindAll(uuids) {
		events = append(events, EventOf(log, row))
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(events)
}
