package source

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// What stands among the events of a list is found in whatever it is in, or
// rejected. Nothing is passed over in silence.
func TestListsOfEvents(t *testing.T) {
	e := func(n int) string {
		return fmt.Sprintf(`{"uuid":"%08x-4811-11f1-8000-0242ac120002","eventType":"user.session.start","published":"2026-06-24T14:06:47.699Z","actor":{"id":"00u%d"}}`, n, n)
	}
	const none = "in a list of events: no event of Okta's: it has "
	for _, c := range []struct {
		name    string
		text    string
		events  int
		rejects []string
	}{
		{"events", `{"records":[` + e(1) + `,` + e(2) + `]}`, 2, nil},
		{"under a stranger's key", `{"records":[` + e(1) + `,{"theirs":` + e(2) + `},` + e(3) + `]}`, 3, nil},
		{"deeper", `{"records":[{"a":[{"b":{"c":` + e(1) + `}}]},` + e(2) + `]}`, 2, nil},
		{"in a stranger's text", `{"records":[` + e(1) + `,{"theirs":` + quoted([]byte(e(2))) + `}]}`, 2, nil},
		{"lists of lists", `{"records":[[` + e(1) + `],[{"theirs":` + e(2) + `}],[]]}`, 2, nil},
		{"lines of a text", `{"message":` + quoted([]byte(e(1)+"\n{\"theirs\":"+e(2)+"}\n"+e(3))) + `}`, 3, nil},
		{"a stranger", `{"records":[` + e(1) + `,{"user":"ana"},` + e(2) + `]}`, 2, []string{none + `"user"`}},
		{"two strangers", `{"records":[{"a":1},{"b":2},` + e(1) + `]}`, 1, []string{none + `"a"`, none + `"b"`}},
		{"an empty object", `{"records":[` + e(1) + `,{}]}`, 1, []string{none + "nothing"}},
		{"a list of strangers", `{"records":[[` + e(1) + `],[{"a":1}]]}`, 1, []string{none + `"a"`}},
		{"a stranger in a text", `{"message":` + quoted([]byte(e(1)+"\n{\"a\":1}")) + `}`, 1, []string{none + `"a"`}},
		{"among those found under any key", `{"theirs":[` + e(1) + `,{"a":1},{"ours":` + e(2) + `}]}`, 2, []string{none + `"a"`}},
		{"numbers and words", `{"records":[1,null,"text",[],[2],` + e(1) + `]}`, 1, nil},
		{"a list without events", `{"records":[{"a":1},{"b":2}]}`, 0, []string{`no event of Okta's: it has "records"`}},
		{"a list inside an event", `{"log":[{"a":1},` + e(1) + `],` + e(2)[1:], 1, nil},
	} {
		rng := rand.New(rand.NewPCG(1, 6))
		text := []byte(e(90) + "\n" + c.text + "\n" + e(91) + "\n")
		for _, chunk := range []int64{1 << 20, 64, 200} {
			got := decodeAll(t, text, chunk, 2, rng)
			if len(got.events) != c.events+2 || len(got.rejects) != len(c.rejects) {
				t.Errorf("%s, chunks of %d: %d events, rejects %q; want %d, %q", c.name, chunk, len(got.events)-2, got.rejects, c.events, c.rejects)
				continue
			}
			for i, want := range c.rejects {
				if !strings.Contains(got.rejects[i], want) || !strings.HasPrefix(got.rejects[i], "2@") {
					t.Errorf("%s, chunks of %d: reject %q, want one of line 2: %q", c.name, chunk, got.rejects[i], want)
				}
			}
		}
		// In UTF-16 the places of events and rejects must be in the order of the file.
		wide := decodeAll(t, toUTF16LE(text), 1<<20, 1, rng)
		if len(wide.events) != c.events+2 || len(wide.rejects) != len(c.rejects) {
			t.Errorf("%s, in UTF-16: %d events, rejects %q", c.name, len(wide.events)-2, wide.rejects)
		}
	}
}
