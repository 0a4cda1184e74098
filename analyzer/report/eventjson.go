package report

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"

	"okta-session-analyzer/analyzer/event"
)

// branch is a key of the API's object of an event: a field, or keys below it,
// or with a list the keys of each element.
type branch struct {
	name  string
	field event.Field
	leaf  bool
	list  bool
	below []*branch
}

// treeOf returns the keys of fields as the API's object nests them, in the
// order of the fields.
func treeOf(fields []event.Field) *branch {
	root := &branch{}
	for _, f := range fields {
		at := root
		path := strings.Split(f.Key(), ".")
		for i, name := range path {
			name, list := strings.CutSuffix(name, "[]")
			var next *branch
			for _, b := range at.below {
				if b.name == name {
					next = b
				}
			}
			if next == nil {
				next = &branch{name: name, list: list}
				at.below = append(at.below, next)
			}
			if i == len(path)-1 {
				next.leaf, next.field = true, f
			}
			at = next
		}
	}
	return root
}

func writeEventsJSONL(out io.Writer, w *eventWriter, rows []uint32) error {
	tree := treeOf(w.Fields)
	var line bytes.Buffer
	for _, n := range rows {
		line.Reset()
		w.object(&line, tree, int(n), -1)
		line.WriteByte('\n')
		if _, err := out.Write(line.Bytes()); err != nil {
			return err
		}
	}
	return nil
}

// object writes the keys below a branch that have a value; element is that of
// the list it stands in, or -1. It reports whether there is any.
func (w *eventWriter) object(line *bytes.Buffer, b *branch, row, element int) bool {
	line.WriteByte('{')
	some := false
	for _, next := range b.below {
		mark := line.Len()
		if some {
			line.WriteByte(',')
		}
		line.Write(jsonText(next.name))
		line.WriteByte(':')
		written := false
		switch {
		case next.list:
			written = w.elements(line, next, row)
		case next.leaf:
			text := ""
			if element >= 0 {
				text = w.element(next.field, row, element, jsonString)
			} else {
				text = w.single(next.field, row, jsonString)
				if next.field == event.Published {
					text = jsonString(text)
				}
			}
			line.WriteString(text)
			written = text != ""
		default:
			written = w.object(line, next, row, element)
		}
		if !written {
			line.Truncate(mark)
			continue
		}
		some = true
	}
	line.WriteByte('}')
	return some
}

// elements writes a list, its elements in step.
func (w *eventWriter) elements(line *bytes.Buffer, b *branch, row int) bool {
	n := 0
	for _, f := range b.fields() {
		n = max(n, len(w.Log.Column(f).Codes(row)))
	}
	line.WriteByte('[')
	for i := range n {
		if i > 0 {
			line.WriteByte(',')
		}
		w.object(line, b, row, i)
	}
	line.WriteByte(']')
	return n > 0
}

// fields returns all fields below a branch.
func (b *branch) fields() []event.Field {
	if b.leaf {
		return []event.Field{b.field}
	}
	var list []event.Field
	for _, next := range b.below {
		list = append(list, next.fields()...)
	}
	return list
}

// jsonString writes a text as JSON with what does not print escaped; "" stays
// "", a key without a value.
func jsonString(s string) string {
	if s == "" {
		return ""
	}
	return string(jsonText(s))
}

func jsonText(s string) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil { // of a string there is none
		return []byte(`""`)
	}
	return escapeJSON(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}
