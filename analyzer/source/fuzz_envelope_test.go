package source

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// envelope puts one thing around JSON, or around several values of it.
type envelope struct {
	name string
	// one puts it around a value; nil for an envelope of several.
	one func(rng *rand.Rand, value []byte) []byte
	// many puts it around some values at once.
	many func(rng *rand.Rand, values [][]byte) []byte
	// text says that it holds the values as text, which doubles backslashes.
	text bool
}

// quoted returns a text as a string of JSON.
func quoted(text []byte) string {
	b, err := json.Marshal(string(text))
	if err != nil {
		panic(err)
	}
	return string(b)
}

// lines returns values as lines of a text.
func lines(values [][]byte) []byte { return bytes.Join(values, []byte("\n")) }

// envelopes are what programs that pass events on put around them.
var envelopes = []envelope{
	{name: "EventBridge", one: func(rng *rand.Rand, v []byte) []byte {
		return fmt.Appendf(nil, `{"version":"0","id":"f3f0e1b2-0000-4000-8000-%012x","detail-type":"SystemLog","source":"aws.partner/okta.com/example/logs","account":"123456789012","time":"2026-06-24T14:06:49Z","region":"us-east-1","resources":[],"detail":%s}`, rng.Uint32(), v)
	}},
	{name: "event hook", many: func(_ *rand.Rand, values [][]byte) []byte {
		return fmt.Appendf(nil, `{"eventType":"com.okta.event_hook","eventTypeVersion":"1.0","cloudEventsVersion":"0.1","source":"https://example.okta.com/api/v1/eventHooks/who1","eventId":"b5a188b9-5ece-4636-b041-482ffda96311","data":{"events":[%s]},"eventTime":"2026-06-24T14:06:49.000Z","contentType":"application/json"}`, bytes.Join(values, []byte(",")))
	}},
	{name: "Splunk HEC", one: func(_ *rand.Rand, v []byte) []byte {
		return fmt.Appendf(nil, `{"time":1782310009.5,"host":"collector.example.com","source":"okta:im2","sourcetype":"OktaIM2:log","index":"main","event":%s}`, v)
	}},
	{name: "Splunk HEC, text", text: true, one: func(_ *rand.Rand, v []byte) []byte {
		return fmt.Appendf(nil, `{"event":%s,"sourcetype":"_json"}`, quoted(v))
	}},
	{name: "Splunk search", text: true, one: func(rng *rand.Rand, v []byte) []byte {
		return fmt.Appendf(nil, `{"preview":false,"offset":%d,"result":{"_time":"2026-06-24 14:06:49.000 UTC","sourcetype":"OktaIM2:log","_raw":%s}}`, rng.IntN(100), quoted(v))
	}},
	{name: "records", many: func(_ *rand.Rand, values [][]byte) []byte {
		return fmt.Appendf(nil, `{"count":%d,"records":[%s],"next":null}`, len(values), bytes.Join(values, []byte(" , ")))
	}},
	{name: "records of lists", many: func(rng *rand.Rand, values [][]byte) []byte {
		cut := rng.IntN(len(values) + 1)
		return fmt.Appendf(nil, `{"records":[[%s],[%s]]}`, bytes.Join(values[:cut], []byte(",")), bytes.Join(values[cut:], []byte(",")))
	}},
	{name: "Elastic source", one: func(_ *rand.Rand, v []byte) []byte {
		return fmt.Appendf(nil, `{"_index":"logs-okta","_id":"AbC","_score":null,"_source":%s,"sort":[1]}`, v)
	}},
	{name: "Elastic hits", many: func(_ *rand.Rand, values [][]byte) []byte {
		var hits []string
		for _, v := range values {
			hits = append(hits, fmt.Sprintf(`{"_index":"logs-okta","_source":%s}`, v))
		}
		return fmt.Appendf(nil, `{"took":3,"timed_out":false,"hits":{"total":{"value":%d},"hits":[%s]}}`, len(values), strings.Join(hits, ",\n"))
	}},
	{name: "Elastic original", text: true, one: func(_ *rand.Rand, v []byte) []byte {
		return fmt.Appendf(nil, `{"@timestamp":"2026-06-24T14:06:49.000Z","event":{"original":%s,"module":"okta","action":"user.session.start"}}`, quoted(v))
	}},
	{name: "flat Elastic original", text: true, one: func(_ *rand.Rand, v []byte) []byte {
		return fmt.Appendf(nil, `{"event.original":%s}`, quoted(v))
	}},
	{name: "message", text: true, one: func(_ *rand.Rand, v []byte) []byte {
		return fmt.Appendf(nil, `{"level":"info","message":%s}`, quoted(v))
	}},
	{name: "syslog message", text: true, one: func(_ *rand.Rand, v []byte) []byte {
		return fmt.Appendf(nil, `{"msg":%s}`, quoted(append([]byte("<14>Jun 24 14:06:49 collector okta[1]: "), v...)))
	}},
	{name: "a text of lines", text: true, many: func(_ *rand.Rand, values [][]byte) []byte {
		return fmt.Appendf(nil, `{"payload":%s}`, quoted(lines(values)))
	}},
	{name: "raw", text: true, one: func(_ *rand.Rand, v []byte) []byte {
		return fmt.Appendf(nil, `{"raw":%s,"source":"okta"}`, quoted(v))
	}},
	{name: "body of data of log", one: func(_ *rand.Rand, v []byte) []byte {
		return fmt.Appendf(nil, `{"body":{"data":{"log":%s}}}`, v)
	}},
	{name: "a stranger's key", one: func(_ *rand.Rand, v []byte) []byte {
		return fmt.Appendf(nil, `{"tenant":"example","theirs":%s}`, v)
	}},
}

