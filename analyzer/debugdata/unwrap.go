// Package debugdata reads the values of debugData that are texts of a structure
// of their own: maps as Java prints them (behaviors, risk) and JSON in a string
// (logOnlySecurityData, tunnels, threatDetections), which collectors escape once
// more, or twice.
package debugdata

import (
	"encoding/json"
	"strings"
)

// maxLayers is how many times over a text of JSON may be the text of JSON. A
// collector that writes a string into a string adds one; two of them are known
// to follow each other.
const maxLayers = 3

// Unwrap returns the JSON object or array that a value stands for: the value
// itself, or what is left when up to three layers of quotes and backslashes
// are taken from it. The outermost quotes may be missing, as in
// {\"risk\":{\"level\":\"LOW\"}}. It returns "" when there is none.
func Unwrap(text string) string {
	for range maxLayers + 1 {
		text = strings.TrimSpace(text)
		if text == "" {
			return ""
		}
		quoted := text
		switch {
		case text[0] == '"':
		case strings.HasPrefix(text, `\"`): // escaped twice, without the outermost quotes
			quoted = `"` + text + `"`
		case text[0] != '{' && text[0] != '[':
			return ""
		case json.Valid([]byte(text)):
			return text
		case !strings.Contains(text, `\"`):
			return ""
		default:
			quoted = `"` + text + `"`
		}
		var inner string
		if json.Unmarshal([]byte(quoted), &inner) != nil {
			return ""
		}
		text = inner
	}
	return ""
}
