package query

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/simulate"
	"okta-session-analyzer/analyzer/table"
)

// start is the time of the first event of a test, in milliseconds UTC.
const start = int64(1_772_442_000_000) // 2026-03-02T09:00:00Z, a Monday

// The values that random events have: some differ in their case, some stand for
// nothing, some hold what the language gives a meaning to.
var vocabulary = map[event.Field][]string{
	event.Type: {"user.session.start", "user.session.end", "user.authentication.sso", "user.authentication.auth_via_mfa",
		"policy.evaluate_sign_on", "app.oauth2.token.grant", "x"},
	event.DisplayMessage:    {"", "User login to Okta", "say \"hi\"", "a*b?c", `C:\dir`},
	event.Severity:          {"INFO", "WARN"},
	event.OutcomeResult:     {"", "SUCCESS", "FAILURE", "DENY", "ALLOW", "CHALLENGE", "success"},
	event.OutcomeReason:     {"", "null", "INVALID_CREDENTIALS", "Locked Out"},
	event.ActorID:           {"", "00u1", "00u2", "00u3"},
	event.ActorType:         {"", "User", "SystemPrincipal"},
	event.ActorAlternateID:  {"", "unknown", "ana@example.com", "Ana@Example.com", "bo@example.com"},
	event.ActorDisplayName:  {"", "Ana Lima", "Bo (admin)", "Chloé"},
	event.ExternalSessionID: {"", "unknown", "trs1", "idx1", "IDX1", "102a", "102b"},
	event.RootSessionID:     {"", "", "idx1", "idx2"},
	event.ClientIP: {"", "-", "192.0.2.1", "192.0.2.77", "203.0.113.9", "2001:db8::1", "2001:DB8:0:1::5", "::ffff:192.0.2.5",
		"not an address"},
	event.ClientZone: {"", "null", "OR"},
	event.UserAgent: {"", "curl/8.0", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36",
		"Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Safari/604.1"},
	event.UserAgentOS:      {"", "Mac OS X"},
	event.UserAgentBrowser: {"", "CHROME", "UNKNOWN"},
	event.ClientDevice:     {"", "Computer", "Mobile"},
	event.Country:          {"", "France", "Germany"},
	event.City:             {"", "Lyon", "Köln", "lyon"},
	event.ChainIP:          {"", "198.51.100.4", "2001:db8:1::9"},
}

var targetVocabulary = map[event.Field][]string{
	event.TargetID:          {"", "00u1", "0oa1", "00g1"},
	event.TargetType:        {"", "User", "user", "AppInstance", "UserGroup"},
	event.TargetAlternateID: {"", "unknown", "ana@example.com", "Payroll"},
	event.TargetDisplayName: {"", "Ana Lima", "Payroll", "Admins"},
}

// randomLog returns a log of n random events.
func randomLog(t testing.TB, seed uint64, n int) *table.Log {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, 1))
	b := table.NewBuilder()
	at := start
	for i := range n {
		at += int64(rng.IntN(4)) * int64(rng.IntN(90_000))
		row := &event.Row{Published: event.FormatTime(at), UUID: testUUID(i)}
		if rng.IntN(12) == 0 {
			row.UUID = fmt.Sprintf("Event %d", i%7)
		} else if rng.IntN(12) == 0 {
			row.UUID = ""
		}
		for f := range event.NumFields {
			if words := vocabulary[f]; words != nil {
				row.Set(f, 0, words[rng.IntN(len(words))])
			}
			if words := targetVocabulary[f]; words != nil {
				for i := range 3 {
					if rng.IntN(3) > 0 {
						row.Set(f, i, words[rng.IntN(len(words))])
					}
				}
			}
		}
		if err := b.AddRow(0, int64(i), fmt.Append(nil, "record ", i), row); err != nil {
			t.Fatal(err)
		}
	}
	for f := range event.NumFields {
		b.Carries(f)
	}
	log, _ := b.Log([]string{"random"})
	return log
}

func testUUID(n int) string { return fmt.Sprintf("%08x-4811-11f1-8000-0242ac120002", n+1) }