// A file's values follow one another in one of these ways.
var files = []struct {
	name string
	of   func(rng *rand.Rand, values [][]byte) []byte
}{
	{"lines", func(_ *rand.Rand, values [][]byte) []byte { return append(lines(values), '\n') }},
	{"lines with CRLF and gaps", func(_ *rand.Rand, values [][]byte) []byte { return bytes.Join(values, []byte("\r\n\r\n")) }},
	{"one behind the other", func(_ *rand.Rand, values [][]byte) []byte { return bytes.Join(values, nil) }},
	{"an array", func(_ *rand.Rand, values [][]byte) []byte {
		return fmt.Appendf(nil, "[%s]", bytes.Join(values, []byte(",")))
	}},
	{"arrays one behind the other", func(rng *rand.Rand, values [][]byte) []byte {
		cut := rng.IntN(len(values) + 1)
		return fmt.Appendf(nil, "[%s]\n[%s]\n", bytes.Join(values[:cut], []byte(",\n")), bytes.Join(values[cut:], []byte(",\n")))
	}},
	{"a text sequence", func(_ *rand.Rand, values [][]byte) []byte {
		var b bytes.Buffer
		for _, v := range values {
			fmt.Fprintf(&b, "\x1e%s\n", v)
		}
		return b.Bytes()
	}},
	{"a byte order mark", func(_ *rand.Rand, values [][]byte) []byte { return append([]byte("\ufeff"), lines(values)...) }},
	{"pretty-printed", func(_ *rand.Rand, values [][]byte) []byte {
		var b bytes.Buffer
		json.Indent(&b, fmt.Appendf(nil, "[%s]", bytes.Join(values, []byte(","))), "", "    ")
		return b.Bytes()
	}},
	{"pretty-printed with tabs, no array", func(_ *rand.Rand, values [][]byte) []byte {
		var b bytes.Buffer
		for _, v := range values {
			json.Indent(&b, v, "", "\t")
			b.WriteByte('\n')
		}
		return b.Bytes()
	}},
	{"an object around the file", func(_ *rand.Rand, values [][]byte) []byte {
		return fmt.Appendf(nil, `{"took":1,"meta":{"n":[1,{"a":null}]},"events":[%s],"after":{"x":"y"}}`, bytes.Join(values, []byte(",")))
	}},
	{"UTF-16", func(_ *rand.Rand, values [][]byte) []byte { return toUTF16LE(lines(values)) }},
	{"Splunk CSV", func(_ *rand.Rand, values [][]byte) []byte {
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		w.Write([]string{"_time", "_raw", "host"})
		for _, v := range values {
			w.Write([]string{"2026-06-24T14:06:49.000+0000", string(v), "collector"})
		}
		w.Flush()
		return b.Bytes()
	}},
}

