package e2e

import (
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// listener is the outside world. It notes every connection, every byte and
// every request, over TCP and, on the same port, over UDP.
type listener struct {
	*httptest.Server
	mu       sync.Mutex
	heard    heard
	requests map[string]int
}

// heard is what came from outside.
type heard struct {
	connections int // TCP connections, also empty ones
	bytes       int // bytes over any protocol
}

// listen starts a listener that answers all requests with a page.
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
	l.Listener = countingListener{l.Listener, l}
	packets, err := net.ListenPacket("udp", l.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		buffer := make([]byte, 1<<16)
		for {
			n, _, err := packets.ReadFrom(buffer)
			if err != nil {
				return
			}
			l.add(heard{bytes: n})
		}
	}()
	l.Start()
	t.Cleanup(func() {
		packets.Close()
		l.CloseClientConnections()
		l.Close()
	})
	return l
}

func (l *listener) add(more heard) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.heard.connections += more.connections
	l.heard.bytes += more.bytes
}

func (l *listener) sofar() heard {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.heard
}

// requested is the number of requests of a path.
func (l *listener) requested(path string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.requests[path]
}

type countingListener struct {
	net.Listener
	to *listener
}

func (c countingListener) Accept() (net.Conn, error) {
	conn, err := c.Listener.Accept()
	if err != nil {
		return nil, err
	}
	c.to.add(heard{connections: 1})
	return countingConn{conn, c.to}, nil
}

type countingConn struct {
	net.Conn
	to *listener
}

func (c countingConn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	c.to.add(heard{bytes: n})
	return n, err
}
