package agent

import (
	"strings"
	"testing"
	"unicode/utf8"
)

const (
	chromeMac     = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36"
	safariIPhone  = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1"
	chromeWindows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36"
)

func TestParse(t *testing.T) {
	for _, test := range []struct {
		raw  string
		want Agent
	}{
		{chromeMac, Agent{"Chrome", "macOS", Browser}},
		{chromeWindows, Agent{"Chrome", "Windows", Browser}},
		{chromeWindows + " Edg/141.0.0.0", Agent{"Edge", "Windows", Browser}},
		{chromeWindows + " OPR/120.0.0.0", Agent{"Opera", "Windows", Browser}},
		{"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36", Agent{"Chrome", "Linux", Browser}},
		{"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36", Agent{"Chrome", "ChromeOS", Browser}},
		{"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36", Agent{"Chrome", "Android", Browser}},
		{"Mozilla/5.0 (Linux; Android 15; Pixel 9; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/141.0.0.0 Mobile Safari/537.36", Agent{"Android WebView", "Android", App}},
		{"Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36", Agent{"Samsung Internet", "Android", Browser}},
		{"Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/141.0.7390.26 Mobile/15E148 Safari/604.1", Agent{"Chrome", "iOS", Browser}},
		{"Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/143.0 Mobile/15E148 Safari/605.1.15", Agent{"Firefox", "iOS", Browser}},
		{"Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) EdgiOS/141.0 Mobile/15E148 Safari/605.1.15", Agent{"Edge", "iOS", Browser}},
		{"Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148", Agent{"WebView", "iOS", App}},
		{safariIPhone, Agent{"Safari", "iOS", Browser}},
		{"Mozilla/5.0 (iPad; CPU OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1", Agent{"Safari", "iPadOS", Browser}},
		{"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15", Agent{"Safari", "macOS", Browser}},
		{"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0", Agent{"Firefox", "Windows", Browser}},
		{"Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko", Agent{"Internet Explorer", "Windows", Browser}},
		{"Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1)", Agent{"Internet Explorer", "Windows", Browser}},
		{"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/141.0.0.0 Safari/537.36", Agent{"Headless Chrome", "Linux", Script}},
		{"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Acme/4.1 Chrome/130.0.0.0 Electron/33.0.0 Safari/537.36", Agent{"Electron", "macOS", App}},
		{"Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.22621.4249", Agent{"PowerShell", "Windows", Script}},
		{"Mozilla/5.0 Chrome/141.0.0.0", Agent{"Chrome", "", Browser}},

		{"D2DD7D3915.com.okta.mobile/9.50.0 DeviceSDK/1.0 iOS/26.0 Apple/iPhone18,2", Agent{OktaVerify, "iOS", App}},
		{"OktaVerify/6.5.1 WPFDeviceSDK/2.0.1 Windows/10.0.22631 VMware", Agent{OktaVerify, "Windows", App}},
		{"com.okta.android.auth OktaVerify/8.12 Android/15", Agent{OktaVerify, "Android", App}},
		{"Okta-Integrations", Agent{OktaIntegrations, "", Server}},
		{"Okta AD Agent/3.18.0 (Microsoft Windows NT 10.0.20348.0; .NET CLR 4.0)", Agent{"Okta AD Agent", "Windows", Server}},
		{"okta-sdk-golang/5.0.0 golang/go1.24 linux/amd64", Agent{"Okta SDK", "Linux", Script}},

		{"python-requests/2.32.3", Agent{"python-requests", "", Script}},
		{"Python/3.12 aiohttp/3.11.11", Agent{"aiohttp", "", Script}},
		{"python-httpx/0.28.1", Agent{"httpx", "", Script}},
		{"Python-urllib/3.12", Agent{"Python urllib", "", Script}},
		{"curl/8.14.1", Agent{"curl", "", Script}},
		{"Wget/1.25.0", Agent{"Wget", "", Script}},
		{"Go-http-client/2.0", Agent{"Go-http-client", "", Script}},
		{"okhttp/4.12.0", Agent{"okhttp", "", Script}},
		{"PostmanRuntime/7.43.0", Agent{"Postman", "", Script}},
		{"Java/17.0.12", Agent{"Java", "", Script}},
		{"Apache-HttpClient/5.4 (Java/21)", Agent{"Apache HttpClient", "", Script}},
		{"node-fetch/1.0 (+https://example.com/)", Agent{"node-fetch", "", Script}},
		{"axios/1.7.9", Agent{"axios", "", Script}},
		{"node", Agent{"undici", "", Script}},

		{"", Agent{}},
		{"  ", Agent{}},
		{"null", Agent{}},
		{"Unknown", Agent{}},
		{"-", Agent{}},
		{"UA-A", Agent{"UA-A", "", Unknown}},
		{"UA-B", Agent{"UA-B", "", Unknown}},
		{"Acme-Sync/2.1 (build 7)", Agent{"Acme-Sync build", "", Unknown}},
		{"Acme-Sync/2.2 (build 9)", Agent{"Acme-Sync build", "", Unknown}},
		{"1.2.3", Agent{"1.2.3", "", Unknown}},
		{"v2", Agent{"v2", "", Unknown}},
		{"v", Agent{"v", "", Unknown}},
		// "curl" and "java" inside a word are not the programs.
		{"Recurling/1.0", Agent{"Recurling", "", Unknown}},
		{"MyJava/1.0", Agent{"MyJava", "", Unknown}},
	} {
		if got := Parse(test.raw); got != test.want {
			t.Errorf("Parse(%q)\n got %+v\nwant %+v", test.raw, got, test.want)
		}
	}
}

