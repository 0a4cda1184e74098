package query

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"unicode/utf16"

	"okta-session-analyzer/analyzer/table"
)

// Door answers the page's questions about a log: JSON in, JSON out. It keeps
// the result of the last query, which most questions are about; before the
// first that is every event. Texts of the log go out as they are.
type Door struct {
	view   *View
	result *Result
	clock  func() float64
}

// NewDoor returns the door to a log. clock returns a time in milliseconds, of
// which only differences count; nil is none, and all answers then took 0.
func NewDoor(log *table.Log, clock func() float64) *Door {
	if clock == nil {
		clock = func() float64 { return 0 }
	}
	d := &Door{view: NewView(log), clock: clock}
	d.Reset()
	return d
}

// Reset makes every event the current result.
func (d *Door) Reset() { d.result = nil }

// current returns the current result.
func (d *Door) current() *Result {
	if d.result == nil {
		d.result = d.view.everything()
	}
	return d.result
}

// Rows returns the rows of the current result in its order. They must not be
// changed.
func (d *Door) Rows() []uint32 { return d.current().Rows() }

// MaxWindow is the most rows of one answer.
const MaxWindow = 500

// The most values of an answer about fields.
const (
	maxTop         = 1000
	maxSuggestions = 200
)

// questions are what can be asked, by name.
var questions = map[string]func(*Door, []byte) (any, error){
	"query":     (*Door).query,
	"rows":      (*Door).rows,
	"histogram": (*Door).histogram,
	"top":       (*Door).top,
	"entity":    (*Door).entity,
	"position":  (*Door).position,
	"fields":    (*Door).fields,
	"suggest":   (*Door).suggest,
	"map":       (*Door).mapped,
}

// Ask answers a question by its name. The error says that the question itself
// is wrong, a defect of whoever asks; what is wrong with the text of a query is
// an answer.
func (d *Door) Ask(name, question string) (answer string, err error) {
	f := questions[name]
	if f == nil {
		return "", fmt.Errorf("query: no question is called %q", name)
	}
	a, err := f(d, []byte(question))
	if err != nil {
		return "", fmt.Errorf("query: %s: %w", name, err)
	}
	b, err := marshal(a)
	if err != nil {
		return "", fmt.Errorf("query: %s: %w", name, err)
	}
	return string(b), nil
}

// marshal writes JSON for a page's script, which needs no signs escaped.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// ask reads a question.
func ask[T any](question []byte) (T, error) {
	var q T
	if len(bytes.TrimSpace(question)) == 0 {
		return q, nil
	}
	return q, json.Unmarshal(question, &q)
}

// found is the answer to a query.
type found struct {
	Count     int     `json:"count"` // events that fit
	Total     int     `json:"total"` // of the log
	First     int64   `json:"first"` // ms UTC, of those that fit; 0 where none does
	Last      int64   `json:"last"`
	MS        float64 `json:"ms"`
	Canonical string  `json:"canonical"`
}

// refused says what is wrong with a query. At and Length count as strings of
// JavaScript do, in units of UTF-16.
type refused struct {
	Error struct {
		Message string `json:"message"`
		Remedy  string `json:"remedy"`
		At      int    `json:"at"`
		Length  int    `json:"length"`
	} `json:"error"`
}

func refuse(text string, err *Error) refused {
	var r refused
	r.Error.Message, r.Error.Remedy = err.Message, err.Remedy
	r.Error.At = units16(text[:min(err.At, len(text))])
	r.Error.Length = units16(text[min(err.At, len(text)):min(err.At+err.Length, len(text))])
	return r
}

func units16(s string) int { return len(utf16.Encode([]rune(s))) }

func (d *Door) query(question []byte) (any, error) {
	q, err := ask[struct {
		Text string
		From *float64
		To   *float64
		Sort *struct {
			Field      string
			Descending bool
		}
	}](question)
	if err != nil {
		return nil, err
	}
	began := d.clock()
	parsed, err := Parse(q.Text)
	var result *Result
	if err == nil {
		result, err = parsed.Run(d.view, d.span(q.From, q.To))
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return refuse(q.Text, e), nil
	}
	if err != nil {
		return nil, err
	}
	if q.Sort != nil && q.Sort.Field != "" {
		f, err := known(q.Sort.Field)
		if err != nil {
			return nil, err
		}
		if err := result.Sort(f, q.Sort.Descending); err != nil {
			return nil, err
		}
	}
	d.result = result
	a := found{Count: result.Len(), Total: d.view.log.Len(), Canonical: parsed.String()}
	a.First, a.Last = result.Span()
	a.MS = d.clock() - began
	return a, nil
}

// span returns the range of two times of which either can be absent.
func (d *Door) span(from, to *float64) Range {
	r := Range{-1 << 63, 1<<63 - 1}
	if from != nil {
		r.From = wholeMS(*from)
	}
	if to != nil {
		r.To = wholeMS(*to)
	}
	if from == nil && to == nil {
		return Range{}
	}
	return r
}

// wholeMS returns a time of a picture, which can lie between two milliseconds,
// as the later of them: the events from it on are the same.
func wholeMS(ms float64) int64 { return int64(math.Ceil(min(max(ms, -1e17), 1e17))) }

func known(name string) (*Field, error) {
	f, ok := Lookup(name)
	if !ok {
		return nil, fmt.Errorf("no field is called %s", clip(name))
	}
	return f, nil
}

func knownFields(names []string) ([]*Field, error) {
	list := make([]*Field, len(names))
	for i, name := range names {
		f, err := known(name)
		if err != nil {
			return nil, err
		}
		list[i] = f
	}
	return list, nil
}

