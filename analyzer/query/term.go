package query

import (
	"fmt"
	"net/netip"
	"strings"
)

// term reads one term.
func (p *parser) term() node {
	if p.terms++; p.terms > MaxTerms {
		return p.fail(p.at, 1, fmt.Sprintf("write at most %d", MaxTerms), "too many terms")
	}
	if p.field != nil {
		return p.value(p.field, p.at)
	}
	from := p.at
	if p.text[p.at] != '"' {
		if name, sign := p.name(); sign != "" {
			return p.named(from, name, sign)
		}
	}
	w, ok := p.readWord(nil)
	if !ok {
		return nil
	}
	if len(w.text) == 0 {
		return p.fail(w.from, w.to-w.from, "write the text between the quotes", "an empty text")
	}
	if w.quoted && p.at < len(p.text) && p.text[p.at] == '~' {
		return p.fail(p.at, 1, `write a blank behind the quotes`, "text right behind quotes")
	}
	p.blanks()
	return &leaf{kind: wordLeaf, text: w.text, at: w.from, length: w.to - w.from}
}

// name returns the name of a field and the sign behind it, where a term begins
// with them, and steps over both.
func (p *parser) name() (name, sign string) {
	end := p.at
	for end < len(p.text) && nameByte(p.text[end]) {
		end++
	}
	if end == len(p.text) || end == p.at {
		return "", ""
	}
	name = p.text[p.at:end]
	switch rest := p.text[end:]; {
	case rest[0] == ':':
		sign = ":"
		// An address of the sixth version is a word.
		if _, err := netip.ParseAddr(p.rest(p.at)); err == nil {
			return "", ""
		}
	case strings.HasPrefix(rest, ">="), strings.HasPrefix(rest, "<="):
		sign = rest[:2]
	case rest[0] == '>', rest[0] == '<':
		sign = rest[:1]
	default:
		return "", ""
	}
	if _, known := lookup(name); !known && sign != ":" {
		return "", ""
	}
	p.at = end + len(sign)
	return name, sign
}

// rest returns the text from a place to the next blank or parenthesis.
func (p *parser) rest(from int) string {
	to := from
	for !p.ends(to) {
		to++
	}
	return p.text[from:to]
}

func network(s string) bool {
	_, err := netip.ParsePrefix(s)
	return err == nil
}

func nameByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("_.[]-", c) >= 0
}

// named reads the rest of a term that names a field.
func (p *parser) named(from int, name, sign string) node {
	if strings.EqualFold(name, "around") {
		return p.around(from)
	}
	if strings.EqualFold(name, "rule") && sign == ":" {
		return p.tried(from)
	}
	f, ok := lookup(name)
	if !ok {
		remedy := `to look for the text, put it in quotes`
		if near := nearest(name); near != "" {
			remedy = "did you mean " + near + "? " + remedy
		}
		if whole := p.rest(from); network(whole) {
			remedy = "write ip:" + whole
		}
		return p.fail(from, len(name), remedy, "no field is called %s", clip(name))
	}
	if sign != ":" && f.kind != timeField {
		return p.fail(from, len(name)+len(sign), "write "+f.Name+":value", "only the time can be compared with %s", sign)
	}
	if p.at < len(p.text) && p.text[p.at] == '(' {
		if f.kind == timeField {
			return p.fail(p.at, 1, "write (time:a OR time:b)", "the time takes one moment")
		}
		p.terms-- // those inside count
		p.field = f
		n := p.parentheses()
		p.field = nil
		return n
	}
	if p.ends(p.at) {
		if f.kind == timeField {
			return p.fail(from, p.at-from, "write a date, as in time>=2026-03-02T09:00", "a moment is missing")
		}
		return p.fail(from, p.at-from, fmt.Sprintf("%s:* finds the events that have the field, -%s:* those that have not", f.Name, f.Name),
			"a value is missing")
	}
	if f.kind == timeField {
		return p.time(from, sign)
	}
	return p.value(f, from)
}

