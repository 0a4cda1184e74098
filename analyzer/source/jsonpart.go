package source

import (
	"slices"
	"strings"

	"github.com/tidwall/gjson"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// unescape returns what the inside of a JSON string stands for.
func unescape(inner []byte) []byte {
	quoted := make([]byte, 0, len(inner)+2)
	quoted = append(append(append(quoted, '"'), inner...), '"')
	return []byte(gjson.ParseBytes(quoted).String())
}

// part takes an object of an event into e. Objects that repeat are recognised
// by their bytes. A transaction, which has an id of its own in every event, and
// the debug context are taken apart each time.
func (d *jsonDecoder) part(o object, raw []byte, e *jsonEvent) {
	var p *part
	if o == transactionObject || o == debugObject {
		fresh := d.takeApart(o, raw)
		p = &fresh
	} else {
		hash := table.Hash(raw)
		if seen := d.known[o].find(raw, hash); seen != nil {
			p = &d.parts[o][seen.tuple]
		} else {
			n := uint32(len(d.parts[o]))
			d.parts[o] = append(d.parts[o], d.takeApart(o, raw))
			d.known[o].add(raw, hash, n)
			p = &d.parts[o][n]
		}
	}
	for i, g := range objectGroups[o] {
		e.codes[g] = p.codes[i]
	}
	e.carried.union(&p.carried)
}

// takeApart reads the fields of an object.
func (d *jsonDecoder) takeApart(o object, raw []byte) (p part) {
	for _, g := range objectGroups[o] {
		n := len(g.Fields())
		d.values[g] = d.values[g][:0]
		if !g.Multi() {
			d.values[g] = append(d.values[g], make([]uint32, n)...)
		}
	}
	root := gjson.ParseBytes(raw)
	switch o {
	case targetObject:
		d.elements(table.TargetGroup, "target", root, &p)
	case requestObject:
		if root.IsObject() {
			root.ForEach(func(key, value gjson.Result) bool {
				if sameName(key.Str, "ipchain") {
					d.elements(table.ChainGroup, "request.ipchain", value, &p)
				}
				return true
			})
		}
	default:
		d.walk(strings.ToLower(objectPaths[o]), root, 0, &p, 0)
	}
	for i, g := range objectGroups[o] {
		p.codes[i] = d.dict.Tuple(g, d.compact(g, d.values[g]))
	}
	return p
}

// elements reads the elements of a list: the targets, or the address chain.
func (d *jsonDecoder) elements(g table.Group, path string, list gjson.Result, p *part) {
	if list.Type == gjson.Null {
		return
	}
	one := func(_, value gjson.Result) bool {
		from := len(d.values[g])
		d.values[g] = append(d.values[g], make([]uint32, len(g.Fields()))...)
		d.walk(path, value, from, p, 0)
		return true
	}
	if list.IsArray() {
		list.ForEach(one)
	} else {
		one(list, list)
	}
}

// walk puts the values under a path in their places. from is where the element
// begins in a group of several.
func (d *jsonDecoder) walk(path string, value gjson.Result, from int, p *part, depth int) {
	f, _, known := event.Lookup(path)
	if known && !(value.IsObject() && f == event.UserAgent) {
		p.carried.add(f)
		if text := valueText(value); text != "" {
			g, at := table.GroupOf(f)
			if i := from + at; i < len(d.values[g]) {
				d.values[g][i] = d.dict.Value(f, validUTF8([]byte(text)))
			}
		}
		return
	}
	if !value.IsObject() || depth > maxNesting {
		return
	}
	value.ForEach(func(key, inner gjson.Result) bool {
		next := path
		if !sameName(key.Str, "flattened") { // Elastic's name for the keys of debug data
			next = path + "." + key.Str
		}
		d.walk(next, inner, from, p, depth+1)
		return true
	})
}

// valueText is [jsonDecoder.text] for a parsed value.
func valueText(v gjson.Result) string {
	switch v.Type {
	case gjson.Null:
		return ""
	case gjson.String:
		return v.Str
	}
	return v.Raw
}

// sameName reports whether a key is a name without case and underscores.
func sameName(key, folded string) bool {
	return strings.EqualFold(strings.ReplaceAll(key, "_", ""), folded)
}

// dotted takes a key that is a whole path, "actor.alternateId", as tools write
// that flatten events.
func (d *jsonDecoder) dotted(key, value []byte, e *jsonEvent, kind *[3]uint32) {
	f, index, ok := event.Lookup(string(key))
	if !ok || f == event.UUID || f == event.Published {
		return
	}
	e.carried.add(f)
	text := d.text(value)
	if len(text) == 0 {
		return
	}
	g, at := table.GroupOf(f)
	code := d.dict.Value(f, text)
	switch {
	case g == table.KindGroup:
		kind[at] = code
		e.typed = e.typed || f == event.Type
	case g.Single():
		e.codes[g] = code
	default:
		values := slices.Clone(d.dict.TupleValues(g, e.codes[g]))
		arity := len(g.Fields())
		element := max(index, 0)
		if !g.Multi() {
			element = 0
		}
		if element > 100 {
			return
		}
		for len(values) < (element+1)*arity {
			values = append(values, 0)
		}
		values[element*arity+at] = code
		e.codes[g] = d.dict.Tuple(g, values)
	}
}

// deep looks for events anywhere in a record that has none where the usual
// envelopes have them.
func (d *jsonDecoder) deep(record []byte) {
	d.descend(gjson.ParseBytes(record), 0)
}

func (d *jsonDecoder) descend(v gjson.Result, depth int) {
	if depth > maxNesting || len(d.found) > 0 {
		return
	}
	switch {
	case v.IsObject():
		text := append(make([]byte, 0, len(v.Raw)+Slack), v.Raw...)
		t := newJSONText(text)
		if d.object(&t, 0, depth, 1) < 0 {
			d.found = d.found[:0]
		}
		if len(d.found) > 0 {
			return
		}
		v.ForEach(func(_, inner gjson.Result) bool {
			d.descend(inner, depth+1)
			return len(d.found) == 0
		})
	case v.IsArray():
		v.ForEach(func(_, inner gjson.Result) bool {
			before := d.found
			d.found = nil
			d.descend(inner, depth+1)
			d.found = append(before, d.found...)
			return true
		})
	case v.Type == gjson.String && strings.HasPrefix(strings.TrimSpace(v.Str), "{"):
		d.inText([]byte(v.Str), 0, 1)
	}
}
