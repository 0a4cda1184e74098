package source

import (
	"bytes"
	"cmp"
	"slices"
)

// batch is a list of events in an envelope: an array, or objects one after the
// other in a text. Where some of its elements are events, those in which none
// was found count: they are searched again under every key, and rejected if
// there is still none. Lists without any event are none of a log's; an
// envelope has many.
type batch struct {
	decoder *jsonDecoder
	before  int       // how many events were found before it
	others  []element // in which none was found
}

// element is where an element of a list stands in its text.
type element struct{ from, to int }

// without notes an element in which no event was found. Numbers, words, texts
// and empty lists may stand anywhere.
func (l *batch) without(from, to int, t *jsonText) {
	if c := t.b[from]; c == '{' || c == '[' && bytes.IndexByte(t.b[from:to], '{') >= 0 {
		l.others = append(l.others, element{from, to})
	}
}

// close deals with the elements that are no events, at the end of the list.
func (l *batch) close(t *jsonText, depth int, w weight) {
	d := l.decoder
	if len(d.found) == l.before || len(l.others) == 0 {
		return
	}
	searched := d.everywhere
	for _, e := range l.others {
		found, missed, damage, lost := len(d.found), len(d.missed), d.damage, d.lost
		if !searched {
			d.everywhere = true
			if d.wrapper(t, e.from, depth, w) < 0 {
				d.found, d.missed = d.found[:found], d.missed[:missed]
			}
			d.everywhere = false
			d.damage, d.lost = damage, lost
		}
		if len(d.found) == found {
			text := t.b[e.from:e.to]
			d.missed = append(d.missed, "in a list of events: "+notEvent(text[max(0, bytes.IndexByte(text, '{')):]))
		}
	}
	// Events come in the order of the file.
	slices.SortStableFunc(d.found[l.before:], func(a, b jsonEvent) int { return cmp.Compare(a.from, b.from) })
}
