package sigma

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// document parses one document. It returns nil after an error.
func (p *parser) document() *Rule {
	before := p.failed()
	root := p.parseYAML()
	if root == nil {
		return nil
	}
	if root.Kind != yaml.MappingNode {
		p.fail(root, Invalid, "the document is %s; want a Sigma rule, a map that begins with title", kindOf(root))
		return nil
	}
	entries, ok := p.mapping(root, "the document")
	if !ok {
		return nil
	}
	at := map[string]pair{}
	for _, e := range entries {
		at[e.name] = e
	}
	r := &Rule{File: p.file, Line: p.doc.line + root.Line, position: place{p.doc.line + root.Line, root.Column}}
	// Errors name the rule by what it has of a name, so these come first.
	r.ID = p.attribute(at, "id", 256)
	r.Name = p.attribute(at, "name", 256)
	r.Title = p.attribute(at, "title", 1024)
	p.rule = r.called()
	p.attributes(r, at)

	parts := 0
	for _, key := range []string{"detection", "correlation", "filter"} {
		if _, has := at[key]; has {
			parts++
		}
	}
	switch {
	case has(at, "action"):
		p.fail(at["action"].key, Invalid, "action belongs to the collections of Sigma 1; write each rule out, or use YAML anchors")
	case parts == 0:
		p.fail(root, Invalid, "no Sigma document: it has %s; want a detection, a correlation or a filter", keysOf(entries))
	case parts > 1:
		p.fail(root, Invalid, "a document has one of detection, correlation and filter; this one has %d of them", parts)
	case r.Title == "" && p.failed() == before:
		p.fail(root, Invalid, "the document has no title")
	case has(at, "correlation"):
		r.Correlation = p.correlation(at["correlation"].value, at)
	case has(at, "filter"):
		if p.logsource(at, root) {
			r.Filter, r.tree = p.filter(at["filter"].value)
		}
	default:
		if expressions, found := p.systemLog(at["detection"].value); found {
			r.tree, r.Expression = p.expressions(expressions)
		} else if p.logsource(at, root) {
			r.tree = p.detection(at["detection"].value, "the detection")
		}
	}
	r.custom = p.customs(entries)
	if p.failed() > before || r.Correlation == nil && r.tree == nil {
		return nil
	}
	return r
}

func has(at map[string]pair, key string) bool { _, ok := at[key]; return ok }

// keysOf lists the first keys of a map, for a message.
func keysOf(entries []pair) string {
	if len(entries) == 0 {
		return "no entries"
	}
	var list []string
	for i, e := range entries {
		if i == 5 {
			list = append(list, "…")
			break
		}
		list = append(list, quote(e.name))
	}
	return strings.Join(list, ", ")
}

func (p *parser) attribute(at map[string]pair, key string, most int) string {
	e, ok := at[key]
	if !ok {
		return ""
	}
	return strings.TrimSpace(p.text(e.value, key, most))
}

// attributes reads what describes a rule.
func (p *parser) attributes(r *Rule, at map[string]pair) {
	r.Description = p.attribute(at, "description", maxText)
	r.Author = p.attribute(at, "author", maxText)
	r.Date = p.attribute(at, "date", 256)
	r.Modified = p.attribute(at, "modified", 256)
	r.Status = p.oneOf(at, "status", statuses)
	r.Level = p.oneOf(at, "level", levels)
	lists := func(key string) []string {
		if e, ok := at[key]; ok {
			return p.texts(e.value, key, maxReferences*10)
		}
		return nil
	}
	r.Tags = lists("tags")
	r.References = append(lists("references"), lists("reference")...)
	r.FalsePositives = lists("falsepositives")
}

func (p *parser) oneOf(at map[string]pair, key string, legal []string) string {
	s := strings.ToLower(p.attribute(at, key, maxText))
	if s != "" && !slices.Contains(legal, s) {
		p.fail(at[key].value, Invalid, "%s is %s; want %s", key, quote(s), names(legal...))
		return ""
	}
	return s
}

// logsource reports whether the rule is for Okta's log. A rule for another one
// would look in the wrong fields.
func (p *parser) logsource(at map[string]pair, root *yaml.Node) bool {
	const want = "; want product okta, service okta"
	e, ok := at["logsource"]
	if !ok {
		p.fail(root, Invalid, "the rule has no logsource"+want)
		return false
	}
	entries, ok := p.mapping(e.value, "logsource")
	if !ok {
		return false
	}
	var product, service, category string
	for _, s := range entries {
		switch s.name {
		case "product":
			product = p.text(s.value, "product", 256)
		case "service":
			service = p.text(s.value, "service", 256)
		case "category":
			category = p.text(s.value, "category", 256)
		}
	}
	okta := func(s string) bool { return s == "" || strings.EqualFold(s, "okta") }
	switch {
	case !okta(product):
		p.fail(e.value, Foreign, "a rule for product %s; only those for okta are run", quote(product))
	case !okta(service):
		p.fail(e.value, Foreign, "a rule for service %s; only those for okta are run", quote(service))
	case product == "" && service == "" && category != "":
		p.fail(e.value, Foreign, "a rule for every product of category %s; only those for okta are run", quote(category))
	case product == "" && service == "":
		p.fail(e.value, Invalid, "logsource names no product"+want)
	default:
		return true
	}
	return false
}

// customs returns what Sigma does not define, with lines of the file.
func (p *parser) customs(entries []pair) map[string]*yaml.Node {
	var all map[string]*yaml.Node
	seen := map[*yaml.Node]bool{}
	for _, e := range entries {
		if slices.Contains(known, e.name) {
			continue
		}
		if all == nil {
			all = map[string]*yaml.Node{}
		}
		all[e.name] = e.value
		stack := []*yaml.Node{e.value}
		for len(stack) > 0 {
			n := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if n == nil || seen[n] {
				continue
			}
			seen[n] = true
			n.Line += p.doc.line
			stack = append(stack, n.Alias)
			stack = append(stack, n.Content...)
		}
	}
	return all
}
