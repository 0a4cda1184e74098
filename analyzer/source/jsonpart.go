package source

import (
	"slices"
	"strings"

	"github.com/tidwall/gjson"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

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
			fresh := d.takeApart(o, raw)
			p = &fresh
			if d.known[o].add(raw, hash, uint32(len(d.parts[o]))).size != 0 {
				d.parts[o] = append(d.parts[o], fresh)
			}
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
		d.elements("target", root, &p, table.TargetGroup, table.TargetDetailGroup)
	case requestObject:
		if root.IsObject() {
			root.ForEach(func(key, value gjson.Result) bool {
				if sameName(key.Str, "ipchain") {
					d.elements("request.ipchain", value, &p, table.ChainGroup)
				}
				return true
			})
		}
	default:
		d.walk(strings.ToLower(objectPaths[o]), root, 0, &p, 0)
	}
	for i, g := range objectGroups[o] {
		p.codes[i] = d.dict.Tuple(g, d.values[g])
	}
	return p
}

// elements reads the elements of a list, the targets or the address chain,
// into the groups that hold them. An element without any value is left out of
// all of the groups; a group but the first has no elements when it has no value.
func (d *jsonDecoder) elements(path string, list gjson.Result, p *part, groups ...table.Group) {
	if list.Type == gjson.Null {
		return
	}
	element := 0
	one := func(_, value gjson.Result) bool {
		for _, g := range groups {
			d.values[g] = append(d.values[g], make([]uint32, len(g.Fields()))...)
		}
		d.walk(path, value, element, p, 0)
		some := false
		for _, g := range groups {
			some = some || anyValue(d.values[g][element*len(g.Fields()):])
		}
		if some {
			element++
			return true
		}
		for _, g := range groups {
			d.values[g] = d.values[g][:element*len(g.Fields())]
		}
		return true
	}
	if list.IsArray() {
		list.ForEach(one)
	} else {
		one(list, list)
	}
	for _, g := range groups[1:] {
		if !anyValue(d.values[g]) {
			d.values[g] = d.values[g][:0]
		}
	}
}

func anyValue(values []uint32) bool {
	for _, v := range values {
		if v != 0 {
			return true
		}
	}
	return false
}

// walk puts the values under a path in their places, those of an element of a
// list in that element's.
func (d *jsonDecoder) walk(path string, value gjson.Result, element int, p *part, depth int) {
	f, _, known := event.Lookup(path)
	if known && !(value.IsObject() && f == event.UserAgent) {
		p.carried.add(f)
		if text := valueText(value); text != "" {
			g, at := table.GroupOf(f)
			if i := element*len(g.Fields()) + at; i < len(d.values[g]) {
				d.values[g][i] = d.dict.Value(f, validUTF8([]byte(text)))
			}
		}
		return
	}
	if depth > maxNesting {
		return
	}
	if value.IsArray() { // of debug contexts, as some collectors write it
		value.ForEach(func(_, inner gjson.Result) bool {
			d.walk(path, inner, element, p, depth+1)
			return true
		})
		return
	}
	if !value.IsObject() {
		return
	}
	value.ForEach(func(key, inner gjson.Result) bool {
		next := path
		if !sameName(key.Str, "flattened") { // Elastic's name for the keys of debug data
			next = path + "." + key.Str
		}
		d.walk(next, inner, element, p, depth+1)
		return true
	})
}

// valueText is [jsonDecoder.plainText] for a parsed value.
func valueText(v gjson.Result) string {
	switch v.Type {
	case gjson.Null:
		return ""
	case gjson.String:
		if strings.IndexByte(v.Raw, '\\') >= 0 && len(v.Raw) >= 2 {
			return string(unescape([]byte(v.Raw[1 : len(v.Raw)-1])))
		}
		return v.Str
	}
	return v.Raw
}

// listOf returns the texts of the values of an array.
func listOf(value []byte) [][]byte {
	var list [][]byte
	gjson.ParseBytes(value).ForEach(func(_, one gjson.Result) bool {
		list = append(list, validUTF8([]byte(valueText(one))))
		return true
	})
	return list
}

// sameName reports whether a key is a name without case and underscores.
func sameName(key, folded string) bool {
	return strings.EqualFold(strings.ReplaceAll(key, "_", ""), folded)
}

// flat takes a key that is a whole path, "actor.alternateId", as tools write
// that flatten events. A field of the targets can be a list.
func (d *jsonDecoder) flat(a action, value []byte, e *jsonEvent) {
	switch a.field {
	case event.UUID:
		d.takeID(e, value)
		return
	case event.Published:
		d.takeTime(e, value, true)
		return
	}
	e.carried.add(a.field)
	if a.field.Multi() && value[0] == '[' {
		for i, text := range listOf(value) {
			d.set(a.field, max(a.index, 0)+i, text, e)
		}
		return
	}
	d.set(a.field, max(a.index, 0), d.single(value), e)
}

// maxElements is how many targets a flattened event can have.
const maxElements = 1000

// set gives a field of an event a value.
func (d *jsonDecoder) set(f event.Field, element int, text []byte, e *jsonEvent) {
	if len(text) == 0 || element >= maxElements {
		return
	}
	g, at := table.GroupOf(f)
	code := d.dict.Value(f, text)
	switch {
	case g == table.KindGroup:
		e.kind[at] = code
		e.typed = e.typed || f == event.Type
		return
	case g.Single():
		e.codes[g] = code
		return
	case !g.Multi():
		element = 0
	}
	values := slices.Clone(d.dict.TupleValues(g, e.codes[g]))
	arity := len(g.Fields())
	if missing := (element+1)*arity - len(values); missing > 0 {
		values = append(values, make([]uint32, missing)...)
	}
	values[element*arity+at] = code
	e.codes[g] = d.dict.Tuple(g, values)
	d.alignTargets(e)
}

// alignTargets gives the two groups of targets as many elements each.
func (d *jsonDecoder) alignTargets(e *jsonEvent) {
	names := d.dict.TupleValues(table.TargetGroup, e.codes[table.TargetGroup])
	details := d.dict.TupleValues(table.TargetDetailGroup, e.codes[table.TargetDetailGroup])
	n, m := len(table.TargetGroup.Fields()), len(table.TargetDetailGroup.Fields())
	elements := max(len(names)/n, len(details)/m)
	if len(details) > 0 && (len(names) != elements*n || len(details) != elements*m) {
		pad := func(values []uint32, size int) []uint32 {
			return append(slices.Clone(values), make([]uint32, size-len(values))...)
		}
		e.codes[table.TargetGroup] = d.dict.Tuple(table.TargetGroup, pad(names, elements*n))
		e.codes[table.TargetDetailGroup] = d.dict.Tuple(table.TargetDetailGroup, pad(details, elements*m))
	}
}
