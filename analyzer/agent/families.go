package agent

import "strings"

// program is a family of programs and the marks that tell it: a user agent
// with any of them, in lower case, is of the family. A mark that begins with
// "^" must stand at the start.
type program struct {
	name  string
	kind  Kind
	marks []string
}

func (p *program) in(low string) bool {
	for _, m := range p.marks {
		if start, ok := strings.CutPrefix(m, "^"); ok {
			if strings.HasPrefix(low, start) {
				return true
			}
		} else if strings.Contains(low, m) {
			return true
		}
	}
	return false
}

// programs are tried in order. A browser names those that it wants to be taken
// for, Edge "Chrome" and Chrome "Safari", so the imitators come first; scripts
// and apps come before all of them, since many carry a browser's words too.
var programs = []program{
	{OktaIntegrations, Server, []string{"okta-integrations"}},
	{OktaVerify, App, []string{"okta.mobile", "oktaverify", "okta verify", "okta.verify", "oktamobile"}},
	{"Okta AD Agent", Server, []string{"okta ad agent", "oktaadagent", "okta-ad-agent"}},
	{"Okta LDAP Agent", Server, []string{"okta ldap agent", "oktaldapagent"}},
	{"Okta SDK", Script, []string{"okta-sdk-", "okta-management-"}},
	{"Terraform", Script, []string{"terraform"}},

	{"Headless Chrome", Script, []string{"headlesschrome", "puppeteer", "playwright"}},
	{"PhantomJS", Script, []string{"phantomjs"}},
	{"Selenium", Script, []string{"selenium", "webdriver"}},
	{"python-requests", Script, []string{"python-requests"}},
	{"aiohttp", Script, []string{"aiohttp"}},
	{"httpx", Script, []string{"python-httpx", "^httpx/"}},
	{"Python urllib", Script, []string{"python-urllib", "python urllib"}},
	{"curl", Script, []string{"^curl/", "libcurl", "pycurl"}},
	{"Wget", Script, []string{"^wget"}},
	{"Go-http-client", Script, []string{"go-http-client"}},
	{"Postman", Script, []string{"postmanruntime"}},
	{"Insomnia", Script, []string{"^insomnia"}},
	{"PowerShell", Script, []string{"powershell"}},
	{"Apache HttpClient", Script, []string{"apache-httpclient"}},
	{"Java", Script, []string{"^java/", "java-http-client"}},
	{"node-fetch", Script, []string{"node-fetch"}},
	{"axios", Script, []string{"^axios/"}},
	{"undici", Script, []string{"^undici", "^node"}},
	{"got", Script, []string{"^got "}},
	{"Ruby", Script, []string{"^ruby", "^faraday", "^rest-client"}},
	{"Guzzle", Script, []string{"guzzlehttp"}},
	{"libwww-perl", Script, []string{"libwww-perl"}},
	// The library of many Android apps, and of scripts on the JVM.
	{"okhttp", Script, []string{"^okhttp"}},

	{"Electron", App, []string{"electron/"}},
	{"Edge", Browser, []string{"edg/", "edga/", "edgios/", "edge/"}},
	{"Opera", Browser, []string{"opr/", "opera", "opios/", "opt/"}},
	{"Samsung Internet", Browser, []string{"samsungbrowser/"}},
	{"Vivaldi", Browser, []string{"vivaldi/"}},
	{"Yandex Browser", Browser, []string{"yabrowser/"}},
	{"UC Browser", Browser, []string{"ucbrowser/"}},
	{"DuckDuckGo", Browser, []string{"duckduckgo/", " ddg/"}},
	{"Internet Explorer", Browser, []string{"trident/", "msie "}},
	{"Firefox", Browser, []string{"firefox/", "fxios/"}},
	{"Android WebView", App, []string{"; wv)"}},
	{"Chrome", Browser, []string{"chrome/", "chromium/", "crios/"}},
	{"Safari", Browser, []string{"safari/"}},
}

// oktaBrowsers name the browsers as Okta does after it has read a user agent:
// "CHROME", "SAFARI", "MOBILE_SAFARI", "EDGE", "IE".
var oktaBrowsers = []struct{ mark, name string }{
	{"headless", "Headless Chrome"},
	{"edge", "Edge"},
	{"opera", "Opera"},
	{"samsung", "Samsung Internet"},
	{"firefox", "Firefox"},
	{"chrom", "Chrome"},
	{"safari", "Safari"},
	{"explorer", "Internet Explorer"},
	{"ie", "Internet Explorer"},
}

// systems are tried in order: a phone's user agent names the system that its
// own descends from too, iPhones "Mac OS X" and Androids "Linux".
var systems = []struct{ mark, name string }{
	{"windows phone", "Windows Phone"},
	{"ipad", "iPadOS"},
	{"iphone", "iOS"},
	{"ipod", "iOS"},
	{" ios/", "iOS"},
	{"(ios", "iOS"},
	{" ios ", "iOS"},
	{"crios/", "iOS"},
	{"fxios/", "iOS"},
	{"edgios/", "iOS"},
	{"android", "Android"},
	{"cros ", "ChromeOS"},
	{"chrome os", "ChromeOS"},
	{"chromeos", "ChromeOS"},
	{"windows", "Windows"},
	{"win32", "Windows"},
	{"win64", "Windows"},
	{"mac os", "macOS"},
	{"macintosh", "macOS"},
	{"macos", "macOS"},
	{"linux", "Linux"},
	{"ubuntu", "Linux"},
	{"x11", "Linux"},
	{"darwin/", "Apple"}, // macOS or iOS: the kernel's name alone does not tell
}

// system returns the family of the operating system that a user agent in lower
// case names, or "".
func system(low string) string {
	if low == "ios" || strings.HasPrefix(low, "ios ") || strings.HasPrefix(low, "ios/") {
		return "iOS"
	}
	for _, s := range systems {
		if strings.Contains(low, s.mark) {
			return s.name
		}
	}
	return ""
}
