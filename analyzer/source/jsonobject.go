package source

import (
	"bytes"
	"cmp"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// action returns what a key means; the keys of one log are few.
func (d *jsonDecoder) action(key []byte) action {
	if len(key) == 0 {
		return action{}
	}
	k := &d.keys[(len(key)*31+int(key[0])*7+int(key[len(key)/2])*3+int(key[len(key)-1]))%len(d.keys)]
	if k.text != string(key) {
		*k = cachedKey{string(key), actionOf(key)}
	}
	return k.action
}

// object decodes the object at i and returns the offset behind it. Events in
// it, or it itself if it is one, are appended to found. depth is how many
// objects and texts it is inside of.
func (d *jsonDecoder) object(t *jsonText, i, depth int, w weight) int {
	if depth >= maxNesting {
		return tooDeep
	}
	e := jsonEvent{weight: w}
	before, missed, damage, lost := len(d.found), len(d.missed), d.damage, d.lost
	start := i
	outer, outerTimed := int64(0), false
	for i = t.space(i + 1); ; {
		if i >= t.n {
			return incomplete
		}
		if t.b[i] == '}' {
			break // only of an object without members; see below
		}
		if t.b[i] != '"' {
			return malformed
		}
		keyEnd, escaped := t.str(i)
		if keyEnd < 0 {
			return keyEnd
		}
		key := t.b[i+1 : keyEnd]
		if escaped {
			key = unescape(key)
		}
		a := d.action(key)
		if i = t.space(keyEnd + 1); i >= t.n {
			return incomplete
		}
		if t.b[i] != ':' {
			return malformed
		}
		from := t.space(i + 1)
		if from >= t.n {
			return incomplete
		}
		var end int
		switch {
		case a.kind == wrapperKey:
			end = d.wrapper(t, from, depth, cmp.Or(a.weight, w))
		case d.everywhere:
			end = d.wrapper(t, from, depth, w)
		default:
			end = t.value(from, depth+1)
		}
		if end < 0 {
			return end
		}
		value := t.b[from:end]
		switch a.kind {
		case textKey:
			e.carried.add(a.field)
			text := d.single(value)
			code := d.dict.Value(a.field, text)
			if g, at := table.GroupOf(a.field); g == table.KindGroup {
				e.kind[at] = code
			} else {
				e.codes[g] = code
			}
			if a.field == event.Type {
				e.typed = len(text) > 0 && string(text) != "com.okta.event_hook"
			}
		case idKey:
			d.takeID(&e, value)
		case timeKey, stampKey:
			d.takeTime(&e, value, a.kind == timeKey)
		case outerTime:
			if text := d.single(value); len(text) > 0 {
				if ms, err := d.clock.Parse(text); err == nil {
					outer, outerTimed = ms, true
				}
			}
		case objectKey:
			d.part(a.object, value, &e)
		case fieldKey:
			d.flat(a, value, &e)
		}
		if i = t.space(end); i >= t.n {
			return incomplete
		}
		if t.b[i] == '}' {
			break
		}
		if t.b[i] != ',' {
			return malformed
		}
		if i = t.space(i + 1); i < t.n && t.b[i] == '}' {
			return malformed
		}
	}
	i++
	if e.typed && e.carried.meets(&signatureSet) {
		if !e.timed && outerTimed {
			e.ms, e.timed = outer, true
		}
		e.codes[table.KindGroup] = d.dict.Tuple(table.KindGroup, e.kind[:])
		e.text = t.b[start:i]
		if t == d.text {
			e.from, e.to = start, i
		}
		d.found = append(d.found[:before], e) // what it carries inside is part of it
		d.missed, d.damage, d.lost = d.missed[:missed], damage, lost
		return i
	}
	if e.timed && e.timeErr == nil && !outerTimed {
		outer, outerTimed = e.ms, true
	}
	for k := before; k < len(d.found); k++ {
		if f := &d.found[k]; !f.timed && outerTimed {
			f.ms, f.timed = outer, true
		}
	}
	d.dropCopies(before)
	if len(d.found) == before+1 && d.found[before].weight == lakeWeight {
		d.addClient(&d.found[before], &e)
	}
	return i
}

// takeID takes the event's uuid.
func (d *jsonDecoder) takeID(e *jsonEvent, value []byte) {
	e.carried.add(event.UUID)
	text := d.single(value)
	if e.id, e.real = table.ParseUUID(text); !e.real {
		e.idText = bytes.Clone(text[:min(len(text), 200)])
	}
}

// takeTime takes the event's time. Programs that pass events on add a timestamp
// of their own, which counts only where there is no published.
func (d *jsonDecoder) takeTime(e *jsonEvent, value []byte, published bool) {
	e.carried.add(event.Published)
	text := d.single(value)
	if len(text) == 0 || e.published && !published {
		return
	}
	e.ms, e.timeErr = d.clock.Parse(text)
	e.timed, e.published = true, published
}

// addClient gives an event that Elastic has taken apart the place of its
// client, which Elastic keeps beside it.
func (d *jsonDecoder) addClient(e, around *jsonEvent) {
	const g = table.ClientGroup
	if around.codes[g] == 0 || around.codes[g] == e.codes[g] {
		return
	}
	more := d.dict.TupleValues(g, around.codes[g])
	values := append([]uint32(nil), d.dict.TupleValues(g, e.codes[g])...)
	for i, v := range more {
		if values[i] == 0 && v != 0 {
			values[i] = v
			e.carried.add(g.Fields()[i])
		}
	}
	e.codes[g] = d.dict.Tuple(g, values)
}

// dropCopies drops the lighter copies of events that a record holds twice, as
// Elastic's documents do.
func (d *jsonDecoder) dropCopies(from int) {
	if n := len(d.found) - from; n < 2 || n > 64 {
		return // no document; a batch of events
	}
	for i := from; i < len(d.found); i++ {
		for k := i + 1; k < len(d.found); {
			a, b := &d.found[i], &d.found[k]
			if a.weight == b.weight || !a.same(b) {
				k++
				continue
			}
			if b.weight > a.weight {
				*a = *b
			}
			d.found = append(d.found[:k], d.found[k+1:]...)
		}
	}
}

// same reports whether two events of one record are one.
func (e *jsonEvent) same(o *jsonEvent) bool {
	if e.real || o.real {
		return e.real && o.real && e.id == o.id
	}
	return bytes.Equal(e.idText, o.idText) && e.ms == o.ms && e.codes[table.KindGroup] == o.codes[table.KindGroup]
}

// wrapper decodes a value that may hold events: an object, an array of them,
// or a text of JSON. It returns the offset behind the value.
func (d *jsonDecoder) wrapper(t *jsonText, i, depth int, w weight) int {
	switch t.b[i] {
	case '{':
		return d.object(t, i, depth+1, w)
	case '[':
		if depth >= maxNesting {
			return tooDeep
		}
		if i = t.space(i + 1); i < t.n && t.b[i] == ']' {
			return i + 1
		}
		list := batch{decoder: d, before: len(d.found)}
		for i < t.n {
			found := len(d.found)
			end := d.wrapper(t, i, depth+1, w)
			if end < 0 {
				return end
			}
			if len(d.found) == found {
				list.without(i, end, t)
			}
			if i = t.space(end); i >= t.n {
				break
			}
			switch t.b[i] {
			case ']':
				list.close(t, depth+1, w)
				return i + 1
			case ',':
				i = t.space(i + 1)
			default:
				return malformed
			}
		}
		return incomplete
	case '"':
		end, _ := t.str(i)
		if end < 0 {
			return end
		}
		if end-i > shortestEvent {
			d.inText(d.plainText(t.b[i:end+1]), depth, w)
		}
		return end + 1
	}
	return t.scalar(i)
}

// shortestEvent is less than the length of any event.
const shortestEvent = 32

// inText decodes the events in a text, one after the other. Before the first
// one there may be something else, as the head of a syslog message. Each level
// of texts in texts doubles the backslashes, so that there are never many.
func (d *jsonDecoder) inText(text []byte, depth int, w weight) {
	start := bytes.IndexByte(text[:min(len(text), 1024)], '{')
	if start < 0 {
		return
	}
	t := newJSONText(append(make([]byte, 0, len(text)+Slack), text...))
	first := len(d.found)
	list := batch{decoder: d, before: first}
	defer func() { list.close(&t, depth+1, w) }()
	bad := func(what string) {
		if !d.everywhere {
			d.damage = what
			d.lost = d.lost || len(d.found) > first
		}
	}
	for i := start; i < t.n; {
		if t.b[i] != '{' {
			if separator(t.b[i]) {
				i++
				continue
			}
			bad("has something else between its events")
			if i = nextLine(&t, i); i < 0 {
				return
			}
			continue
		}
		before := len(d.found)
		end := d.object(&t, i, depth+1, w)
		if end < 0 {
			d.found = d.found[:before]
			if end == incomplete {
				bad("is cut off")
			} else {
				bad("is not JSON to its end")
			}
			if i = nextLine(&t, i); i < 0 {
				return
			}
			continue
		}
		if len(d.found) == before {
			list.without(i, end, &t)
		}
		i = end
	}
}

// nextLine returns the offset of the next line after i that starts an object,
// or -1.
func nextLine(t *jsonText, i int) int {
	k := bytes.Index(t.b[i:t.n], []byte("\n{"))
	if k < 0 {
		return -1
	}
	return i + k + 1
}

// single is [jsonDecoder.plainText], and of an array of one value that one's.
func (d *jsonDecoder) single(value []byte) []byte {
	if len(value) > 0 && value[0] == '[' {
		if list := listOf(value); len(list) == 1 {
			return list[0]
		}
	}
	return d.plainText(value)
}

// plainText returns the text of a value: of a string what it stands for, of a
// number or a word its letters, of null nothing, of an object its JSON.
func (d *jsonDecoder) plainText(value []byte) []byte {
	if len(value) == 0 || string(value) == "null" {
		return nil
	}
	if value[0] != '"' {
		return validUTF8(value)
	}
	inner := value[1 : len(value)-1]
	if bytes.IndexByte(inner, '\\') >= 0 {
		inner = unescape(inner)
	}
	return validUTF8(inner)
}
