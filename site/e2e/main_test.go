package e2e

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

var (
	pageFlag = flag.String("page", "", "test this page instead of building one")
	headful  = flag.Bool("headful", false, "show the browser's window")
)

// What TestMain sets up for all tests.
var (
	chromium string // the browser's path
	browser  context.Context
	pagePath string // the built page
	pageURL  string // the same bytes from a static server on this machine
	pageFile string // the same bytes as a file: address
)

func TestMain(m *testing.M) {
	flag.Parse()
	code, err := setUp(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, "site/e2e:", err)
		code = 1
	}
	os.Exit(code)
}

func setUp(m *testing.M) (int, error) {
	dir, err := os.MkdirTemp("", "e2e")
	if err != nil {
		return 1, err
	}
	defer removeProfile(dir)

	if pagePath, err = builtPage(dir); err != nil {
		return 1, err
	}
	pageFile = "file://" + filepath.ToSlash(pagePath)
	html, err := os.ReadFile(pagePath)
	if err != nil {
		return 1, err
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// As a host does that can set no headers of its own.
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		if r.URL.Path != "/index.html" {
			http.NotFound(w, r)
			return
		}
		w.Write(html)
	}))
	defer server.Close()
	pageURL = server.URL + "/index.html"

	if chromium, err = findChromium(); err != nil {
		return 1, err
	}
	var stop func()
	profile := filepath.Join(dir, "profile")
	browser, stop, err = launch(profile)
	if err != nil {
		return 1, err
	}
	defer stop()
	return m.Run(), nil
}

// launch starts a browser on a profile directory.
func launch(profile string) (context.Context, func(), error) {
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(chromium),
		chromedp.UserDataDir(profile),
		chromedp.DisableGPU,
		chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true),
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("headless", "new"),
		chromedp.WindowSize(1280, 900),
	)
	if os.Getuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	if *headful {
		options = append(options, chromedp.Flag("headless", false))
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	// Newer browsers send events that this client does not know; that is not news.
	ctx, end := chromedp.NewContext(allocator, chromedp.WithErrorf(func(string, ...any) {}))
	if err := chromedp.Run(ctx); err != nil {
		end()
		stop()
		return nil, nil, fmt.Errorf("start %s: %w", chromium, err)
	}
	return ctx, func() {
		chromedp.Cancel(ctx)
		stop()
	}, nil
}

func writePreferences(profile, preferences string) error {
	dir := filepath.Join(profile, "Default")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "Preferences"), []byte(preferences), 0o644)
}

// startBrowser starts a second browser for a test that needs other
// preferences than the default ones.
func startBrowser(t *testing.T, preferences string) context.Context {
	t.Helper()
	profile, err := os.MkdirTemp("", "e2e-profile")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { removeProfile(profile) })
	if err := writePreferences(profile, preferences); err != nil {
		t.Fatal(err)
	}
	ctx, stop, err := launch(profile)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	return ctx
}

// removeProfile removes a profile, to which a browser still writes a little
// after it has ended.
func removeProfile(dir string) {
	for range 50 {
		if os.RemoveAll(dir) == nil {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// builtPage builds the page, once for the whole run.
func builtPage(dir string) (string, error) {
	if *pageFlag != "" {
		return filepath.Abs(*pageFlag)
	}
	path := filepath.Join(dir, "index.html")
	cmd := exec.Command("go", "run", "okta-session-analyzer/site/build", "-o", path)
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("build the page: %w", err)
	}
	return path, nil
}

// findChromium looks for the browser. Its absence fails the tests: a page
// whose promises were not tried is not tested.
func findChromium() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "headless-shell"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("no chromium on PATH: install it, on Debian with apt-get install chromium")
}
