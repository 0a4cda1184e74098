package query

import (
	"sync"
	"testing"
)

// million is the log of the benchmarks.
var million = sync.OnceValue(func() *View { return NewView(simulated(new(testing.B), 1_000_000)) })

var benchmarks = []struct{ name, text string }{
	{"everything", ""},
	{"word", "dubois"},
	{"phrase", `"single sign on"`},
	{"value", "type:user.session.start"},
	{"negation", "-result:SUCCESS"},
	{"wildcard", "user:*.du?ois@*"},
	{"network", "ip:198.51.100.0/24"},
	{"or", "(type:user.mfa.* OR type:system.push.* OR result:DENY OR city:Lyon) -browser:Chrome"},
	{"time", "time>=2026-06-01 time<2026-06-14 kind:signin"},
	{"target", "app:Slack"},
	{"session", "session:idx*"},
	{"many", "ip:(192.0.2.1 OR 192.0.2.2 OR 192.0.2.3 OR 192.0.2.4 OR 192.0.2.5 OR 192.0.2.6 OR 192.0.2.7 OR 192.0.2.8)"},
}

// BenchmarkFresh runs queries over a million events, none of whose terms were
// asked before.
func BenchmarkFresh(b *testing.B) { benchmark(b, true) }

// BenchmarkAgain runs them with their terms in the cache, as while a query is
// typed on.
func BenchmarkAgain(b *testing.B) { benchmark(b, false) }

func benchmark(b *testing.B, fresh bool) {
	v := million()
	v.log.Users() // the log's own index is not the query's work
	for _, c := range benchmarks {
		b.Run(c.name, func(b *testing.B) {
			n := mustRun(b, v, c.text).Len()
			for b.Loop() {
				if fresh {
					v.cache = cache{}
				}
				mustRun(b, v, c.text)
			}
			b.ReportMetric(float64(v.log.Len())*float64(b.N)/b.Elapsed().Seconds(), "events/s")
			b.ReportMetric(float64(n), "found")
		})
	}
}

// BenchmarkCold runs each query on a view that has computed nothing, as the
// first one after a log was loaded.
func BenchmarkCold(b *testing.B) {
	log := million().log
	log.Users()
	for _, c := range benchmarks {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				mustRun(b, NewView(log), c.text)
			}
		})
	}
}

func BenchmarkSort(b *testing.B) {
	v := million()
	for _, name := range []string{"ip", "user", "target", "agent", "session"} {
		b.Run(name, func(b *testing.B) {
			r := v.everything()
			for b.Loop() {
				if err := r.Sort(byName[name], true); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkHistogram(b *testing.B) {
	r := million().everything()
	for b.Loop() {
		first, last := r.Span()
		if _, err := r.Histogram(first, last+1, 400); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkTop(b *testing.B) {
	r := million().everything()
	for b.Loop() {
		for _, name := range []string{"type", "user", "ip", "target", "country", "browser"} {
			r.Top(byName[name], 20)
		}
	}
}

func BenchmarkFields(b *testing.B) {
	d := NewDoor(million().log, nil)
	for b.Loop() {
		if _, err := d.Ask("fields", ""); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkEntity describes the busiest user, session, address and application.
func BenchmarkEntity(b *testing.B) {
	v := million()
	for kind, field := range map[string]string{UserEntity: "user", SessionEntity: "session", AddressEntity: "ip", ApplicationEntity: "app"} {
		id := v.everything().Top(byName[field], 1).Values[0].Value
		b.Run(kind, func(b *testing.B) {
			for b.Loop() {
				if _, err := EntityOf(v, kind, id); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
