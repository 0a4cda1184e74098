package config

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"okta-session-analyzer/analyzer/detect"
)

// Error is one thing that is wrong with a configuration.
type Error struct {
	Line    int // 1 is the first
	Message string
}

func (e *Error) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Message) }

type kind uint8

const (
	nullKind kind = iota
	truthKind
	numberKind
	textKind
	listKind
	objectKind
)

var kindNames = [...]string{"null", "a truth value", "a number", "a text", "a list", "an object"}

// node is a value of JSON that knows where it stands.
type node struct {
	kind   kind
	line   int
	text   string // of a number, a text; "true" or "false"
	keys   []*node
	values []*node
}

func (n *node) describe() string { return kindNames[n.kind] }

// maxDepth is deeper than a configuration goes.
const maxDepth = 16

// parseJSON reads one value with nothing behind it.
func parseJSON(text []byte) (*node, error) {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	p := &jsonParser{d: d, text: text}
	n, err := p.value(0)
	if err != nil {
		return nil, p.explain(err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, &Error{p.line(), "there is more after the configuration's closing brace"}
	}
	return n, nil
}

type jsonParser struct {
	d    *json.Decoder
	text []byte

	counted int64 // up to where lines are counted
	lines   int
}

// line returns the line of what was read last, from 1.
func (p *jsonParser) line() int {
	at := min(p.d.InputOffset(), int64(len(p.text)))
	p.lines += bytes.Count(p.text[p.counted:at], []byte("\n"))
	p.counted = at
	return p.lines + 1
}

func (p *jsonParser) value(depth int) (*node, error) {
	if depth > maxDepth {
		return nil, &Error{p.line(), fmt.Sprintf("nested more than %d deep", maxDepth)}
	}
	token, err := p.d.Token()
	if err != nil {
		return nil, err
	}
	n := &node{line: p.line()}
	switch t := token.(type) {
	case nil:
	case bool:
		n.kind, n.text = truthKind, fmt.Sprint(t)
	case json.Number:
		n.kind, n.text = numberKind, t.String()
	case string:
		n.kind, n.text = textKind, t
	case json.Delim:
		n.kind = listKind
		if t == '{' {
			n.kind = objectKind
		}
		for p.d.More() {
			if n.kind == objectKind {
				key, err := p.value(depth + 1)
				if err != nil {
					return nil, err
				}
				n.keys = append(n.keys, key)
			}
			v, err := p.value(depth + 1)
			if err != nil {
				return nil, err
			}
			n.values = append(n.values, v)
		}
		if _, err := p.d.Token(); err != nil {
			return nil, err
		}
	}
	return n, nil
}

// explain says where the decoder stopped and what it wants there.
func (p *jsonParser) explain(err error) error {
	var syntax *json.SyntaxError
	var own *Error
	switch {
	case errors.As(err, &own):
		return own
	case errors.Is(err, io.EOF) && len(bytes.TrimSpace(p.text)) == 0:
		return errors.New("the file is empty")
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("the file ends in the middle; a brace or a quote is not closed")
	case errors.As(err, &syntax):
		at := min(max(syntax.Offset-1, 0), int64(len(p.text)))
		return &Error{1 + bytes.Count(p.text[:at], []byte("\n")), syntax.Error()}
	}
	return err
}

// reader reads what a configuration says.
type reader struct {
	options Options
	errs    []error
}

// maxErrors bounds the errors that are told.
const maxErrors = 50

func (r *reader) fail(n *node, format string, args ...any) {
	if len(r.errs) < maxErrors {
		r.errs = append(r.errs, &Error{n.line, fmt.Sprintf(format, args...)})
	}
}

// each calls f for each entry of an object.
func (r *reader) each(n *node, where string, f func(key string, value *node)) {
	if n.kind != objectKind {
		r.fail(n, "%s is %s; want an object", where, n.describe())
		return
	}
	seen := map[string]bool{}
	for i, key := range n.keys {
		if seen[key.text] {
			r.fail(key, "%s has the key %s twice", where, quote(key.text))
			continue
		}
		seen[key.text] = true
		f(key.text, n.values[i])
	}
}

// object reads an object of known keys.
func (r *reader) object(n *node, where string, keys map[string]func(*node)) {
	r.each(n, where, func(key string, value *node) {
		read, ok := keys[key]
		if !ok {
			legal := slices.Sorted(maps.Keys(keys))
			hint := near(key, legal)
			if hint == "" {
				hint = "; there are " + strings.Join(legal, ", ")
			}
			r.fail(value, "%s has no key %s%s", where, quote(key), hint)
			return
		}
		read(value)
	})
}

// near proposes the name that was meant, if one is like it.
func near(name string, legal []string) string {
	if best := detect.Nearest(name, legal); best != "" {
		return "; did you mean " + quote(best) + "?"
	}
	return ""
}

func (r *reader) items(n *node, where string, f func(*node)) {
	if n.kind != listKind {
		r.fail(n, "%s is %s; want a list", where, n.describe())
		return
	}
	for _, v := range n.values {
		f(v)
	}
}

func (r *reader) text(n *node, where string) (text string, ok bool) {
	if n.kind != textKind {
		r.fail(n, "%s is %s; want a text", where, n.describe())
	}
	return n.text, n.kind == textKind
}

// texts reads a list of texts that are not empty.
func (r *reader) texts(n *node, where string) []string {
	all := []string{}
	r.items(n, where, func(v *node) {
		if text, ok := r.text(v, "a value in "+where); ok && strings.TrimSpace(text) == "" {
			r.fail(v, "%s has an empty text", where)
		} else if ok {
			all = append(all, strings.TrimSpace(text))
		}
	})
	return all
}

func (r *reader) truth(n *node, where string) bool {
	if n.kind != truthKind {
		r.fail(n, "%s is %s; want true or false", where, n.describe())
	}
	return n.text == "true"
}

// quote returns a text of a configuration for a message.
func quote(s string) string { return fmt.Sprintf("%q", detect.Clean(s)) }