// value reads a value of a field.
func (p *parser) value(f *Field, from int) node {
	w, ok := p.readWord(nil)
	if !ok {
		return nil
	}
	if w.quoted && p.at < len(p.text) && p.text[p.at] == '~' {
		return p.fail(p.at, 1, `write a blank behind the quotes`, "text right behind quotes")
	}
	l := &leaf{kind: valueLeaf, field: f, text: w.text, at: from, length: w.to - from}
	raw := p.text[w.from:w.to]
	p.blanks()
	switch {
	case len(w.text) == 0:
		l.kind, l.text = presentLeaf, nil
		return not{l}
	case !w.quoted && len(w.text) == 1 && w.text[0] == anyText:
		l.kind, l.text = presentLeaf, nil
	case f.address && strings.Contains(raw, "/") && !w.quoted && !w.wild():
		prefix, err := netip.ParsePrefix(raw)
		if err != nil {
			return p.fail(w.from, len(raw), "write it as 203.0.113.0/24 or 2001:db8::/32", "%s is not a network", clip(raw))
		}
		l.kind, l.text, l.prefix = networkLeaf, nil, unmap(prefix)
	}
	return l
}

// unmap returns a network in its shortest form: that of IPv4 addresses written
// as IPv6 is that of IPv4.
func unmap(p netip.Prefix) netip.Prefix {
	p = p.Masked()
	if p.Addr().Is4In6() && p.Bits() >= 96 {
		return netip.PrefixFrom(p.Addr().Unmap(), p.Bits()-96)
	}
	return p
}

// time reads a moment.
func (p *parser) time(from int, sign string) node {
	w, ok := p.readWord(nil)
	if !ok {
		return nil
	}
	text, plain := w.text.plain()
	if !w.quoted && len(w.text) == 1 && w.text[0] == anyText && sign == ":" {
		p.blanks()
		f, _ := lookup("time")
		return &leaf{kind: presentLeaf, field: f, at: from, length: w.to - from}
	}
	start, end, ok := readMoment(text)
	if !plain || !ok {
		return p.fail(w.from, w.to-w.from, "write it as 2026-03-02, 2026-03-02T09:00 or 2026-03-02T09:00:00.000Z", "%s is not a moment",
			clip(p.text[w.from:w.to]))
	}
	if p.at < len(p.text) && p.text[p.at] == '~' {
		return p.fail(p.at, 1, "write a blank behind the quotes", "text right behind quotes")
	}
	p.blanks()
	return &leaf{kind: timeLeaf, moment: moment{sign, start, end}, at: from, length: w.to - from}
}

// around reads the uuid of an event and a span.
func (p *parser) around(from int) node {
	w, ok := p.readWord(func(c byte) bool { return c == '~' })
	if !ok {
		return nil
	}
	uuid, plain := w.text.plain()
	if uuid == "" || !plain {
		return p.fail(w.from, w.to-w.from, "write around:UUID~10m", "the uuid of an event is missing")
	}
	l := &leaf{kind: aroundLeaf, uuid: strings.ToLower(uuid), within: usualSpan, at: from}
	if p.at < len(p.text) && p.text[p.at] == '~' {
		p.at++
		span, ok := p.readWord(nil)
		if !ok {
			return nil
		}
		text, _ := span.text.plain()
		if l.within, ok = readSpan(text); !ok {
			return p.fail(span.from, span.to-span.from, "write a number and ms, s, m, h or d, as in ~10m; at most 366d", "%s is not a span of time",
				clip(p.text[span.from:span.to]))
		}
	}
	l.length = p.at - from
	p.blanks()
	return l
}

// quoteAround writes the uuid of a term around an event.
func quoteAround(uuid string) string {
	if strings.Contains(uuid, "~") || !plainText(uuid) {
		return Quote(uuid)
	}
	return uuid
}
