package analyzer

import (
	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/rules"
)

// Need is what a detection cannot look without.
type Need struct {
	// Fields are names of fields, of each entry one that is enough.
	Fields [][]string `json:"fields"`
	// Lists are those of the configuration that it takes. A rule needs them; a
	// detection in code uses them where they are there.
	Lists []string `json:"lists"`
}

// Needs returns what each detection needs, by its id; own are the analyst's
// rules.
func Needs(own []rules.File) map[string]Need {
	all := map[string]Need{}
	names := func(fields []event.Field) []string {
		list := make([]string, len(fields))
		for i, f := range fields {
			list[i] = f.Key()
		}
		return list
	}
	for _, d := range detect.All() {
		n := Need{Fields: [][]string{}, Lists: append([]string{}, d.Lists...)}
		for _, name := range names(d.Needs) {
			n.Fields = append(n.Fields, []string{name})
		}
		for _, any := range d.NeedsAny {
			n.Fields = append(n.Fields, names(any))
		}
		all[d.ID] = n
	}
	pack, _ := packOf(own)
	for _, r := range pack.Rules() {
		n := Need{Fields: [][]string{}, Lists: append([]string{}, r.Lists()...)}
		for _, name := range names(pack.Needs(r)) {
			n.Fields = append(n.Fields, []string{name})
		}
		all[r.Detection.ID] = n
	}
	return all
}
