// Package agent tells from a user agent what program an event came from: the
// family of the browser, the family of the operating system, and what kind of
// program it is. It leaves versions out, so that a browser that updated itself
// is the browser that it was.
package agent

import "strings"

// Kind is a kind of program.
type Kind uint8

// The kinds.
const (
	Unknown Kind = iota
	Browser      // a person's web browser
	App          // a person's app: Okta Verify, an app with a browser inside
	Script       // a library, a command-line tool, a browser without a window
	Server       // a service: Okta's own, a directory agent
)

var kindNames = [...]string{"unknown", "browser", "app", "script", "server"}

// String returns the kind's name in lower case.
func (k Kind) String() string { return kindNames[k] }

// Agent is a program without its version. Agents can be compared with ==. The
// zero Agent is that of an event that names none.
type Agent struct {
	Browser string // "Chrome", "python-requests"; of an unknown program its own words
	OS      string // "macOS"; "" where the user agent names none
	Kind    Kind
}

// The programs of Okta's that keep a session company.
const (
	OktaVerify       = "Okta Verify"
	OktaIntegrations = "Okta-Integrations"
)

// String returns what the agent is called in a sentence: "Chrome on macOS".
func (a Agent) String() string {
	switch {
	case a.Browser == "" && a.OS == "":
		return "unknown agent"
	case a.Browser == "":
		return "unknown agent on " + a.OS
	case a.OS == "":
		return a.Browser
	}
	return a.Browser + " on " + a.OS
}

// Mobile reports whether the agent runs on a phone or a tablet.
func (a Agent) Mobile() bool {
	return a.OS == "iOS" || a.OS == "iPadOS" || a.OS == "Android" || a.OS == "Windows Phone"
}

// Family returns the agent that this one counts as when two are compared. An
// iPad's Safari calls itself a Mac's wherever it asks for the desktop form of
// a page, and changes between the two from site to site.
func (a Agent) Family() Agent {
	if a.Browser == "Safari" && a.OS == "iPadOS" {
		a.OS = "macOS"
	}
	return a
}

// limit bounds how much of a user agent is read. Real ones have up to 400
// bytes; an attacker can send what the web server lets through.
const limit = 512

// Parse returns the agent of a raw user agent; the zero Agent for a blank one.
func Parse(raw string) Agent {
	if len(raw) > limit {
		raw = raw[:limit]
	}
	raw = strings.TrimSpace(raw)
	if blank(raw) {
		return Agent{}
	}
	low := strings.ToLower(raw)
	a := Agent{OS: system(low)}
	for i := range programs {
		if p := &programs[i]; p.in(low) {
			a.Browser, a.Kind = p.name, p.kind
			return a
		}
	}
	if strings.HasPrefix(low, "mozilla/") && strings.Contains(low, "applewebkit/") {
		a.Browser, a.Kind = "WebView", App
		return a
	}
	a.Browser = words(raw)
	return a
}

// FromFields returns the agent of the browser and the operating system that
// Okta itself read from a user agent ("CHROME", "Mac OS X"), for events whose
// raw one is missing.
func FromFields(browser, os string) Agent {
	if len(browser) > limit {
		browser = browser[:limit]
	}
	if len(os) > limit {
		os = os[:limit]
	}
	browser, os = strings.TrimSpace(browser), strings.TrimSpace(os)
	var a Agent
	if !blank(os) {
		a.OS = system(strings.ToLower(os))
	}
	if blank(browser) {
		return a
	}
	low := strings.ToLower(browser)
	for _, n := range oktaBrowsers {
		if strings.Contains(low, n.mark) {
			a.Browser, a.Kind = n.name, Browser
			return a
		}
	}
	a.Browser = words(browser)
	return a
}

func blank(s string) bool {
	switch strings.ToLower(s) {
	case "", "-", "null", "unknown":
		return true
	}
	return false
}

// words returns the words of an unknown user agent without those that are
// versions: "Acme-Sync/2.1 (build 7)" is "Acme-Sync build".
func words(raw string) string {
	const most = 80
	var b strings.Builder
	for _, w := range strings.FieldsFunc(raw, func(r rune) bool { return strings.ContainsRune(" /;,()\t\r\n", r) }) {
		if isVersion(w) {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w)
		if b.Len() >= most {
			break
		}
	}
	if b.Len() == 0 {
		return clip(raw, most)
	}
	return clip(b.String(), most)
}

func isVersion(w string) bool {
	if len(w) > 1 && (w[0] == 'v' || w[0] == 'V') {
		w = w[1:]
	}
	return w[0] >= '0' && w[0] <= '9'
}

// clip returns at most n bytes of s, whole characters of them.
func clip(s string, n int) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xC0 == 0x80 {
		n--
	}
	return s[:n]
}
