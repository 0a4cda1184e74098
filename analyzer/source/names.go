package source

import (
	"strings"

	"okta-session-analyzer/analyzer/event"
)

// prefixes are what log lakes and flatteners put before the names of fields.
var prefixes = [...]string{"okta.", "_source.okta.", "_source.", "detail.", "result.", "event."}

// lookupColumn resolves the name of a column: in any spelling of
// [event.Lookup], behind one of the usual prefixes, or with anything else than
// dots between its words: "actor_alternateId", "Actor/Alternate ID".
func lookupColumn(name string) (f event.Field, index int, ok bool) {
	name = strings.TrimSpace(name)
	if f, index, ok = event.Lookup(name); ok {
		return f, index, true
	}
	for _, prefix := range prefixes {
		if rest, found := strings.CutPrefix(name, prefix); found {
			if f, index, ok = event.Lookup(rest); ok {
				return f, index, true
			}
		}
	}
	key, index := letters(name), -1
	if rest, found := strings.CutPrefix(key, "target"); found && rest != "" && rest[0] >= '0' && rest[0] <= '9' {
		n := 0
		for rest != "" && rest[0] >= '0' && rest[0] <= '9' && n < 1000 {
			n, rest = n*10+int(rest[0]-'0'), rest[1:]
		}
		key, index = "target"+rest, n
	}
	f, ok = byLetters[key]
	return f, index, ok
}

// byLetters maps the letters and digits of every field's names of several
// words to it.
var byLetters = func() map[string]event.Field {
	m := make(map[string]event.Field)
	for f := range event.NumFields {
		for _, name := range []string{f.Key(), strings.Replace(f.Column(), "0", "", 1)} {
			if strings.Contains(name, ".") {
				m[letters(name)] = f
			}
		}
	}
	m[letters("client.ip")] = event.ClientIP
	return m
}()

// letters returns the letters and digits of a name in lower case.
func letters(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			return r
		}
		return -1
	}, name)
}

// otherHeader returns the header that a record without a time is, of a log
// with other columns that was appended, or nil. Nearly all such records are
// damaged ones, so it looks for the name that no header can lack first, which
// takes a hundredth of the time.
func otherHeader(record []byte, comma byte) *header {
	if !strings.Contains(letters(string(record)), "eventtype") {
		return nil
	}
	if h, err := parseHeader(record, comma); err == nil && h.raw < 0 {
		return h
	}
	return nil
}

// foldName returns a name in lower case without blanks, underscores and
// brackets.
func foldName(name string) string {
	return strings.ToLower(unfolded.Replace(name))
}

var unfolded = strings.NewReplacer(" ", "", "_", "", "[", "", "]", "", "\ufeff", "")
