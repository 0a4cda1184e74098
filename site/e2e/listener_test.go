package e2e

import (
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// listener is the outside world: it notes every connection and every request.
type listener struct {
	*httptest.Server
	mu          sync.Mutex
	connections int
	requests    map[string]int
}

// listen starts a listener that answers all requests with the page.
func listen(t *testing.T, page string) *listener {
	t.Helper()
	l := &listener{requests: map[string]int{}}
	l.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		l.mu.Lock()
		l.requests[strings.TrimPrefix(r.URL.Path, "/")]++
		l.mu.Unlock()
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Write([]byte(page))
	}))
	l.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			l.mu.Lock()
			l.connections++
			l.mu.Unlock()
		}
	}
	l.Start()
	t.Cleanup(l.Close)
	return l
}

func (l *listener) count(name string) (connections, requests int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.connections, l.requests[name]
}
