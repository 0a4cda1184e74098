package table

// Names numbers texts in order of their first use, as the values of a [Column]
// that is computed are numbered: 0 is "".
type Names struct {
	// Values are the texts by number.
	Values  []string
	numbers map[string]uint32
}

// NewNames returns the names of nothing but "".
func NewNames() *Names { return &Names{[]string{""}, map[string]uint32{"": 0}} }

// Number returns the number of a text, a new one if it has none yet.
func (n *Names) Number(s string) uint32 {
	number, ok := n.numbers[s]
	if !ok {
		number = uint32(len(n.Values))
		n.Values = append(n.Values, s)
		n.numbers[s] = number
	}
	return number
}
