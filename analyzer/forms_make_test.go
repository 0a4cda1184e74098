package analyzer_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// formMaker writes the ten events of testdata/forms/api.ndjson and of
// console.csv, which are the same, in the forms that they are saved in.
type formMaker struct {
	t     testing.TB
	lines [][]byte   // of api.ndjson
	rows  [][]string // of console.csv, the header first
}

func newFormMaker(t testing.TB, api, console []byte) *formMaker {
	rows, err := csv.NewReader(bytes.NewReader(console)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return &formMaker{t: t, lines: bytes.Split(bytes.TrimSpace(api), []byte("\n")), rows: rows}
}

// object is an object of JSON.
type object = map[string]any

// events returns the events, taken apart.
func (m *formMaker) events() []object {
	var list []object
	for _, line := range m.lines {
		d := json.NewDecoder(bytes.NewReader(line))
		d.UseNumber()
		var e object
		if err := d.Decode(&e); err != nil {
			m.t.Fatal(err)
		}
		list = append(list, e)
	}
	return list
}

// jsonText writes JSON as programs other than Go's do: < and & as they are.
func jsonText(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(err)
	}
	return bytes.TrimRight(b.Bytes(), "\n")
}

// each writes a line for each event.
func (m *formMaker) each(line func(i int, event []byte) any) []byte {
	var b bytes.Buffer
	for i, e := range m.lines {
		b.Write(jsonText(line(i, e)))
		b.WriteByte('\n')
	}
	return b.Bytes()
}

func raw(text []byte) json.RawMessage { return text }

// joined writes the events with something between them.
func (m *formMaker) joined(between string) []byte { return bytes.Join(m.lines, []byte(between)) }

// array writes an array of events.
func (m *formMaker) array() []byte { return slices.Concat([]byte("["), m.joined(","), []byte("]")) }

// pretty writes JSON over several lines, as people read it.
func (m *formMaker) pretty(text []byte) []byte {
	var b bytes.Buffer
	if err := json.Indent(&b, text, "", "  "); err != nil {
		m.t.Fatal(err)
	}
	return append(b.Bytes(), '\n')
}

func (m *formMaker) pages(between string) []byte {
	var b bytes.Buffer
	for i, page := range slices.Collect(slices.Chunk(m.lines, 4)) {
		if i > 0 {
			b.WriteString(between)
		}
		b.WriteString("[" + string(bytes.Join(page, []byte(","))) + "]")
	}
	return b.Bytes()
}

// eventBridge puts each event into the envelope of Amazon EventBridge, whose
// id, time and version are not the event's.
func (m *formMaker) eventBridge(between string) []byte {
	lines := bytes.Split(bytes.TrimSpace(m.each(func(i int, e []byte) any {
		return object{"version": "0", "id": fmt.Sprintf("00000000-0000-4000-8000-%012d", i), "detail-type": "SystemLog",
			"source": "aws.partner/okta.com/example/logs", "account": "123456789012", "time": "2026-07-01T00:00:00Z",
			"region": "eu-central-1", "resources": []string{}, "detail": raw(e)}
	})), []byte("\n"))
	return bytes.Join(lines, []byte(between))
}

func (m *formMaker) eventHook() []byte {
	return jsonText(object{"eventType": "com.okta.event_hook", "eventTypeVersion": "1.0", "cloudEventsVersion": "0.1",
		"source": "https://example.okta.com/api/v1/eventHooks/who0000000000000000", "eventId": "00000000-0000-4000-8000-000000000001",
		"data": object{"events": m.raws()}, "eventTime": "2026-07-01T00:00:00.000Z", "contentType": "application/json"})
}

func (m *formMaker) raws() []json.RawMessage {
	var list []json.RawMessage
	for _, line := range m.lines {
		list = append(list, line)
	}
	return list
}

func (m *formMaker) splunkHEC(asText bool) []byte {
	return m.each(func(i int, e []byte) any {
		o := object{"time": "1780380000.5", "host": "collector.example.com", "source": "okta", "sourcetype": "OktaIM2:log", "index": "main", "event": raw(e)}
		if asText {
			o["event"] = string(e)
		}
		return o
	})
}

