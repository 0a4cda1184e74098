package query

import (
	"cmp"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer/event"
)

func TestHistogramAgainstOracle(t *testing.T) {
	for seed := range uint64(30) {
		rng := rand.New(rand.NewPCG(seed, 3))
		log := randomLog(t, seed, 100)
		r := mustRun(t, NewView(log), []string{"", "-type:x", "user:*ana*"}[rng.IntN(3)])
		from := start + int64(rng.IntN(1_000_000)) - 500_000
		n := 1 + rng.IntN(20)
		to := from + int64(n)*int64(1+rng.IntN(900_000))
		h, err := r.Histogram(from, to, n)
		if err != nil {
			t.Fatal(err)
		}
		want := &Histogram{From: from, To: to, Success: make([]int, n), Failure: make([]int, n), Deny: make([]int, n), Other: make([]int, n)}
		step := (to - from) / int64(n)
		for _, row := range r.Rows() {
			if at := log.Time(int(row)); at >= from && at < to {
				list := want.Other
				switch log.Column(event.OutcomeResult).At(int(row)) {
				case "SUCCESS", "ALLOW", "success":
					list = want.Success
				case "FAILURE":
					list = want.Failure
				case "DENY":
					list = want.Deny
				}
				list[(at-from)/step]++
			}
		}
		if !reflect.DeepEqual(h, want) {
			t.Fatalf("seed %d:\n got %+v\nwant %+v", seed, h, want)
		}
	}
	r := NewView(randomLog(t, 1, 10)).everything()
	for _, c := range [][3]int64{{0, 10, 0}, {0, 10, MaxBuckets + 1}, {10, 10, 5}, {10, 0, 5}} {
		if _, err := r.Histogram(c[0], c[1], int(c[2])); err == nil {
			t.Errorf("a histogram of %v", c)
		}
	}
}

// plainCounts counts the values that events show in a field.
func plainCounts(r *Result, f *Field) (counts map[string]int, events int) {
	counts = map[string]int{}
	for _, row := range r.Rows() {
		some := false
		for _, s := range plainShown(r.view.log, f, int(row)) {
			if !event.Blank(s) {
				counts[s]++
				some = true
			}
		}
		if some {
			events++
		}
	}
	return counts, events
}

func sortedPlain(counts map[string]int) []Count {
	list := []Count{}
	for _, value := range slices.Sorted(maps.Keys(counts)) {
		list = append(list, Count{value, counts[value]})
	}
	slices.SortStableFunc(list, func(a, b Count) int { return cmp.Compare(b.Count, a.Count) })
	return list
}

func TestTopAgainstOracle(t *testing.T) {
	v := NewView(randomLog(t, 50, 300))
	for _, text := range []string{"", "result:SUCCESS", "city:nowhere"} {
		r := mustRun(t, v, text)
		for _, f := range sortable() {
			counts, events := plainCounts(r, f)
			all := sortedPlain(counts)
			for _, limit := range []int{-1, 0, 2, 100} {
				got := r.Top(f, limit)
				want := Top{Field: f.Name, Distinct: len(all), Events: events, Values: all[:min(max(limit, 0), len(all))]}
				if !reflect.DeepEqual(got, want) {
					t.Fatalf("%q: %s, %d:\n got %+v\nwant %+v", text, f.Name, limit, got, want)
				}
			}
		}
	}
}

func TestSuggest(t *testing.T) {
	v := NewView(randomLog(t, 51, 300))
	all := v.everything()
	for _, f := range sortable() {
		counts, _ := plainCounts(all, f)
		for _, prefix := range []string{"", "a", "A", "com", "2", "user."} {
			var begin, hold []Count
			for _, c := range sortedPlain(counts) {
				switch low := strings.ToLower(c.Value); {
				case strings.HasPrefix(low, strings.ToLower(prefix)):
					begin = append(begin, c)
				case strings.Contains(low, strings.ToLower(prefix)):
					hold = append(hold, c)
				}
			}
			want := append(begin, hold...)
			for _, limit := range []int{0, 1, 3, 50} {
				if got := v.Suggest(f, prefix, limit); !slices.Equal(got, want[:min(limit, len(want))]) {
					t.Fatalf("%s, %q, %d: %v, want of %v", f.Name, prefix, limit, got, want)
				}
			}
		}
		if n := v.Distinct(f); n != len(counts) && f.parts[0] != event.TransactionID {
			t.Errorf("%s has %d values, want %d", f.Name, n, len(counts))
		}
	}
}

func TestKinds(t *testing.T) {
	for eventType, want := range map[string]string{
		"user.session.start": SignIn, "user.session.end": SessionEvent, "user.session.access_admin_app": Admin,
		"user.authentication.sso": App, "user.authentication.auth_via_mfa": MFA, "user.authentication.auth_via_IDP": SignIn,
		"user.mfa.factor.activate": MFA, "system.push.send_factor_verify_push": MFA, "policy.evaluate_sign_on": Policy,
		"app.oauth2.token.grant.access_token": Token, "app.oauth2.as.token.revoke": Token, "app.oauth2.authorize.code": App,
		"system.api_token.create": Token, "group.user_membership.add": Admin, "application.lifecycle.create": Admin,
		"user.account.privilege.grant": Admin, "user.account.update_password": Other, "system.import.start": Other, "": Other,
		"USER.SESSION.START": SignIn,
	} {
		if got := KindOf(eventType); got != want {
			t.Errorf("KindOf(%q) = %s, want %s", eventType, got, want)
		}
	}
}
