package source

import (
	"bytes"
	"fmt"

	"github.com/tidwall/gjson"
)

// Cell is a value of a record with its name as the file has it: the column of
// a CSV, the path of a value in JSON.
type Cell struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// maxCells is how many cells of a record are taken apart. The API's events have
// some two hundred values.
const maxCells = 2000

// Cells takes the text of a record, as [Layout.Text] returns it, apart for
// people to read: the cells that are not empty, in the order of the file. Cells
// of a CSV beyond those of its header are named by their number. Text that is
// not what the layout says has no cells.
func (l *Layout) Cells(record string) []Cell {
	if l.header == nil {
		if !gjson.Valid(record) {
			return nil
		}
		return appendJSON(nil, "", gjson.Parse(record), 0)
	}
	b := bytes.TrimRight([]byte(record), "\r\n")
	if l.split != 0 {
		b = joinCells(b, l.split)
	}
	var cells []Cell
	for i, cell := range readCells(b, l.header.comma) {
		value := string(unquote(cell))
		if value == "" || len(cells) == maxCells {
			continue
		}
		name := fmt.Sprintf("column %d", i+1)
		if i < len(l.header.names) {
			name = l.header.names[i]
		}
		cells = append(cells, Cell{name, value})
	}
	return cells
}

// appendJSON appends the values of JSON under their paths. What is nested too
// deep is one value, as it stands in the file.
func appendJSON(cells []Cell, path string, v gjson.Result, depth int) []Cell {
	if len(cells) == maxCells {
		return cells
	}
	if !v.IsObject() && !v.IsArray() || depth == maxNesting {
		if s := v.String(); s != "" {
			cells = append(cells, Cell{path, s})
		}
		return cells
	}
	n := 0
	v.ForEach(func(key, value gjson.Result) bool {
		at := path
		if v.IsArray() {
			at = fmt.Sprintf("%s[%d]", path, n)
			n++
		} else if path == "" {
			at = key.String()
		} else {
			at = path + "." + key.String()
		}
		cells = appendJSON(cells, at, value, depth+1)
		return len(cells) < maxCells
	})
	return cells
}