func TestFromFields(t *testing.T) {
	for _, test := range []struct {
		browser, os string
		want        Agent
	}{
		{"CHROME", "Mac OS X", Parse(chromeMac)},
		{"CHROME", "Windows 10", Parse(chromeWindows)},
		{"SAFARI", "iOS", Parse(safariIPhone)},
		{"MOBILE_SAFARI", "iOS (iPhone)", Parse(safariIPhone)},
		{"FIREFOX", "Linux", Agent{"Firefox", "Linux", Browser}},
		{"EDGE", "Windows 11", Agent{"Edge", "Windows", Browser}},
		{"IE", "Windows 7", Agent{"Internet Explorer", "Windows", Browser}},
		{"CHROME", "Chrome OS", Agent{"Chrome", "ChromeOS", Browser}},
		{"UNKNOWN", "Unknown", Agent{}},
		{"UNKNOWN", "Android", Agent{"", "Android", Unknown}},
		{"", "", Agent{}},
	} {
		if got := FromFields(test.browser, test.os); got != test.want {
			t.Errorf("FromFields(%q, %q) = %+v; want %+v", test.browser, test.os, got, test.want)
		}
	}
}

func TestFamily(t *testing.T) {
	mac, ipad, iphone := Agent{"Safari", "macOS", Browser}, Agent{"Safari", "iPadOS", Browser}, Agent{"Safari", "iOS", Browser}
	if mac.Family() != ipad.Family() {
		t.Error("an iPad's Safari that asks for the desktop form counts as another agent")
	}
	if mac.Family() == iphone.Family() {
		t.Error("an iPhone counts as a Mac")
	}
	if (Agent{"Chrome", "iPadOS", Browser}).Family() == (Agent{"Chrome", "macOS", Browser}).Family() {
		t.Error("Chrome on an iPad counts as Chrome on a Mac")
	}
}

func TestString(t *testing.T) {
	for _, test := range []struct {
		agent Agent
		want  string
	}{
		{Agent{"Chrome", "macOS", Browser}, "Chrome on macOS"},
		{Agent{"curl", "", Script}, "curl"},
		{Agent{"", "Android", Unknown}, "unknown agent on Android"},
		{Agent{}, "unknown agent"},
	} {
		if got := test.agent.String(); got != test.want {
			t.Errorf("%+v: %q, want %q", test.agent, got, test.want)
		}
	}
}

func TestMobile(t *testing.T) {
	if Parse(chromeMac).Mobile() || !Parse(safariIPhone).Mobile() {
		t.Error("a Mac is no phone and an iPhone is one")
	}
}

// FuzzParse checks what holds for every string: the answer is short, valid
// text, the same each time, and does not depend on what stands past the bound
// or on a version.
func FuzzParse(f *testing.F) {
	f.Add(chromeMac)
	f.Add("UA-A")
	f.Add("\xff\xfe/1 \x00")
	f.Add(strings.Repeat("é", 400))
	f.Fuzz(func(t *testing.T, raw string) {
		a := Parse(raw)
		if a != Parse(raw) {
			t.Fatal("two answers for one user agent")
		}
		if len(a.Browser) > 80 || !utf8.ValidString(a.Browser) {
			t.Fatalf("browser %q", a.Browser)
		}
		if a == (Agent{}) != blank(strings.TrimSpace(raw[:min(len(raw), limit)])) {
			t.Fatalf("Parse(%q) = %+v", raw, a)
		}
		if len(raw) >= limit && Parse(raw+"Chrome/141") != a {
			t.Fatal("what stands past the bound changes the answer")
		}
	})
}

// BenchmarkParseLong shows that a megabyte costs what a kilobyte does.
func BenchmarkParseLong(b *testing.B) {
	raw := strings.Repeat("Mozilla/5.0 ", 1<<20/12)
	for b.Loop() {
		Parse(raw)
	}
}
