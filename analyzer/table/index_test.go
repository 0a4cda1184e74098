package table

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer/event"
)

// logOf returns the log of rows, a second apart, in their order.
func logOf(t testing.TB, rows []event.Row) *Log {
	t.Helper()
	b := NewBuilder()
	for i := range rows {
		row := rows[i]
		row.Published = event.FormatTime(1_780_272_000_000 + int64(i)*1000)
		row.UUID = fmt.Sprintf("%08x-4811-11f1-8000-0242ac120002", i)
		if err := b.AddRow(0, int64(i), nil, &row); err != nil {
			t.Fatal(err)
		}
	}
	log, _ := b.Log([]string{"a"})
	return log
}

func actor(id, kind, alternate, display string) event.Row {
	return event.Row{ActorID: id, ActorType: kind, ActorAlternateID: alternate, ActorDisplayName: display}
}

func target(row event.Row, targets ...event.Target) event.Row {
	for i, t := range targets {
		*row.Targets()[i] = t
	}
	return row
}

func TestUsers(t *testing.T) {
	ana := actor("00uana", "User", "ana@example.com", "Ana")
	okta := actor("okta", "SystemPrincipal", "system@okta.com", "Okta System")
	userBo := event.Target{ID: "00ubo", Type: "User", AlternateID: "bo@example.com", DisplayName: "Bo"}
	app := event.Target{ID: "0oa1", Type: "AppInstance", DisplayName: "Payroll"}
	for _, c := range []struct {
		name string
		rows []event.Row
		of   []int  // the person of each event
		want string // the people
	}{
		{"the actor", []event.Row{ana, ana}, []int{0, 0}, "00uana/ana@example.com/Ana"},
		{"the user among the targets of Okta's act", []event.Row{target(okta, app, userBo)}, []int{0}, "00ubo/bo@example.com/Bo"},
		{"the actor before the target", []event.Row{target(ana, userBo)}, []int{0}, "00uana/ana@example.com/Ana"},
		{"nobody", []event.Row{okta, target(okta, app), {}}, []int{-1, -1, -1}, ""},
		{"an actor without a type", []event.Row{actor("00uana", "", "ana@example.com", "")}, []int{0}, "00uana/ana@example.com/"},
		{"blank names are filled in later", []event.Row{actor("00uana", "User", "unknown", "-"), ana}, []int{0, 0}, "00uana/ana@example.com/Ana"},
		{"a login alone is the person of its id", []event.Row{actor("", "User", "ANA@example.com", ""), ana}, []int{0, 0}, "00uana/ANA@example.com/Ana"},
		{"logins in another case are one", []event.Row{actor("", "User", "Cy@example.com", ""), actor("", "User", "cy@EXAMPLE.com", "Cy")},
			[]int{0, 0}, "/Cy@example.com/Cy"},
		{"a login of two ids belongs to none of them", []event.Row{ana, actor("00uanna", "User", "ana@example.com", "Anna"), actor("", "User", "ana@example.com", "")},
			[]int{0, 1, 2}, "00uana/ana@example.com/Ana 00uanna/ana@example.com/Anna /ana@example.com/"},
		{"no id and no login", []event.Row{actor("unknown", "User", "unknown", "Somebody")}, []int{-1}, ""},
		{"in the order of their first event", []event.Row{target(okta, userBo), ana, target(okta, userBo)}, []int{0, 1, 0}, "00ubo/bo@example.com/Bo 00uana/ana@example.com/Ana"},
	} {
		log := logOf(t, c.rows)
		var got []string
		for n, u := range log.Users() {
			got = append(got, u.ID+"/"+u.AlternateID+"/"+u.DisplayName)
			for _, row := range u.Rows {
				if log.UserOf(int(row)) != n {
					t.Errorf("%s: person %d lists event %d of person %d", c.name, n, row, log.UserOf(int(row)))
				}
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: people %q, want %q", c.name, got, c.want)
		}
		for row, want := range c.of {
			if got := log.UserOf(row); got != want {
				t.Errorf("%s: event %d is of %d, want %d", c.name, row, got, want)
			}
		}
	}
}

func TestUserName(t *testing.T) {
	for _, c := range []struct {
		user User
		want string
	}{
		{User{ID: "00u1", AlternateID: "ana@example.com", DisplayName: "Ana"}, "ana@example.com"},
		{User{ID: "00u1", AlternateID: "unknown", DisplayName: "Ana"}, "Ana"},
		{User{ID: "00u1", AlternateID: "", DisplayName: "null"}, "00u1"},
	} {
		if got := c.user.Name(); got != c.want {
			t.Errorf("%+v is called %q, want %q", c.user, got, c.want)
		}
	}
}

func TestSessions(t *testing.T) {
	s := func(external, root string) event.Row {
		return event.Row{ExternalSessionID: external, RootSessionID: root}
	}
	for _, c := range []struct {
		name string
		rows []event.Row
		of   []int
		want string // "id: session ids", one a session
	}{
		{"by session id", []event.Row{s("idxA", ""), s("idxB", ""), s("idxA", "")}, []int{0, 1, 0}, "idxA: idxA; idxB: idxB"},
		{"sign-in and console of one root", []event.Row{s("idxA", "idxA"), s("102C", "idxA")}, []int{0, 0}, "idxA: idxA 102C"},
		{"the root is told later", []event.Row{s("102C", ""), s("idxA", ""), s("idxA", "idxA"), s("102C", "idxA")}, []int{0, 0, 0, 0}, "idxA: 102C idxA"},
		{"a root without a session id", []event.Row{s("", "idxA"), s("idxA", "idxA")}, []int{0, 0}, "idxA: idxA"},
		{"none of a person", []event.Row{s("", ""), s("unknown", "null"), s("trs1", ""), s("-", "-")}, []int{-1, -1, -1, -1}, ""},
		{"an unknown root", []event.Row{s("idxA", "unknown"), s("idxA", "")}, []int{0, 0}, "idxA: idxA"},
		{"Okta's own id beside a root", []event.Row{s("trs1", "idxA"), s("trs1", ""), s("idxA", "idxA")}, []int{0, -1, 0}, "idxA: idxA"},
		{"the first root counts", []event.Row{s("102C", "idxA"), s("102C", "idxB"), s("idxB", "idxB")}, []int{0, 0, 1}, "idxA: 102C; idxB: idxB"},
	} {
		log := logOf(t, c.rows)
		var got []string
		for n, session := range log.Sessions() {
			got = append(got, session.ID+": "+strings.Join(session.External, " "))
			for _, row := range session.Rows {
				if log.SessionOf(int(row)) != n {
					t.Errorf("%s: session %d lists event %d of session %d", c.name, n, row, log.SessionOf(int(row)))
				}
			}
		}
		if strings.Join(got, "; ") != c.want {
			t.Errorf("%s: sessions %q, want %q", c.name, got, c.want)
		}
		for row, want := range c.of {
			if got := log.SessionOf(row); got != want {
				t.Errorf("%s: event %d is in %d, want %d", c.name, row, got, want)
			}
		}
	}
}

// The rows of the people and of the sessions are the events that say they are
// theirs, each once and in order.
func TestIndexRows(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 18))
	events, names := randomEvents(rng, 300, 2), fileNames(2)
	log, _ := addRows(t, events).Log(names)
	check := func(what string, lists [][]uint32, of func(int) int) {
		first := -1
		for n, rows := range lists {
			var want []uint32
			for row := range log.Len() {
				if of(row) == n {
					want = append(want, uint32(row))
				}
			}
			if !slices.Equal(rows, want) {
				t.Errorf("%s %d: events %d, want %d", what, n, rows, want)
			}
			if len(rows) == 0 || int(rows[0]) <= first {
				t.Errorf("%s %d is not in the order of the first events", what, n)
				continue
			}
			first = int(rows[0])
		}
	}
	var people, sessions [][]uint32
	for _, u := range log.Users() {
		people = append(people, u.Rows)
	}
	for _, s := range log.Sessions() {
		sessions = append(sessions, s.Rows)
	}
	check("person", people, log.UserOf)
	check("session", sessions, log.SessionOf)
	if len(people) != 3 || len(sessions) < 2 {
		t.Errorf("%d people and %d sessions", len(people), len(sessions))
	}
}