func (d *Door) rows(question []byte) (any, error) {
	q, err := ask[struct {
		From, To int
		Fields   []string
	}](question)
	if err != nil {
		return nil, err
	}
	fields, err := knownFields(q.Fields)
	if err != nil {
		return nil, err
	}
	if q.To-q.From > MaxWindow {
		return nil, fmt.Errorf("%d rows; ask for at most %d", q.To-q.From, MaxWindow)
	}
	from := min(max(q.From, 0), d.current().Len())
	list := [][]any{}
	for _, row := range d.current().Window(from, q.To) {
		cells := []any{d.view.log.UUID(int(row)), d.view.log.Time(int(row))}
		for _, f := range fields {
			cells = append(cells, d.cell(f, row))
		}
		list = append(list, cells)
	}
	return struct {
		From int     `json:"from"`
		Rows [][]any `json:"rows"` // uuid, ms UTC, and a text for each field
	}{from, list}, nil
}

// cell returns what an event shows in a field, of a long text the start.
func (d *Door) cell(f *Field, row uint32) string {
	values := d.view.Values(f, row)
	for i, s := range values {
		values[i] = show(s)
	}
	return show(strings.Join(values, "; "))
}

func (d *Door) histogram(question []byte) (any, error) {
	q, err := ask[struct {
		From, To *float64
		Buckets  int
		Whole    bool
	}](question)
	if err != nil {
		return nil, err
	}
	r := d.current()
	if q.Whole {
		r = d.view.everything()
	}
	log := d.view.log
	from, to := int64(0), int64(1)
	if n := log.Len(); n > 0 {
		from, to = log.Time(0), log.Time(n-1)+1
	}
	if q.From != nil {
		from = wholeMS(*q.From)
	}
	if q.To != nil {
		to = wholeMS(*q.To)
	}
	return r.Histogram(from, to, q.Buckets)
}

func (d *Door) top(question []byte) (any, error) {
	q, err := ask[struct {
		Fields []string
		Limit  int
	}](question)
	if err != nil {
		return nil, err
	}
	fields, err := knownFields(q.Fields)
	if err != nil {
		return nil, err
	}
	list := []Top{}
	for _, f := range fields {
		list = append(list, d.current().Top(f, min(q.Limit, maxTop)))
	}
	return list, nil
}

func (d *Door) entity(question []byte) (any, error) {
	q, err := ask[struct{ Kind, ID string }](question)
	if err != nil {
		return nil, err
	}
	e, err := EntityOf(d.view, q.Kind, q.ID)
	if unknown, ok := errors.AsType[*UnknownEntity](err); ok {
		return refuse("", &Error{Message: unknown.Error()}), nil
	}
	return e, err
}

// mapped answers with the map of an entity, of some events, or of the current
// result or the whole log between two times.
func (d *Door) mapped(question []byte) (any, error) {
	q, err := ask[struct {
		Kind, ID string
		Events   []string
		Whole    bool
		From, To *float64
	}](question)
	if err != nil {
		return nil, err
	}
	r := d.current()
	switch {
	case q.Kind != "":
		rows, err := d.view.rowsOf(&Entity{Kind: q.Kind, ID: q.ID})
		if unknown, ok := errors.AsType[*UnknownEntity](err); ok {
			return refuse("", &Error{Message: unknown.Error()}), nil
		}
		if err != nil {
			return nil, err
		}
		r = &Result{view: d.view, rows: rows}
	case q.Events != nil:
		r = &Result{view: d.view}
		for _, row := range d.view.log.FindAll(q.Events) {
			r.rows = append(r.rows, uint32(row))
		}
	case q.Whole:
		r = d.view.everything()
	}
	if span := d.span(q.From, q.To); span != (Range{}) {
		log := d.view.log
		kept := make([]uint32, 0, len(r.rows))
		for _, row := range r.rows {
			if t := log.Time(int(row)); t >= span.From && t < span.To {
				kept = append(kept, row)
			}
		}
		r = &Result{view: d.view, rows: kept}
	}
	return r.Map(), nil
}

func (d *Door) position(question []byte) (any, error) {
	q, err := ask[struct{ UUID string }](question)
	if err != nil {
		return nil, err
	}
	return map[string]int{"index": d.current().Position(q.UUID)}, nil
}

// offered is a field of the log as it is offered for completion.
type offered struct {
	Name   string `json:"name"`   // of the canonical query
	Alias  string `json:"alias"`  // another name; of a field of the log its path
	Column string `json:"column"` // of the console's CSV
	Title  string `json:"title"`
	Values int    `json:"values"` // different ones; -1 where they were not counted
}

func (d *Door) fields([]byte) (any, error) {
	list := []offered{}
	for _, f := range Fields() {
		n := d.view.Distinct(f)
		if n == 0 {
			continue
		}
		o := offered{Name: f.Name, Title: f.Title, Values: n}
		if single := len(f.parts) == 1 && (f.kind == plainField || f.kind == timeField || f.kind == uuidField); single {
			o.Alias, o.Column = f.parts[0].Key(), f.parts[0].Column()
		} else if len(f.Other) > 0 {
			o.Alias = f.Other[0]
		}
		list = append(list, o)
	}
	return list, nil
}

func (d *Door) suggest(question []byte) (any, error) {
	q, err := ask[struct {
		Field, Prefix string
		Limit         int
	}](question)
	if err != nil {
		return nil, err
	}
	f, err := known(q.Field)
	if err != nil {
		return nil, err
	}
	return d.view.Suggest(f, q.Prefix, min(q.Limit, maxSuggestions)), nil
}