// simulated returns the log of a company with a given number of events.
func simulated(t testing.TB, events int) *table.Log {
	t.Helper()
	w, err := simulate.New(simulate.Config{Seed: 1, Events: events})
	if err != nil {
		t.Fatal(err)
	}
	b := table.NewBuilder()
	for f := range event.NumFields {
		b.Carries(f)
	}
	n := int64(0)
	for row := range w.Rows() {
		if err := b.AddRow(0, n, nil, row); err != nil {
			t.Fatal(err)
		}
		n++
	}
	log, _ := b.Log([]string{"simulated"})
	return log
}

func mustParse(t testing.TB, text string) *Query {
	t.Helper()
	q, err := Parse(text)
	if err != nil {
		t.Fatalf("Parse(%q): %v", text, err)
	}
	return q
}

func mustRun(t testing.TB, v *View, text string) *Result {
	t.Helper()
	r, err := mustParse(t, text).Run(v, Range{})
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return r
}

// randomQuery writes a random query of at most the depth.
func randomQuery(rng *rand.Rand, log *table.Log, depth int) string {
	if depth > 0 {
		switch rng.IntN(6) {
		case 0:
			return "(" + randomQuery(rng, log, depth-1) + " OR " + randomQuery(rng, log, depth-1) + ")"
		case 1:
			return randomQuery(rng, log, depth-1) + " " + randomQuery(rng, log, depth-1)
		case 2:
			return randomQuery(rng, log, depth-1) + " AND " + randomQuery(rng, log, depth-1)
		case 3:
			return "-(" + randomQuery(rng, log, depth-1) + ")"
		case 4:
			return "NOT " + randomTerm(rng, log)
		}
	}
	return randomTerm(rng, log)
}

// randomText returns a value of the vocabulary, or a piece of one.
func randomText(rng *rand.Rand) string {
	for {
		f := event.Field(rng.IntN(int(event.NumFields)))
		words := vocabulary[f]
		if words == nil {
			words = targetVocabulary[f]
		}
		if words == nil {
			continue
		}
		s := []rune(words[rng.IntN(len(words))])
		if len(s) > 1 && rng.IntN(2) == 0 {
			from := rng.IntN(len(s))
			s = s[from : from+1+rng.IntN(len(s)-from)]
		}
		if len(s) > 0 {
			return string(s)
		}
	}
}

func randomTerm(rng *rand.Rand, log *table.Log) string {
	uuid := func() string {
		id := log.UUID(rng.IntN(log.Len()))
		if rng.IntN(3) == 0 {
			id = strings.ToUpper(id)
		}
		return Quote(id)
	}
	moment := event.FormatTime(log.Time(rng.IntN(log.Len())))
	switch rng.IntN(12) {
	case 0, 1:
		return inQuotes(randomText(rng))
	case 2:
		return []string{"time>=", "time>", "time<", "time<=", "time:"}[rng.IntN(5)] + []string{moment, moment[:16], moment[:10], moment[:19]}[rng.IntN(4)]
	case 3:
		return "uuid:" + uuid()
	case 4:
		return "around:" + quoteAround(log.UUID(rng.IntN(log.Len()))) + []string{"", "~0s", "~90s", "~3m", "~1h"}[rng.IntN(5)]
	case 5:
		return []string{"ip:", "chain:"}[rng.IntN(2)] + []string{"192.0.2.0/24", "192.0.2.1/32", "2001:db8::/32", "0.0.0.0/0", "::/0", "192.0.2.64/26"}[rng.IntN(6)]
	}
	all := Fields()
	f := all[rng.IntN(len(all))]
	if rng.IntN(3) > 0 {
		f = fields[rng.IntN(len(fields))]
	}
	if f.kind == timeField {
		return "time:*"
	}
	name := f.Name
	if rng.IntN(10) == 0 {
		name = []string{"target0.id", "target1.type", "target2.displayName"}[rng.IntN(3)]
	}
	text := randomText(rng)
	switch rng.IntN(6) {
	case 0:
		return name + ":*"
	case 1:
		return "-" + name + ":*"
	case 2:
		p := pattern(text)
		p[rng.IntN(len(p))] = []rune{anyText, anyOne}[rng.IntN(2)]
		return name + ":" + p.join().write(false)
	case 3:
		return name + ":(" + Quote(text) + " OR " + Quote(randomText(rng)) + ")"
	}
	return name + ":" + Quote(text)
}
