package source

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/tidwall/gjson"

	"okta-session-analyzer/analyzer/event"
)

// jsonLayout says how the records of a JSON file follow one another.
type jsonLayout struct {
	// between is the text from the end of the first record to the end of the
	// second one's first key: `,{"actor"`, or "\n{\"actor\"". A worker that
	// starts in the middle of the file takes the next place where it stands for
	// the start of a record. It is empty when the file's beginning holds fewer
	// than two records.
	between []byte
	brace   int // where the record starts in between
}

// sniffJSON finds out how the records of a JSON text follow one another, from
// its first bytes.
func sniffJSON(text []byte) (*Layout, error) {
	no := func(format string, args ...any) error {
		return &Error{Kind: NotOkta, Message: fmt.Sprintf(format, args...)}
	}
	padded := append(make([]byte, 0, len(text)+Slack), text...)
	t := newJSONText(padded)
	l := &Layout{json: new(jsonLayout)}
	first := firstRecord(&t)
	if first < 0 {
		return nil, no("this is JSON without an object at its beginning; expected the events of Okta's System Log")
	}
	end := t.nested(first, 0)
	record := text[first:]
	if end > 0 {
		record = text[first:end]
	}
	if gjson.GetBytes(record, "errorCode").Exists() && !gjson.GetBytes(record, "eventType").Exists() {
		return nil, no("this is an error that Okta's API answered (%s), not a log; check the token and the query and export again",
			event.Clip(gjson.GetBytes(record, "errorSummary").String()))
	}
	l.Format = describeJSON(text, first, record)
	if end > 0 {
		l.json.guess(&t, end)
	}
	return l, nil
}

// firstRecord returns the offset of the first object that is a record: one
// that is complete, or that looks like an event. An object that is neither
// holds the records, and is stepped into.
func firstRecord(t *jsonText) int {
	for i := 0; i < t.n; {
		switch c := t.b[i]; {
		case c == '{':
			if end := t.nested(i, 0); end != incomplete || looksLikeEvent(t, i) {
				return i
			}
			i++
		case c == '"':
			end, _ := t.str(i)
			if end < 0 {
				return malformed
			}
			i = end + 1
		default:
			i++
		}
	}
	return malformed
}

// looksLikeEvent reports whether the first key of the object at i is one of an
// event's.
func looksLikeEvent(t *jsonText, i int) bool {
	k := t.space(i + 1)
	if k >= t.n || t.b[k] != '"' {
		return false
	}
	end, _ := t.str(k)
	return end > 0 && actionOf(t.b[k+1:end]).kind != unknownKey
}

// guess learns from the first two records what stands between records.
func (j *jsonLayout) guess(t *jsonText, end int) {
	brace := end
	for brace < t.n && strings.IndexByte(", \t\r\n[]", t.b[brace]) >= 0 {
		brace++
	}
	key := t.space(brace + 1)
	if brace >= t.n || t.b[brace] != '{' || key >= t.n || t.b[key] != '"' {
		return
	}
	stop, _ := t.str(key)
	if stop < 0 || stop+1-end > maxLead {
		return
	}
	j.between, j.brace = bytes.Clone(t.b[end:stop+1]), brace-end
}

// describeJSON names the form of the file for the report.
func describeJSON(text []byte, first int, record []byte) string {
	name := "JSON lines"
	start := bytes.TrimLeft(text, " \t\r\n")
	pretty := bytes.IndexByte(record, '\n') >= 0
	switch {
	case start[0] == '[':
		name = "JSON array"
	case first > len(text)-len(start):
		name = "JSON in an envelope"
	case pretty:
		name = "JSON, pretty-printed"
	}
	keys := func(path string) bool { return gjson.GetBytes(record, path).Exists() }
	switch {
	case keys("detail-type") && keys("detail"):
		name += " (EventBridge)"
	case keys("data.events"):
		name += " (event hook)"
	case keys("sourcetype") && keys("event"):
		name += " (Splunk HEC)"
	case keys("_raw") || keys("result._raw"):
		name += " (Splunk search)"
	case keys("_source") || keys(`event.original`) || keys("okta"):
		name += " (Elastic)"
	case keys("p_event_time") || keys("p_log_type"):
		name += " (Panther)"
	}
	return name
}