// splunkTable writes the table of a Splunk search that has not kept the events
// but their fields, lists as lines of one cell.
func (m *formMaker) splunkTable() []byte {
	var flatten func(path string, v any, to map[string][]string)
	flatten = func(path string, v any, to map[string][]string) {
		switch v := v.(type) {
		case object:
			for key, value := range v {
				flatten(strings.TrimPrefix(path+"."+key, "."), value, to)
			}
		case []any:
			for _, value := range v {
				flatten(path+"{}", value, to)
			}
		case nil:
			to[path] = append(to[path], "null")
		case string:
			to[path] = append(to[path], v)
		default:
			to[path] = append(to[path], fmt.Sprint(v))
		}
	}
	var cells []map[string][]string
	var names []string
	for _, e := range m.events() {
		c := make(map[string][]string)
		flatten("", e, c)
		cells = append(cells, c)
		for name := range c {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	rows := [][]string{append([]string{"_time", "host"}, names...)}
	for _, c := range cells {
		row := []string{"2026-07-01T02:00:00.000+0200", "collector.example.com"}
		for _, name := range names {
			row = append(row, strings.Join(c[name], "\n"))
		}
		rows = append(rows, row)
	}
	return m.csv(rows, ',', "\n")
}

// snake writes a key as Elastic does: ip_chain.
func snake(key string) string {
	var b strings.Builder
	for _, r := range key {
		if r >= 'A' && r <= 'Z' {
			b.WriteByte('_')
			r += 'a' - 'A'
		}
		b.WriteRune(r)
	}
	return b.String()
}

func snaked(v any) any {
	switch v := v.(type) {
	case object:
		o := object{}
		for key, value := range v {
			if value != nil { // Elastic drops what is null
				o[snake(key)] = snaked(value)
			}
		}
		return o
	case []any:
		var list []any
		for _, value := range v {
			list = append(list, snaked(value))
		}
		return list
	}
	return v
}

// elasticFields writes the events as Elastic's integration takes them apart.
func (m *formMaker) elasticFields() []byte {
	events := m.events()
	return m.each(func(i int, _ []byte) any {
		e := events[i]
		client := e["client"].(object)
		place := client["geographicalContext"].(object)
		security := e["securityContext"].(object)
		debug := e["debugContext"].(object)["debugData"].(object)
		o := snaked(e).(object)
		for _, gone := range []string{"published", "version", "device"} {
			delete(o, gone)
		}
		c := o["client"].(object)
		delete(c, "geographical_context")
		c["ip"] = c["ip_address"]
		delete(c, "ip_address")
		o["debug_context"] = object{"debug_data": object{"flattened": debug, "request_id": debug["requestId"],
			"request_uri": debug["requestUri"], "url": debug["url"]}}
		o["security_context"] = object{"as": object{"number": security["asNumber"], "organization": object{"name": security["asOrg"]}},
			"domain": security["domain"], "isp": security["isp"], "is_proxy": security["isProxy"]}
		return object{"@timestamp": e["published"], "ecs": object{"version": "8.11.0"}, "okta": o,
			"event": object{"action": e["eventType"], "dataset": "okta.system", "kind": "event", "module": "okta"},
			"client": object{"ip": client["ipAddress"], "geo": object{"city_name": place["city"], "country_name": place["country"],
				"region_name": place["state"], "location": place["geolocation"]}},
			"user": object{"full_name": e["actor"].(object)["displayName"]}, "tags": []string{"okta-system"}}
	})
}

func (m *formMaker) elasticHits() []byte {
	var hits []any
	for i, line := range m.lines {
		hits = append(hits, object{"_index": "logs-okta", "_id": strconv.Itoa(i), "_score": 1.0,
			"_source": object{"@timestamp": "2026-07-01T00:00:00.000Z", "event": object{"original": string(line), "kind": "event"}}})
	}
	return m.pretty(jsonText(object{"took": 3, "timed_out": false, "_shards": object{"total": 1, "failed": 0},
		"hits": object{"total": object{"value": len(hits), "relation": "eq"}, "hits": hits}}))
}

// panther writes the events as Panther's lake has them: its own columns beside
// Okta's, and times without T and Z.
func (m *formMaker) panther() []byte {
	events := m.events()
	return m.each(func(i int, _ []byte) any {
		e := events[i]
		at := strings.NewReplacer("T", " ", "Z", "").Replace(e["published"].(string))
		if i%2 == 1 {
			at += "000000"
		}
		e["published"] = at
		e["p_event_time"], e["p_parse_time"] = at, "2026-07-01 00:00:00.000000000"
		e["p_log_type"], e["p_row_id"] = "Okta.SystemLog", fmt.Sprintf("%032x", i)
		e["p_any_ip_addresses"] = []any{e["client"].(object)["ipAddress"]}
		e["p_enrichment"] = object{"ipinfo_asn": object{"client.ipAddress": object{"asn": "AS64496"}}}
		return e
	})
}

// wrappers puts each event into another of the envelopes of small collectors.
func (m *formMaker) wrappers() []byte {
	return m.each(func(i int, e []byte) any {
		switch i % 10 {
		case 0:
			return object{"msg": raw(e)}
		case 1:
			return object{"msg": string(e)}
		case 2:
			return object{"json_array": []any{raw(e)}, "collected": 1}
		case 3:
			return object{"data": raw(e)}
		case 4:
			return object{"raw": string(e), "vendor": "okta"}
		case 5:
			return object{"log": string(e), "stream": "stdout"}
		case 6:
			return object{"records": []any{raw(e)}}
		case 7:
			return object{"payload": object{"body": string(e)}}
		case 8: // a syslog message
			return object{"message": "<134>1 2026-07-01T00:00:00Z collector okta - - - " + string(e)}
		}
		return object{"some_vendor_field": object{"what": string(e)}}
	})
}

// oddTypes writes the events with other types of values than Okta documents,
// as collectors leave them: numbers for texts, texts of JSON for objects, a list
// for the debug context, and ids in capitals.
func (m *formMaker) oddTypes() []byte {
	events := m.events()
	return m.each(func(i int, _ []byte) any {
		e := events[i]
		e["version"] = 0
		e["uuid"] = strings.ToUpper(e["uuid"].(string))
		e["published"] = strings.Replace(e["published"].(string), "Z", "+00:00", 1)
		place := e["client"].(object)["geographicalContext"].(object)
		place["postalCode"] = json.Number(place["postalCode"].(string))
		e["debugContext"] = []any{e["debugContext"]}
		e["unknown_key"] = []any{nil, 1.5, object{}}
		switch i % 3 {
		case 0:
			e["actor"], e["target"] = string(jsonText(e["actor"])), string(jsonText(e["target"]))
		case 1:
			e["client"] = string(jsonText(string(jsonText(e["client"]))))
		}
		return e
	})
}
