package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestHandler(t *testing.T) {
	const page = "<!doctype html>page"
	server := httptest.NewServer(handler([]byte(page)))
	defer server.Close()
	for path, want := range map[string]int{
		"/": 200, "/index.html": 200, "/favicon.ico": 404, "/../go.mod": 404, "/index.html/x": 404,
	} {
		response, err := http.Get(server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		response.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		if response.StatusCode != want {
			t.Errorf("GET %s = %d, want %d", path, response.StatusCode, want)
		}
		if want != 200 {
			continue
		}
		if string(body) != page {
			t.Errorf("GET %s = %q, want the page", path, body)
		}
		if got := response.Header.Get("Content-Type"); got != "text/html; charset=utf-8" {
			t.Errorf("GET %s: Content-Type %q", path, got)
		}
	}
	response, err := http.Post(server.URL+"/", "text/plain", strings.NewReader("x"))
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("POST / = %d, want %d", response.StatusCode, http.StatusMethodNotAllowed)
	}
}

func TestServeSaysWhatIsWrong(t *testing.T) {
	for address, want := range map[string]string{
		"localhost":        "want as localhost:8080",
		"127.0.0.1:999999": "choose another port",
	} {
		err := serve(address, nil, io.Discard)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("serve(%q) = %v, want an error that says %q", address, err, want)
		}
	}
}
