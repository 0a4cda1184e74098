package debugdata

import (
	"slices"
	"strings"

	"github.com/tidwall/gjson"

	"okta-session-analyzer/analyzer/event"
)

// Behavior is what Okta's behaviour detection made of a sign-in: the name that
// an administrator gave it, "New Device", and the outcome: POSITIVE (the sign-in
// differs from those before), NEGATIVE, UNKNOWN or BAD_REQUEST, according to
// https://help.okta.com/en/prod/Content/Topics/Security/behavior-detection/logs-behavior-detection.htm.
type Behavior struct{ Name, Value string }

// Behaviors returns the behaviours of an event: those of debugData's behaviors
// (Java's text of a map, or JSON) and, where they name others, those of its
// logOnlySecurityData (JSON with a member behaviors). Both may be blank. The
// list userBehaviors of a securityContext is read as behaviors are. The order
// is that of the texts; of two with one name the first counts.
func Behaviors(behaviors, logOnly string) []Behavior {
	var list []Behavior
	for _, text := range []string{behaviors, logOnly} {
		for _, b := range readBehaviors(text, 0) {
			known := func(o Behavior) bool { return o.Name == b.Name }
			if b.Name != "" && b.Value != "" && !slices.ContainsFunc(list, known) {
				list = append(list, b)
			}
		}
	}
	return list
}

// member is the key of logOnlySecurityData that holds behaviours.
const member = "behaviors"

func readBehaviors(text string, depth int) []Behavior {
	if depth > maxLayers || event.Blank(strings.TrimSpace(text)) {
		return nil
	}
	var list []Behavior
	if unwrapped := Unwrap(text); unwrapped != "" {
		root := gjson.Parse(unwrapped)
		if inner := exactly(root, member); inner.Exists() {
			return readBehaviors(textOf(inner), depth+1)
		}
		root.ForEach(func(key, value gjson.Result) bool {
			switch {
			case root.IsObject() && value.Type == gjson.String:
				list = append(list, Behavior{key.String(), value.String()})
			case root.IsArray() && value.IsObject(): // of securityContext.userBehaviors
				list = append(list, Behavior{exactly(value, "name").String(), exactly(value, "result").String()})
			}
			return true
		})
		return list
	}
	for _, p := range JavaMap(text) {
		if p.Key == member {
			return readBehaviors(p.Value, depth+1)
		}
	}
	inner, ok := inBraces(text)
	if !ok {
		return nil
	}
	// The outcomes are words in capitals, the names anything: cut behind the
	// outcomes, so that a name can hold commas and equals signs.
	for from, i := 0, 0; i < len(inner); i++ {
		if inner[i] != '=' {
			continue
		}
		end := i + 1
		for end < len(inner) && (inner[end] >= 'A' && inner[end] <= 'Z' || inner[end] == '_') {
			end++
		}
		if end == len(inner) || strings.HasPrefix(inner[end:], comma) {
			list = append(list, Behavior{inner[from:i], inner[i+1 : end]})
			from = end + len(comma)
			i = end
		}
	}
	if len(list) == 0 { // a log lake has lower-cased all of it
		for _, p := range JavaMap(text) {
			list = append(list, Behavior{p.Key, p.Value})
		}
	}
	return list
}

// Risk returns the level of risk that Okta gave an event, LOW, MEDIUM or HIGH as
// a rule, and the reasons it names, with commas between them. It reads
// debugData's risk (Java's text of a map, or a bare word), the risk of a
// securityContext (JSON) and logOnlySecurityData (JSON with a member risk).
// Both are "" where the text has none.
func Risk(text string) (level, reasons string) { return readRisk(text, 0) }

func readRisk(text string, depth int) (level, reasons string) {
	text = strings.TrimSpace(text)
	if depth > maxLayers || event.Blank(text) {
		return "", ""
	}
	if unwrapped := Unwrap(text); unwrapped != "" {
		root := gjson.Parse(unwrapped)
		if inner := exactly(root, "risk"); inner.Exists() {
			return readRisk(textOf(inner), depth+1)
		}
		return present(exactly(root, "level").String()), present(joined(exactly(root, "reasons")))
	}
	for _, p := range JavaMap(text) {
		switch p.Key {
		case "risk":
			return readRisk(p.Value, depth+1)
		case "level":
			level = present(p.Value)
		case "reasons":
			reasons = present(p.Value)
			if n := len(reasons); n >= 2 && reasons[0] == '[' && reasons[n-1] == ']' { // Java's text of a list
				reasons = reasons[1 : n-1]
			}
		}
	}
	if level == "" && reasons == "" && !strings.ContainsAny(text, "{}[]=:\"\\,; \t\n") {
		level = text
	}
	return level, reasons
}

// present returns a text, or "" when it is a word for nothing.
func present(text string) string {
	if text = strings.TrimSpace(text); event.Blank(text) {
		return ""
	}
	return text
}

// exactly returns the value of a key of an object. Unlike [gjson.Result.Get] it
// takes no key for a path.
func exactly(object gjson.Result, key string) (value gjson.Result) {
	if !object.IsObject() {
		return value
	}
	object.ForEach(func(k, v gjson.Result) bool {
		if k.String() == key {
			value = v
			return false
		}
		return true
	})
	return value
}

// textOf returns the text of a string, and of anything else its JSON.
func textOf(value gjson.Result) string {
	if value.Type == gjson.String {
		return value.String()
	}
	return value.Raw
}

// joined returns the strings of a list with commas between them, and of
// anything else its text; nothing of null.
func joined(value gjson.Result) string {
	if !value.IsArray() {
		return value.String()
	}
	var words []string
	value.ForEach(func(_, one gjson.Result) bool {
		words = append(words, one.String())
		return true
	})
	return strings.Join(words, comma)
}
