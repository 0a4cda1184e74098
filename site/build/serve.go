package main

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

// serve offers the page until the process ends. An address without a host is
// taken as this machine alone: an analyst's page is nobody else's business.
func serve(address string, page []byte, out io.Writer) error {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("serve: address %q: %w: want as localhost:8080", address, err)
	}
	if host == "" {
		host = "127.0.0.1"
	}
	listener, err := net.Listen("tcp", net.JoinHostPort(host, port))
	if err != nil {
		return fmt.Errorf("serve: %w: choose another port, 0 takes any free one", err)
	}
	fmt.Fprintf(out, "Okta Session Analyzer is at http://%s/ (Ctrl-C ends it)\n", listener.Addr())
	server := &http.Server{Handler: handler(page), ReadHeaderTimeout: 10 * time.Second}
	return server.Serve(listener)
}

// handler answers with the page at / and /index.html and with nothing else.
func handler(page []byte) http.Handler {
	mux := http.NewServeMux()
	serve := func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("Content-Type", "text/html; charset=utf-8")
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Cache-Control", "no-cache")
		// What a policy inside the document cannot say.
		header.Set("Content-Security-Policy", "frame-ancestors 'none'")
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(page))
	}
	mux.HandleFunc("GET /{$}", serve)
	mux.HandleFunc("GET /index.html", serve)
	return mux
}