// toUTF16LE returns a text in UTF-16 behind its byte order mark.
func toUTF16LE(text []byte) []byte {
	b := []byte{0xFF, 0xFE}
	for _, r := range string(text) {
		if r >= 0x10000 {
			r -= 0x10000
			high, low := 0xD800+r>>10, 0xDC00+r&0x3FF
			b = append(b, byte(high), byte(high>>8), byte(low), byte(low>>8))
			continue
		}
		b = append(b, byte(r), byte(r>>8))
	}
	return b
}

// wrap puts records into envelopes as a plan says, a byte a layer: each layer
// goes around some of the values, so that they end up nested in all ways. The
// last byte says how the file holds them. It returns what was done, too.
func wrap(rng *rand.Rand, records [][]byte, plan []byte) (file []byte, how string) {
	values := slices.Clone(records)
	texts := make([]int, len(values)) // how deep in texts each is
	var names []string
	for _, step := range plan[:len(plan)-1] {
		e := envelopes[int(step)%len(envelopes)]
		// The values from at on go into it: all, or some of them.
		at, n := 0, len(values)
		if rng.IntN(3) == 0 {
			at = rng.IntN(len(values))
			n = 1 + rng.IntN(len(values)-at)
		}
		deepest := slices.Max(texts[at : at+n])
		if e.text && deepest >= 4 || len(bytes.Join(values, nil)) > 1<<19 {
			continue
		}
		names = append(names, fmt.Sprintf("%s around %d-%d", e.name, at, at+n))
		if e.text {
			deepest++
		}
		if e.many != nil {
			values = slices.Replace(values, at, at+n, e.many(rng, values[at:at+n]))
			texts = slices.Replace(texts, at, at+n, deepest)
			continue
		}
		for i := at; i < at+n; i++ {
			values[i] = e.one(rng, values[i])
			if e.text {
				texts[i]++
			}
		}
	}
	form := files[int(plan[len(plan)-1])%len(files)]
	return form.of(rng, values), strings.Join(append(names, form.name), ", ")
}

// FuzzEnvelopes puts known events into envelopes nested at random. The same
// events come out, whatever the length of the chunks, and nothing else does.
func FuzzEnvelopes(f *testing.F) {
	records := simulatedRecords(f, 4)
	for e := range envelopes {
		for k := range 3 {
			form := (e + 5*k) % len(files)
			f.Add(uint64(k), []byte{byte(e), byte(form)})
			f.Add(uint64(k), []byte{byte(e), byte(3*e + k), byte(7 * form), byte(form)})
		}
	}
	f.Fuzz(func(t *testing.T, seed uint64, plan []byte) {
		if len(plan) == 0 || len(plan) > 9 {
			t.Skip()
		}
		rng := rand.New(rand.NewPCG(seed, 3))
		n := 1 + rng.IntN(12)
		from := rng.IntN(len(records) - n)
		chosen := records[from : from+n]
		text, how := wrap(rng, chosen, plan)
		var want []string
		for _, r := range chosen {
			want = append(want, describePlain(readPlain(r), r))
		}
		slices.Sort(want)
		if _, err := Sniff(text[:min(len(text), HeadSize)]); err != nil {
			t.Fatalf("%s: %v", how, err)
		}
		for _, chunk := range []int64{1 << 21, int64(64 + rng.IntN(2*len(text)))} {
			out := decodeAll(t, text, chunk, 1+rng.IntN(3), rng)
			got := withoutPlaces(out.events)
			if len(out.rejects) > 0 {
				t.Fatalf("%s, chunks of %d: %d events; rejects %q", how, chunk, len(got), out.rejects)
			}
			for i := range max(len(got), len(want)) {
				if i >= len(got) || i >= len(want) || got[i] != want[i] {
					t.Fatalf("%s, chunks of %d: event %d of %d, want %d\n got %s\nwant %s", how, chunk, i, len(got), len(want), lineAt(got, i), lineAt(want, i))
				}
			}
		}
	})
}
