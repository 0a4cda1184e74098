package query

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"okta-session-analyzer/analyzer/event"
)

// Every entity of random logs has the events, and its lists the counts, that
// its query finds and a plain count gives.
func TestEntitiesAgainstOracle(t *testing.T) {
	for seed := range uint64(3) {
		log := randomLog(t, 60+seed, 250)
		v := NewView(log)
		ids := map[string][]string{}
		for i := range log.Users() {
			ids[UserEntity] = append(ids[UserEntity], userID(&log.Users()[i]))
		}
		for _, s := range log.Sessions() {
			ids[SessionEntity] = append(ids[SessionEntity], s.ID)
		}
		for kind, field := range map[string]string{AddressEntity: "ip", ApplicationEntity: "app"} {
			for _, c := range v.everything().Top(byName[field], 100).Values {
				ids[kind] = append(ids[kind], c.Value)
			}
		}
		for kind, list := range ids {
			if len(list) < 2 {
				t.Fatalf("only %d of kind %s", len(list), kind)
			}
			for _, id := range list {
				e, err := EntityOf(v, kind, id)
				if err != nil {
					t.Fatal(err)
				}
				var rows []uint32
				switch kind {
				case UserEntity:
					for i, u := range log.Users() {
						if userID(&log.Users()[i]) == id { // the first of a name
							rows = u.Rows
							break
						}
					}
				case SessionEntity:
					for _, s := range log.Sessions() {
						if s.ID == id {
							rows = s.Rows
							break
						}
					}
				default:
					rows = mustRun(t, v, e.Query).Rows()
				}
				r := &Result{view: v, rows: rows}
				if e.Events != len(rows) || e.First != log.Time(int(rows[0])) || e.Last != log.Time(int(rows[len(rows)-1])) {
					t.Fatalf("%s %s: %d events from %d to %d; want %d", kind, id, e.Events, e.First, e.Last, len(rows))
				}
				if kind == SessionEntity || kind == UserEntity {
					found := mustRun(t, v, e.Query).Rows()
					for _, row := range rows {
						if !slices.Contains(found, row) {
							t.Fatalf("%s %s: %s does not find row %d", kind, id, e.Query, row)
						}
					}
				}
				check := func(what string, got *List[Count], f *Field) {
					t.Helper()
					counts, _ := plainCounts(r, f)
					if want := sortedPlain(counts); got == nil || got.Total != len(want) || !slices.Equal(got.Items, want[:min(MaxList, len(want))]) {
						t.Fatalf("%s %s: %s %+v, want %v", kind, id, what, got, want)
					}
				}
				check("outcomes", e.Outcomes, byName["result"])
				check("types", e.Types, byName["type"])
				if kind != ApplicationEntity {
					check("applications", e.Applications, byName["app"])
				}
				if kind == UserEntity {
					check("devices", e.Devices, byName["device"])
					var hours [7][24]int
					for _, row := range rows {
						result := log.Column(event.OutcomeResult).At(int(row))
						if KindOf(log.Column(event.Type).At(int(row))) == SignIn && (strings.EqualFold(result, "success") || result == "ALLOW") {
							at := time.UnixMilli(log.Time(int(row))).UTC()
							hours[at.Weekday()][at.Hour()]++
						}
					}
					if *e.Hours != hours {
						t.Fatalf("%s: hours %v, want %v", id, e.Hours, hours)
					}
				}
				if e.Addresses != nil {
					counts, _ := plainCounts(r, byName["ip"])
					var got []Count
					for _, a := range e.Addresses.Items {
						got = append(got, Count{a.IP, a.Events})
					}
					if want := sortedPlain(counts); !slices.Equal(got, want) && len(want) > 0 {
						t.Fatalf("%s %s: addresses %v, want %v", kind, id, got, want)
					}
				}
				if e.Sessions != nil {
					sum := 0
					for _, s := range e.Sessions.Items {
						sum += s.Events
						of := &Result{view: v}
						for _, row := range rows {
							if n := log.SessionOf(int(row)); n >= 0 && log.Sessions()[n].ID == s.ID {
								of.rows = append(of.rows, row)
							}
						}
						addresses, _ := plainCounts(of, byName["ip"])
						if s.Events != of.Len() || s.Addresses != len(addresses) || s.First != log.Time(int(of.rows[0])) {
							t.Fatalf("%s %s: session %+v, want %d events, %d addresses", kind, id, s, of.Len(), len(addresses))
						}
					}
					if sum == 0 {
						t.Logf("%s %s has no session", kind, id)
					}
				}
			}
		}
	}
}

