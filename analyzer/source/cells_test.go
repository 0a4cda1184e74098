package source

import (
	"reflect"
	"strings"
	"testing"
)

func TestCells(t *testing.T) {
	const id = "5d1a0c2e-1111-11f0-8000-000000000001"
	deep := strings.Repeat(`{"a":`, 70) + "1" + strings.Repeat("}", 70)
	for _, test := range []struct {
		name, head, record string
		want               []Cell
	}{
		{"console", "timestamp,event_type,uuid,target0.id,actor.id,client.ip_address,outcome.result\n", "2026-03-02T09:00:00.000Z,user.session.start," + id + ",\r",
			[]Cell{{"timestamp", "2026-03-02T09:00:00.000Z"}, {"event_type", "user.session.start"}, {"uuid", id}}},
		{"quotes, commas and line breaks", "timestamp,event_type,outcome.reason,uuid,actor.id,client.ip_address\n", "2026-03-02T09:00:00.000Z,a.b,\"said \"\"no\"\", twice\nand left\"",
			[]Cell{{"timestamp", "2026-03-02T09:00:00.000Z"}, {"event_type", "a.b"}, {"outcome.reason", "said \"no\", twice\nand left"}}},
		{"semicolons, and a cell too many", "timestamp;event_type;uuid;actor.id;client.ip_address\n", "2026-03-02T09:00:00.000Z;a.b;;;;x,y",
			[]Cell{{"timestamp", "2026-03-02T09:00:00.000Z"}, {"event_type", "a.b"}, {"column 6", "x,y"}}},
		{"JSON", `{"eventType":"a.b","published":"2026-03-02T09:00:00.000Z","uuid":"` + id + `"}`,
			`{"actor":{"id":"00u1","displayName":null,"detailEntry":{}},"target":[{"id":"a"},{"id":"b","ok":true}],"version":0}`,
			[]Cell{{"actor.id", "00u1"}, {"target[0].id", "a"}, {"target[1].id", "b"}, {"target[1].ok", "true"}, {"version", "0"}}},
		{"nested deeply", `{"eventType":"a.b","published":"2026-03-02T09:00:00.000Z","uuid":"` + id + `"}`, deep,
			[]Cell{{strings.Repeat(".a", maxNesting)[1:], deep[5*maxNesting : len(deep)-maxNesting]}}},
		{"no JSON", `{"eventType":"a.b","published":"2026-03-02T09:00:00.000Z","uuid":"` + id + `"}`, `{"actor":`, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			layout, err := Sniff([]byte(test.head))
			if err != nil {
				t.Fatal(err)
			}
			if got := layout.Cells(test.record); !reflect.DeepEqual(got, test.want) {
				t.Errorf("cells %q\nwant  %q", got, test.want)
			}
		})
	}
}

func TestCellsAreBounded(t *testing.T) {
	layout, err := Sniff([]byte("timestamp,event_type,uuid,actor.id,client.ip_address\n"))
	if err != nil {
		t.Fatal(err)
	}
	if n := len(layout.Cells(strings.Repeat("a,", 100_000))); n != maxCells {
		t.Errorf("%d cells, want %d", n, maxCells)
	}
}
