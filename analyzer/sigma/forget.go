package sigma

// Forget drops the events that a view keeps of some rules: those of a rule that
// is another one after the next key press would only take the place of others.
func (v *View) Forget(rules []*Rule) {
	v.mu.Lock()
	defer v.mu.Unlock()
	gone := make(map[*Rule]bool, len(rules))
	for _, r := range rules {
		gone[r] = true
	}
	for key, rows := range v.found {
		if gone[key.rule] {
			v.kept -= len(rows) + 1
			delete(v.found, key)
		}
	}
}
