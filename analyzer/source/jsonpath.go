package source

import (
	"strings"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// path is a place in an event: the field that stands there, if one does, and
// the paths under it that were met. A log has a few hundred; to look each key's
// path up by its name took half of the time of decoding JSON.
type path struct {
	name  string
	field event.Field
	known bool
	under map[string]*path
}

func newPath(name string) *path {
	p := &path{name: name}
	p.field, _, p.known = event.Lookup(name)
	return p
}

// maxPaths is how many paths are remembered. The keys of a hostile log may all
// be different.
const maxPaths = 20_000

// under returns the path of a key.
func (d *jsonDecoder) under(p *path, key []byte) *path {
	if known := p.under[string(key)]; known != nil {
		return known
	}
	next := p
	if !sameName(string(key), "flattened") { // Elastic's name for the keys of debug data
		next = newPath(p.name + "." + string(key))
	}
	if d.paths < maxPaths {
		d.paths++
		if p.under == nil {
			p.under = make(map[string]*path)
		}
		p.under[string(key)] = next
	}
	return next
}

// root returns the path of an object of an event.
func (d *jsonDecoder) root(o object) *path {
	if d.roots[o] == nil {
		d.roots[o] = newPath(strings.ToLower(objectPaths[o]))
	}
	return d.roots[o]
}

func newJSONDecoder(d *Decoder) *jsonDecoder {
	return &jsonDecoder{
		Decoder: d,
		targets: elements{path: newPath("target"), groups: []table.Group{table.TargetGroup, table.TargetDetailGroup}},
		chain:   elements{path: newPath("request.ipchain"), groups: []table.Group{table.ChainGroup}},
	}
}
