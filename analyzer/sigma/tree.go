package sigma

// node is a part of what a rule asks of an event.
type node interface{}

type (
	// conjunction holds where all its parts do; one without parts always.
	conjunction []node
	// disjunction holds where one of its parts does; one without parts never.
	disjunction []node
	// negation holds where its part does not.
	negation struct{ of node }
)

// atom is a test of one field.
type atom struct {
	field *Field // nil for keywords
	test  predicate
	// absent asks that the event has no value in the field; test is nil then.
	absent bool
	// expand makes the test when the lists of a configuration are known.
	expand *item
	// other is the field that the value of this one is compared with.
	other    *Field
	position string // how, as a modifier
	cased    bool
	at       place // of the values, where they come of lists
}

func both(a, b node) node { return conjunction{a, b} }

// negate returns the negation of a node, of one that is negated its part.
func negate(n node) node {
	if neg, ok := n.(*negation); ok {
		return neg.of
	}
	return &negation{n}
}

// any returns the node that holds where one of nodes does.
func anyOf(nodes []node) node {
	if len(nodes) == 1 {
		return nodes[0]
	}
	return disjunction(nodes)
}

func allOf(nodes []node) node {
	if len(nodes) == 1 {
		return nodes[0]
	}
	return conjunction(nodes)
}

// walk calls f for every atom of a tree, in its order.
func walk(n node, f func(*atom)) {
	switch n := n.(type) {
	case conjunction:
		for _, part := range n {
			walk(part, f)
		}
	case disjunction:
		for _, part := range n {
			walk(part, f)
		}
	case *negation:
		walk(n.of, f)
	case *atom:
		f(n)
	}
}