func TestEntityNames(t *testing.T) {
	v := NewView(randomLog(t, 61, 250))
	byID, err := EntityOf(v, UserEntity, "00U2")
	if err != nil {
		t.Fatal(err)
	}
	if byID.ID != "00u2" {
		t.Errorf("id %q", byID.ID)
	}
	u := v.log.Users()[slices.IndexFunc(v.log.Users(), func(u tableUser) bool { return u.ID == "00u2" })]
	for _, name := range []string{u.AlternateID, strings.ToUpper(u.DisplayName)} {
		found, err := EntityOf(v, UserEntity, name)
		if err != nil {
			t.Fatal(err)
		}
		at := slices.IndexFunc(v.log.Users(), func(o tableUser) bool { return userID(&o) == found.ID })
		if o := v.log.Users()[at]; !strings.EqualFold(o.AlternateID, name) && !strings.EqualFold(o.DisplayName, name) {
			t.Errorf("%s is %+v", name, o)
		}
		if names := found.Names.Items; len(names) == 0 || !slices.ContainsFunc(names, func(c Count) bool { return strings.EqualFold(c.Value, name) }) {
			t.Errorf("%s has the names %v", name, names)
		}
	}
	for _, c := range [][2]string{{"user", "nobody"}, {"user", ""}, {"session", "none"}, {"address", ""}, {"address", "198.51.100.1"}, {"application", "?"},
		{"planet", "earth"}, {"application", "*"}} {
		_, err := EntityOf(v, c[0], c[1])
		if unknown, ok := errors.AsType[*UnknownEntity](err); !ok || !reflect.DeepEqual(*unknown, UnknownEntity{c[0], c[1]}) {
			t.Errorf("%s %q: %v", c[0], c[1], err)
		}
	}
}

func TestNeighbours(t *testing.T) {
	v := NewView(randomLog(t, 62, 250))
	e, err := EntityOf(v, AddressEntity, "192.0.2.1")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, a := range e.Neighbours.Items {
		got = append(got, a.IP)
	}
	slices.Sort(got)
	if want := []string{"192.0.2.77", "::ffff:192.0.2.5"}; e.Network != "192.0.2.0/24" || !slices.Equal(got, want) {
		t.Errorf("neighbours in %s: %q, want %q", e.Network, got, want)
	}
}

func TestThin(t *testing.T) {
	class := make([]int, 1000)
	for i := range class {
		class[i] = 3
		if i%10 == 0 {
			class[i] = 2
		}
		if i%100 == 0 {
			class[i] = 1
		}
	}
	class[0], class[999] = 0, 0
	for _, most := range []int{1, 2, 5, 11, 50, 111, 500, 1000, 5000} {
		kept := thin(class, most)
		if len(kept) != min(most, 1000) || !slices.IsSorted(kept) || len(slices.Compact(slices.Clone(kept))) != len(kept) {
			t.Fatalf("%d of %d: %d", len(kept), most, kept)
		}
		worst, full := 0, map[int]int{}
		for _, i := range kept {
			worst = max(worst, class[i])
			full[class[i]]++
		}
		for c := range worst { // of better classes all are kept
			n := 0
			for _, k := range class {
				if k == c {
					n++
				}
			}
			if full[c] != n {
				t.Errorf("of %d: %d of class %d, %d in all", most, full[c], c, n)
			}
		}
	}
}
