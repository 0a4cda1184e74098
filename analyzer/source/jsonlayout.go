package source

import (
	"bytes"
	"fmt"
	"slices"
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
func (l *Layout) sniffJSON(text []byte) error {
	no := func(format string, args ...any) error {
		return &Error{Kind: NotOkta, Message: fmt.Sprintf(format, args...)}
	}
	padded := append(make([]byte, 0, len(text)+Slack), text...)
	t := newJSONText(padded)
	first := firstRecord(&t)
	if first < 0 {
		return no("this is JSON without an object at its beginning; expected the events of Okta's System Log")
	}
	end := t.nested(first, 0)
	record := text[first:]
	if end > 0 {
		record = text[first:end]
	}
	if gjson.GetBytes(record, "errorCode").Exists() && !gjson.GetBytes(record, "eventType").Exists() {
		return no("this is an error that Okta's API answered (errorCode %q: %s), not a log, whose events have eventType, published, uuid, actor, …; check the token and the query and export again",
			event.Clip(gjson.GetBytes(record, "errorCode").String()), event.Clip(gjson.GetBytes(record, "errorSummary").String()))
	}
	l.json = new(jsonLayout)
	l.Format = describeJSON(text, first, record)
	if end > 0 {
		l.json.guess(&t, end)
	}
	l.order, l.Warnings = sniffTimes(l.Warnings, sampleJSONTimes(text), 0)
	return nil
}

// firstRecord returns the offset of the first object that is a record. An
// object that is not complete, or not JSON, and has arrays or objects inside
// holds the records and is stepped into; one that is complete and does not
// speak of an event describes them.
func firstRecord(t *jsonText) int {
	none := malformed
	for i := 0; i < t.n; {
		switch c := t.b[i]; {
		case c == '{':
			end := t.nested(i, 0)
			switch {
			case end >= 0 && speaksOfEvents(t.b[i:end]):
				return i
			case end >= 0:
				if none < 0 {
					none = i
				}
				i = end
			case t.holdsRecords(i):
				i++
			case none < 0:
				return i
			default:
				return none
			}
		case c == '"':
			end, _ := t.str(i)
			if end < 0 {
				return none
			}
			i = end + 1
		default:
			i++
		}
	}
	return none
}

// speaksOfEvents reports whether the name of the type of an event occurs in a
// record, in any spelling.
func speaksOfEvents(record []byte) bool {
	lower := bytes.ToLower(record)
	return bytes.Contains(lower, []byte("eventtype")) || bytes.Contains(lower, []byte("event_type"))
}

// holdsRecords reports whether the object at i, which does not end within the
// limits or is not JSON, is one around the records rather than one of them:
// the trouble is inside an array or an object of it, and its own keys before
// are not those of an event.
func (t *jsonText) holdsRecords(i int) bool {
	// The same whatever there is to read beyond.
	o := jsonText{t.b, min(t.n, i+maxRecord)}
	keys := 0
	for i = o.space(i + 1); i < o.n && o.b[i] == '"'; {
		keyEnd, _ := o.str(i)
		if keyEnd < 0 {
			return false
		}
		switch a := actionOf(o.b[i+1 : keyEnd]); a.kind {
		case timeKey, idKey, objectKey:
			keys++
		case textKey:
			if a.field == event.Type {
				keys++
			}
		}
		if i = o.space(keyEnd + 1); i >= o.n || o.b[i] != ':' {
			return false
		}
		from := o.space(i + 1)
		if from >= o.n {
			return false
		}
		if i = o.value(from, 0); i < 0 {
			return keys < 2 && (o.b[from] == '{' || o.b[from] == '[')
		}
		if i = o.space(i); i >= o.n || o.b[i] != ',' {
			return false
		}
		i = o.space(i + 1)
	}
	return false
}

// guess learns from the first two records what stands between records.
func (j *jsonLayout) guess(t *jsonText, end int) {
	brace := end
	for brace < t.n && strings.IndexByte(", \t\r\n[]\x1e", t.b[brace]) >= 0 {
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

// next returns where the next record at or after from probably starts, or -1:
// after what stood between the first two records, or on a line of its own. The
// last record that can be found starts maxLead before the end of the text.
func (j *jsonLayout) next(t *jsonText, from int) int {
	found := -1
	if len(j.between) > 0 {
		for lead := max(0, from-j.brace); ; {
			k := bytes.Index(t.b[lead:t.n], j.between)
			if k < 0 {
				break
			}
			if at := lead + k + j.brace; at >= from {
				found = at
				break
			}
			lead += k + 1
		}
	}
	limit := t.n
	if found >= 0 {
		limit = found
	}
	for lead := max(0, from-1); ; {
		k := bytes.Index(t.b[lead:limit], []byte("\n{"))
		if k < 0 {
			return found
		}
		if at := lead + k + 1; at >= from {
			return at
		}
		lead += k + 1
	}
}

// describeJSON names the form of the file for the report.
func describeJSON(text []byte, first int, record []byte) string {
	name := "JSON lines"
	start := bytes.TrimLeft(text, " \t\r\n\x1e")
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
	case keys("_raw") || keys("result._raw"):
		name += " (Splunk search)"
	case keys("event") && (keys("sourcetype") || keys("host") || keys("index")):
		name += " (Splunk HEC)"
	case keys("_source") || keys(`event.original`) || keys(`event\.original`) || keys("okta") || keys("hits.hits"):
		name += " (Elastic)"
	case keys("p_event_time") || keys("p_log_type"):
		name += " (Panther)"
	}
	return name
}

// notEvent says why a record of JSON is not in the log.
func notEvent(record []byte) string {
	var names []string
	gjson.ParseBytes(record).ForEach(func(key, _ gjson.Result) bool {
		if key.Type == gjson.String {
			names = append(names, key.Str)
		}
		return len(names) < 40
	})
	has := func(list ...string) bool {
		for _, want := range list {
			if !slices.ContainsFunc(names, func(n string) bool { return foldName(n) == want }) {
				return false
			}
		}
		return true
	}
	hint := ""
	switch {
	case has("errorcode"):
		hint = " (this is an error that Okta's API answered)"
	case has("eventoriginaltype") || has("timegenerated"):
		hint = " (this looks like a record of Microsoft Sentinel, which has lost half of the event: export the log from Okta)"
	case has("profile", "status") || has("credentials"):
		hint = " (this looks like a list of users or applications, not a log)"
	case has("category", "description") && !has("actor"):
		hint = " (this looks like Okta's list of event types, which says what could happen, not what did)"
	case has("eventversion", "eventsource"):
		hint = " (this looks like AWS CloudTrail)"
	}
	var b strings.Builder
	for i, name := range names[:min(len(names), 6)] {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "%q", event.Clip(name))
	}
	if len(names) > 6 {
		b.WriteString(", …")
	}
	if len(names) == 0 {
		b.WriteString("nothing")
	}
	return fmt.Sprintf("no event of Okta's: it has %s, an event has eventType, published, uuid, actor, …%s", b.String(), hint)
}
