package analyzer_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer/event"
)

// form is one way in which a log is saved.
type form struct {
	file string
	make func(m *formMaker) []byte
	// Of a form that is read:
	format string // as the report names it
	like   []byte // the plain form of the same events; nil of those that are refused
	lacks  []event.Field
	warns  []string // parts of its warnings, in their order
	times  int      // how often each event is in it, 1 if 0
	// Of one that is refused: parts of the message.
	refused []string
}

const wanted = "timestamp, event_type, uuid, actor.id, client.ip_address"

// forms lists every form of the log that is known, and what is taken for one.
func allForms(t testing.TB, m *formMaker, api, console []byte) []form {
	seconds := m.csv(m.dated("2006-01-02T15:04:05Z"), ',', "\n")
	csvOf := func(rows [][]string, comma rune, eol string) func(*formMaker) []byte {
		return func(m *formMaker) []byte { return m.csv(rows, comma, eol) }
	}
	elasticLacks := []event.Field{event.Version, event.PostalCode, event.DeviceID, event.DeviceName, event.DeviceOSPlatform,
		event.DeviceOSVersion, event.DeviceManaged, event.DeviceRegistered}
	const unzoned = "no time zone"
	return []form{
		// JSON of the API.
		{file: "array.json", make: (*formMaker).array, format: "JSON array", like: api},
		{file: "array-pages.json", make: func(m *formMaker) []byte { return m.pages("") }, format: "JSON array", like: api},
		{file: "array-pages-lines.json", make: func(m *formMaker) []byte { return m.pages("\n") }, format: "JSON array", like: api},
		{file: "api-crlf.ndjson", make: func(m *formMaker) []byte { return m.joined("\r\n") }, format: "JSON lines", like: api},
		{file: "api-bom.ndjson", make: func(m *formMaker) []byte { return append([]byte("\ufeff"), m.joined("\n")...) }, format: "JSON lines", like: api},
		{file: "api-without-breaks.json", make: func(m *formMaker) []byte { return m.joined("") }, format: "JSON lines", like: api},
		{file: "api-record-separators.json", make: func(m *formMaker) []byte { return append([]byte{0x1e}, m.joined("\n\x1e")...) }, format: "JSON lines", like: api},
		{file: "api-utf16le.ndjson", make: func(m *formMaker) []byte { return inUTF16(m.joined("\r\n"), false) }, format: "JSON lines", like: api},
		{file: "pretty-array.json", make: func(m *formMaker) []byte { return m.pretty(m.array()) }, format: "JSON array", like: api}, // as okta-cli-client prints it
		{file: "pretty-objects.json", make: func(m *formMaker) []byte {
			var b []byte
			for _, line := range m.lines {
				b = append(b, m.pretty(line)...)
			}
			return b
		}, format: "JSON, pretty-printed", like: api},
		{file: "pretty-object.json", make: func(m *formMaker) []byte { return m.pretty(m.lines[0]) }, format: "JSON, pretty-printed",
			like: append(slices.Clone(m.lines[0]), '\n')},

		// Envelopes.
		{file: "eventbridge.ndjson", make: func(m *formMaker) []byte { return m.eventBridge("\n") }, format: "JSON lines (EventBridge)", like: api},
		{file: "firehose.json", make: func(m *formMaker) []byte { return m.eventBridge("") }, format: "JSON lines (EventBridge)", like: api},
		{file: "firehose.json.gz", make: func(m *formMaker) []byte {
			text := m.eventBridge("")
			return inGzip(text[:len(text)/3], text[len(text)/3:])
		}, format: "JSON lines (EventBridge)", like: api},
		{file: "event-hook.json", make: (*formMaker).eventHook, format: "JSON lines (event hook)", like: api},
		{file: "splunk-hec.ndjson", make: func(m *formMaker) []byte { return m.splunkHEC(false) }, format: "JSON lines (Splunk HEC)", like: api},
		{file: "splunk-hec-text.ndjson", make: func(m *formMaker) []byte { return m.splunkHEC(true) }, format: "JSON lines (Splunk HEC)", like: api},
		{file: "splunk-search.ndjson", make: func(m *formMaker) []byte {
			return m.each(func(i int, e []byte) any {
				return object{"preview": false, "offset": i, "result": object{"_raw": string(e), "_time": "2026-07-01 02:00:00.000 CEST", "host": "collector.example.com"}}
			})
		}, format: "JSON lines (Splunk search)", like: api},
		{file: "splunk-raw.json", make: func(m *formMaker) []byte {
			var list []any
			for _, e := range m.lines {
				list = append(list, object{"_raw": string(e), "_time": "2026-07-01T02:00:00.000+0200"})
			}
			return jsonText(list)
		}, format: "JSON array (Splunk search)", like: api},
		{file: "splunk-raw.csv", make: func(m *formMaker) []byte {
			rows := [][]string{{"_serial", "_time", "source", "sourcetype", "host", "index", "_raw"}}
			for i, e := range m.lines {
				rows = append(rows, []string{fmt.Sprint(i), "2026-07-01T02:00:00.000+0200", "okta", "OktaIM2:log", "collector.example.com", "main", string(e)})
			}
			return m.csv(rows, ',', "\n")
		}, format: "Splunk CSV, events in _raw, 7 columns", like: api},
		{file: "splunk-raw-console.csv", make: func(m *formMaker) []byte {
			rows := [][]string{{"_time", "_raw"}}
			for _, row := range m.rows[1:] {
				rows = append(rows, []string{"2026-07-01T02:00:00.000+0200", strings.TrimRight(string(m.csv([][]string{row}, ',', "\n")), "\n")})
			}
			return m.csv(rows, ',', "\n")
		}, format: "Splunk CSV, events in _raw, 2 columns", like: console},
		{file: "splunk-fields.csv", make: (*formMaker).splunkTable, format: "CSV of an Okta log, 86 columns", like: api},
		{file: "elastic-original.ndjson", make: func(m *formMaker) []byte {
			return m.each(func(i int, e []byte) any {
				return object{"_index": "logs-okta", "_id": fmt.Sprint(i), "_source": object{"@timestamp": "2026-07-01T00:00:00.000Z", "event": object{"original": string(e)}}}
			})
		}, format: "JSON lines (Elastic)", like: api},
		{file: "elastic-original-flat.ndjson", make: func(m *formMaker) []byte {
			return m.each(func(i int, e []byte) any {
				return object{"@timestamp": "2026-07-01T00:00:00.000Z", "event.original": string(e), "event.kind": "event"}
			})
		}, format: "JSON lines (Elastic)", like: api},
		{file: "elastic-hits.json", make: (*formMaker).elasticHits, format: "JSON, pretty-printed (Elastic)", like: api},
		{file: "elastic-fields.ndjson", make: (*formMaker).elasticFields, format: "JSON lines (Elastic)", like: api, lacks: elasticLacks},
		{file: "elastic-message.json", make: func(m *formMaker) []byte {
			return jsonText(object{"message": string(m.joined("\n")), "tags": []string{"okta-system"}})
		}, format: "JSON lines", like: api},
		{file: "panther.ndjson", make: (*formMaker).panther, format: "JSON lines (Panther)", like: api},
		{file: "wrappers.ndjson", make: (*formMaker).wrappers, format: "JSON lines", like: api},
		{file: "records.json", make: func(m *formMaker) []byte {
			return m.pretty(jsonText(object{"records": m.raws(), "count": len(m.lines)}))
		}, format: "JSON, pretty-printed", like: api},
		{file: "nested.json.gz", make: func(m *formMaker) []byte {
			return inGzip(m.each(func(i int, e []byte) any {
				return object{"Records": []any{object{"body": string(jsonText(object{"detail-type": "SystemLog", "source": "aws.partner/okta.com/example/logs", "detail": raw(e)}))}}}
			}))
		}, format: "JSON lines", like: api},
		{file: "odd-types.ndjson", make: (*formMaker).oddTypes, format: "JSON lines", like: api},

		// The console's CSV, also as spreadsheets save it.
		{file: "console-2018.csv", make: csvOf(m.old(), ',', "\n"), format: "console CSV, 56 columns", like: console,
			lacks: []event.Field{event.RootSessionID, event.RootAPITokenID, event.RequestAPITokenID}},
		{file: "console-later.csv", make: func(m *formMaker) []byte {
			var rows [][]string
			for i, row := range m.rows {
				rows = append(rows, append(slices.Clone(row), firstText(i == 0, "device.trust_level", "")))
			}
			return m.csv(rows, ',', "\n")
		}, format: "console CSV, 60 columns", like: console, warns: []string{`column "device.trust_level" is not one of an Okta log`}},
		{file: "console-joined.csv", make: func(m *formMaker) []byte {
			return slices.Concat(m.csv(m.rows[:6], ',', "\n"), m.csv(append([][]string{m.rows[0]}, m.rows[4:]...), ',', "\n"))
		}, format: "console CSV, 59 columns", like: console, warns: []string{"1 header line inside the file"}, times: 2},
		{file: "console-reordered.csv", make: func(m *formMaker) []byte {
			var rows [][]string
			for _, row := range m.rows {
				row = slices.Clone(row)
				slices.Reverse(row)
				rows = append(rows, row)
			}
			return m.csv(rows, ',', "\n")
		}, format: "CSV of an Okta log, 59 columns", like: console},
		{file: "console-headless.csv", make: csvOf(m.rows[1:], ',', "\n"), format: "console CSV, 59 columns", like: console, warns: []string{"no header line"}},
		{file: "console-camelcase.csv", make: csvOf(m.renamed(camel), ',', "\n"), format: "CSV of an Okta log, 59 columns", like: console},
		{file: "console-underscores.csv", make: csvOf(m.renamed(func(c string) string { return strings.ReplaceAll(camel(c), ".", "_") }), ',', "\n"),
			format: "CSV of an Okta log, 59 columns", like: console},
		{file: "excel-utf8.csv", make: func(m *formMaker) []byte { return append([]byte("\ufeff"), m.csv(m.rows, ',', "\r\n")...) },
			format: "console CSV, 59 columns", like: console},
		{file: "excel-utf8-quoted.csv", make: func(m *formMaker) []byte {
			return append([]byte("\ufeff\"severity\""), m.csv(m.rows, ',', "\r\n")[len("severity"):]...)
		}, format: "console CSV, 59 columns", like: console},
		{file: "excel-unicode-text.txt", make: func(m *formMaker) []byte { return inUTF16(m.csv(m.rows, '\t', "\r\n"), false) },
			format: "console CSV, 59 columns, tabs", like: console},
		{file: "excel-utf16be.txt", make: func(m *formMaker) []byte { return inUTF16(m.csv(m.rows, '\t', "\r\n"), true) },
			format: "console CSV, 59 columns, tabs", like: console},
		{file: "excel-windows-1252.csv", make: func(m *formMaker) []byte { return m.inWindows1252(m.csv(m.rows, ',', "\r\n")) },
			format: "console CSV, 59 columns", like: console, warns: []string{"not UTF-8 and was taken for Windows-1252"}},
		{file: "excel-semicolons.csv", make: csvOf(m.rows, ';', "\r\n"), format: "console CSV, 59 columns, semicolons", like: console},
		{file: "excel-tabs.tsv", make: csvOf(m.rows, '\t', "\n"), format: "console CSV, 59 columns, tabs", like: console},
		{file: "excel-sep.csv", make: func(m *formMaker) []byte { return append([]byte("sep=;\r\n"), m.csv(m.rows, ';', "\r\n")...) },
			format: "console CSV, 59 columns, semicolons", like: console},
		{file: "excel-mac.csv", make: csvOf(m.rows, ',', "\r"), format: "console CSV, 59 columns", like: console},
		{file: "excel-short-rows.csv", make: func(m *formMaker) []byte {
			return slices.Concat(m.csv(m.rows[:1], ',', "\r\n"), bytes.SplitAfterN(m.short(), []byte("\r\n"), 2)[1])
		}, format: "console CSV, 59 columns", like: console},
		{file: "excel-blank-tail.csv", make: func(m *formMaker) []byte {
			return append(m.csv(m.rows, ',', "\r\n"), strings.Repeat(strings.Repeat(",", 58)+"\r\n", 3)+"\r\n"...)
		}, format: "console CSV, 59 columns", like: console},
		{file: "excel-us-times.csv", make: csvOf(m.dated("1/2/2006 3:04:05 PM"), ',', "\r\n"), format: "console CSV, 59 columns", like: seconds,
			warns: []string{"day and month of its times can be read either way", unzoned}},
		{file: "excel-german.csv", make: func(m *formMaker) []byte {
			rows := m.dated("02.01.2006 15:04:05")
			for _, row := range rows[1:] {
				for i, name := range rows[0] {
					if strings.HasSuffix(name, ".lat") || strings.HasSuffix(name, ".lon") {
						row[i] = strings.Replace(row[i], ".", ",", 1)
					}
				}
			}
			return m.inWindows1252(m.csv(rows, ';', "\r\n"))
		}, format: "console CSV, 59 columns, semicolons", like: seconds, warns: []string{"Windows-1252", unzoned}},
		{file: "excel-serial-times.csv", make: csvOf(m.serials("."), ',', "\r\n"), format: "console CSV, 59 columns", like: console,
			warns: []string{"a spreadsheet's numbers of days"}},
		{file: "excel-serial-times-comma.csv", make: csvOf(m.serials(","), ';', "\r\n"), format: "console CSV, 59 columns, semicolons", like: console,
			warns: []string{"a spreadsheet's numbers of days"}},
		{file: "excel-one-column.csv", make: func(m *formMaker) []byte {
			// The console's lines, each of which was taken for one cell.
			var rows [][]string
			for line := range strings.SplitSeq(strings.TrimSuffix(string(m.csv(m.rows, ',', "\n")), "\n"), "\n") {
				rows = append(rows, strings.Split(line, ";"))
			}
			return m.csv(rows, ';', "\r\n")
		}, format: "console CSV, 59 columns, cut by a spreadsheet", like: console},
		{file: "sheets.csv", make: csvOf(m.rows, ',', "\r\n"), format: "console CSV, 59 columns", like: console},

		// Compressed.
		{file: "console.csv.gz", make: func(m *formMaker) []byte {
			text := m.csv(m.rows, ',', "\n")
			return inGzip(text[:3000], text[3000:3001], nil, text[3001:])
		}, format: "console CSV, 59 columns", like: console},
		{file: "console.csv.gz.gz", make: func(m *formMaker) []byte { return inGzip(inGzip(m.csv(m.rows, ',', "\n"))) },
			format: "console CSV, 59 columns", like: console},
		{file: "several.zip", make: func(m *formMaker) []byte {
			return inZip(-1, entry{"june/syslog_query.csv", m.csv(m.rows[:7], ',', "\n")}, entry{"__MACOSX/._x", []byte("x")},
				entry{"june/syslog_query (1).csv", m.csv(append([][]string{m.rows[0]}, m.rows[7:]...), ',', "\n")})
		}, format: "console CSV, 59 columns", like: console},
		{file: "gzip-in.zip", make: func(m *formMaker) []byte { return inZip(-1, entry{"firehose-1.gz", inGzip(m.eventBridge(""))}) },
			format: "JSON lines (EventBridge)", like: api},

		// What looks like a log and is none.
		{file: "sentinel.csv", make: func(*formMaker) []byte {
			return []byte("TimeGenerated,EventOriginalType,EventResult,ActorUsername,SrcIpAddr,SrcGeoCountry,EventOriginalUid\n" +
				"6/2/2026 6:14:47 AM,user.session.start,Success,jurgen.petersen@example.com,192.0.2.2,Germany,5b32de40-5e4a-11f1-8a12-298ca00da17d\n")
		}, refused: []string{`7 columns, "TimeGenerated", "EventOriginalType"`, wanted, "Microsoft Sentinel", "export the log from Okta"}},
		{file: "sentinel.json", make: func(*formMaker) []byte {
			return []byte(`[{"TimeGenerated":"2026-06-02T06:14:47Z","EventOriginalType":"user.session.start","EventResult":"Success","ActorUsername":"jurgen.petersen@example.com","SrcIpAddr":"192.0.2.2"}]`)
		}, refused: []string{`"TimeGenerated", "EventOriginalType"`, "an event has eventType, published, uuid, actor", "Microsoft Sentinel", "export the log from Okta"}},
		{file: "okta-event-types.csv", make: func(*formMaker) []byte {
			return []byte("Event Type,Description,Release Info,Tags\nuser.session.start,A person signs in.,2019.01.0,event-hook-eligible\n")
		}, refused: []string{`4 columns, "Event Type", "Description"`, wanted, "Okta's list of event types"}},
		{file: "event-types.json", make: func(*formMaker) []byte {
			return []byte(`[{"id":"user.session.start","category":"session","description":"A person signs in.","info":{"created":"2019-01-01","release":"2019.01.0"},"tags":["event-hook-eligible"]}]`)
		}, refused: []string{`"id", "category", "description"`, "an event has eventType, published, uuid, actor", "Okta's list of event types"}},
		{file: "users.csv", make: func(*formMaker) []byte {
			return []byte("login,firstName,lastName,email,status\njurgen.petersen@example.com,Jürgen,Petersen,jurgen.petersen@example.com,ACTIVE\n")
		}, refused: []string{`5 columns, "login", "firstName"`, wanted, "a list of users"}},
		{file: "users.json", make: func(*formMaker) []byte {
			return []byte(`[{"id":"00uhIbxGJHXn5Rq5LKuj","status":"ACTIVE","created":"2026-01-01T00:00:00.000Z","profile":{"login":"jurgen.petersen@example.com"}}]`)
		}, refused: []string{`"id", "status", "created", "profile"`, "an event has eventType, published, uuid, actor", "a list of users"}},
		{file: "error.json", make: func(*formMaker) []byte {
			return []byte(`{"errorCode":"E0000047","errorSummary":"API call exceeded rate limit due to too many requests.","errorLink":"E0000047","errorId":"oae0","errorCauses":[]}`)
		}, refused: []string{"an error that Okta's API answered", "E0000047", "exceeded rate limit", "export again"}},
		{file: "errors.ndjson", make: func(*formMaker) []byte {
			return []byte(strings.Repeat(`{"errorCode":"E0000011","errorSummary":"Invalid token provided","errorLink":"E0000011","errorId":"oae1","errorCauses":[]}`+"\n", 3))
		}, refused: []string{"an error that Okta's API answered", "Invalid token", "export again"}},
		{file: "okta-logs.txt", make: func(*formMaker) []byte {
			return []byte("Time                     Severity  Status     Message\n2026-06-02T06:14:47.584Z INFO      SUCCESS    User login to Okta\n  https://example-admin.okta.com/report/system_log_2?search=5b32de40-5e4a-11f1-8a12-298ca00da17d\n")
		}, refused: []string{wanted, "okta logs", "export the log from Reports > System Log"}},
		{file: "spreadsheet.xlsx", make: func(*formMaker) []byte {
			return inZip(-1, entry{"[Content_Types].xml", []byte("<Types/>")}, entry{"xl/workbook.xml", []byte("<workbook/>")})
		}, refused: []string{"a spreadsheet", "save it as CSV"}},
		{file: "api.ndjson.zst", make: func(m *formMaker) []byte { return inZstandard(m.joined("\n")) },
			refused: []string{"Zstandard", "zstd -d"}},
		{file: "sign-in-page.csv", make: func(*formMaker) []byte { return []byte("<!DOCTYPE html><html><title>Sign in</title></html>\n") },
			refused: []string{"HTML", "download the CSV again"}},
	}
}

func firstText(first bool, a, b string) string {
	if first {
		return a
	}
	return b
}
