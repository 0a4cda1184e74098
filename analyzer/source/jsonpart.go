package source

import (
	"slices"
	"strings"

	"github.com/tidwall/gjson"

	"okta-session-analyzer/analyzer/debugdata"
	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// part takes an object of an event into e. Objects that repeat are recognised
// by their bytes. A transaction, which has an id of its own in every event, and
// the debug context are taken apart each time; so are the targets, which repeat
// one by one and seldom all together.
func (d *jsonDecoder) part(o object, raw []byte, e *jsonEvent) {
	if raw[0] == '"' { // a collector's text of the object
		if inner := debugdata.Unwrap(string(raw)); inner != "" {
			raw = append(make([]byte, 0, len(inner)+Slack), inner...)
		}
	}
	var p *part
	if o == transactionObject || o == debugObject || o == targetObject {
		d.takeApart(o, raw, &d.fresh)
		p = &d.fresh
	} else {
		hash := table.Hash(raw)
		if seen := d.known[o].find(raw, hash); seen != nil {
			p = &d.parts[o][seen.tuple]
		} else {
			d.takeApart(o, raw, &d.fresh)
			p = &d.fresh
			if d.known[o].add(raw, hash, uint32(len(d.parts[o]))).size != 0 {
				d.parts[o] = append(d.parts[o], d.fresh)
			}
		}
	}
	for i, g := range objectGroups[o] {
		e.codes[g] = p.codes[i]
	}
	e.carried.union(&p.carried)
	if o == transactionObject {
		e.transaction = p.transaction
	}
}

// takeApart reads the fields of an object into p.
func (d *jsonDecoder) takeApart(o object, raw []byte, p *part) {
	*p = part{}
	for _, g := range objectGroups[o] {
		d.values[g] = d.values[g][:0]
		if !g.Multi() {
			d.values[g] = append(d.values[g], noValues[:len(g.Fields())]...)
		}
	}
	// What follows the value in its text is readable, as it is behind a text.
	t := jsonText{b: raw[:len(raw)+Slack], n: len(raw)}
	switch o {
	case targetObject:
		d.elements(&t, 0, &d.targets, p)
	case requestObject:
		d.members(&t, 0, func(key []byte, i int) int {
			if sameName(string(key), "ipchain") {
				return d.elements(&t, i, &d.chain, p)
			}
			return t.value(i, 0)
		})
	default:
		d.walk(&t, 0, d.root(o), p, 0)
	}
	for i, g := range objectGroups[o] {
		p.codes[i] = d.dict.Tuple(g, d.values[g])
	}
}

// noValues are absent values, as many as a group has fields.
var noValues [64]uint32

// members calls f for every member of the object at i with its key and the
// offset of its value; f returns the offset behind the value. members returns
// that behind the object, and at once what f returns if that is none.
func (d *jsonDecoder) members(t *jsonText, i int, f func(key []byte, value int) int) int {
	if i >= t.n || t.b[i] != '{' {
		return t.value(i, 0)
	}
	for i = t.space(i + 1); i < t.n && t.b[i] == '"'; {
		end, escaped := t.str(i)
		if end < 0 {
			return end
		}
		key := t.b[i+1 : end]
		if escaped {
			key = unescape(key)
		}
		if i = t.space(end + 1); i >= t.n || t.b[i] != ':' {
			return malformed
		}
		if i = f(key, t.space(i+1)); i < 0 {
			return i
		}
		if i = t.space(i); i < t.n && t.b[i] == ',' {
			i = t.space(i + 1)
		}
	}
	if i >= t.n || t.b[i] != '}' {
		return malformed
	}
	return i + 1
}

// list calls f with the offset of every value of the array at i, as members
// does. What is no array is its only value.
func (d *jsonDecoder) list(t *jsonText, i int, f func(value int) int) int {
	if i >= t.n || t.b[i] != '[' {
		return f(i)
	}
	for i = t.space(i + 1); i < t.n && t.b[i] != ']'; {
		if i = f(i); i < 0 {
			return i
		}
		if i = t.space(i); i < t.n && t.b[i] == ',' {
			i = t.space(i + 1)
		}
	}
	return i + 1
}

// elements are the elements of lists that were seen, a target, a hop, and the
// values of each in the groups that hold them, side by side.
type elements struct {
	path    *path
	groups  []table.Group
	known   runs
	values  []uint32
	carried []fieldSet
}

// elements reads the list at i, the targets or the address chain. An element
// without any value is left out of all of its groups; a group but the first has
// no elements when it has no value.
func (d *jsonDecoder) elements(t *jsonText, i int, of *elements, p *part) int {
	end := d.list(t, i, func(i int) int {
		end := t.value(i, 0)
		if end < 0 {
			return end
		}
		raw := t.b[i:end]
		hash := table.Hash(raw)
		if seen := of.known.find(raw, hash); seen != nil {
			d.again(of, int(seen.tuple), p)
			return end
		}
		d.element(t, i, of, p, raw, hash)
		return end
	})
	for _, g := range of.groups[1:] {
		if !anyValue(d.values[g]) {
			d.values[g] = d.values[g][:0]
		}
	}
	return end
}

// again adds an element that was seen.
func (d *jsonDecoder) again(of *elements, n int, p *part) {
	p.carried.union(&of.carried[n])
	width := 0
	for _, g := range of.groups {
		width += len(g.Fields())
	}
	values := of.values[n*width : (n+1)*width]
	if !anyValue(values) {
		return
	}
	for _, g := range of.groups {
		d.values[g] = append(d.values[g], values[:len(g.Fields())]...)
		values = values[len(g.Fields()):]
	}
}

// element reads an element that was never seen.
func (d *jsonDecoder) element(t *jsonText, i int, of *elements, p *part, raw []byte, hash uint64) {
	for _, g := range of.groups {
		d.values[g] = append(d.values[g], noValues[:len(g.Fields())]...)
	}
	var one part
	d.walk(t, i, of.path, &one, 0)
	p.carried.union(&one.carried)
	some := false
	remember := of.known.add(raw, hash, uint32(len(of.carried))).size != 0
	if remember {
		of.carried = append(of.carried, one.carried)
	}
	for _, g := range of.groups {
		values := d.values[g][len(d.values[g])-len(g.Fields()):]
		some = some || anyValue(values)
		if remember {
			of.values = append(of.values, values...)
		}
	}
	if some {
		return
	}
	for _, g := range of.groups {
		d.values[g] = d.values[g][:len(d.values[g])-len(g.Fields())]
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

// walk puts the values under a path in their places and returns the offset
// behind the value at i. Those of an element of a list go to the last element.
func (d *jsonDecoder) walk(t *jsonText, i int, at *path, p *part, depth int) int {
	if i >= t.n {
		return incomplete
	}
	c := t.b[i]
	if at.known && !(c == '{' && at.field == event.UserAgent) {
		p.carried.add(at.field)
		end := t.value(i, 0)
		if end < 0 {
			return end
		}
		d.put(at.field, d.plainText(t.b[i:end]), p)
		return end
	}
	switch {
	case depth > maxNesting:
	case c == '[': // of debug contexts, as some collectors write it
		return d.list(t, i, func(i int) int { return d.walk(t, i, at, p, depth+1) })
	case c == '{':
		return d.members(t, i, func(key []byte, i int) int { return d.walk(t, i, d.under(at, key), p, depth+1) })
	}
	return t.value(i, 0)
}

// put gives a field of the object at hand a value.
func (d *jsonDecoder) put(f event.Field, text []byte, p *part) {
	if len(text) == 0 {
		return
	}
	if f == event.TransactionID {
		if id, ok := table.ParseTransaction(text); ok {
			p.transaction = id
			return
		}
	}
	g, at := table.GroupOf(f)
	values, n := d.values[g], len(g.Fields())
	if len(values) >= n {
		values[len(values)-n+at] = d.dict.Value(f, text)
	}
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
