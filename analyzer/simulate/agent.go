package simulate

// Agent is a program that speaks to Okta, as Okta parses its User-Agent.
type Agent struct {
	Device  string // Computer, Mobile, Unknown
	Raw     string
	OS      string
	Browser string // in upper case

	csv string // the four cells of the console's CSV
}

func newAgent(device, raw, os, browser string) *Agent {
	a := &Agent{Device: device, Raw: raw, OS: os, Browser: browser}
	b := append(appendCell(nil, device), ',')
	b = append(appendCell(b, raw), ',')
	b = append(appendCell(b, os), ',')
	a.csv = string(appendCell(b, browser))
	return a
}

// machine is a laptop's browser before and after the update that comes out
// while the log runs, and the hardware that Okta Verify reports of it.
type machine struct {
	before, after *Agent
	hardware      Hardware
	weight        int
}

// Hardware is a device as Okta Verify registers it.
type Hardware struct {
	Platform, Version, Model string
}

const (
	windows    = "Windows NT 10.0; Win64; x64"
	mac        = "Macintosh; Intel Mac OS X 10_15_7"
	linux      = "X11; Linux x86_64"
	windowsOS  = "Windows 10" // what Okta makes of the frozen token of Windows 11, too
	macOS      = "Mac OS X"
	linuxOS    = "Linux"
	webkit     = "AppleWebKit/537.36 (KHTML, like Gecko)"
	iosAgent   = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.5 Mobile/15E148 Safari/604.1"
	droidAgent = "Mozilla/5.0 (Linux; Android 10; K) " + webkit + " Chrome/148.0.0.0 Mobile Safari/537.36"
)

func chrome(platform, os, version string) *Agent {
	return newAgent("Computer", "Mozilla/5.0 ("+platform+") "+webkit+" Chrome/"+version+".0.0.0 Safari/537.36", os, "CHROME")
}

func edge(version string) *Agent {
	return newAgent("Computer", "Mozilla/5.0 ("+windows+") "+webkit+" Chrome/"+version+".0.0.0 Safari/537.36 Edg/"+version+".0.0.0", windowsOS, "EDGE")
}

func firefox(platform, os, version string) *Agent {
	return newAgent("Computer", "Mozilla/5.0 ("+platform+"; rv:"+version+".0) Gecko/20100101 Firefox/"+version+".0", os, "FIREFOX")
}

func safari(version string) *Agent {
	return newAgent("Computer", "Mozilla/5.0 ("+mac+") AppleWebKit/605.1.15 (KHTML, like Gecko) Version/"+version+" Safari/605.1.15", macOS, "SAFARI")
}

// The laptops. Firefox names the version of macOS in its own way.
var laptops = []machine{
	{chrome(windows, windowsOS, "148"), chrome(windows, windowsOS, "149"), Hardware{"WINDOWS", "10.0.26200.6899", "ThinkPad"}, 34},
	{chrome(mac, macOS, "148"), chrome(mac, macOS, "149"), Hardware{"MACOS", "26.4.0", "MacBook Pro"}, 30},
	{edge("148"), edge("149"), Hardware{"WINDOWS", "10.0.26200.6899", "Latitude"}, 14},
	{safari("26.4"), safari("26.5"), Hardware{"MACOS", "26.4.0", "MacBook Air"}, 10},
	{firefox(windows, windowsOS, "150"), firefox(windows, windowsOS, "151"), Hardware{"WINDOWS", "10.0.26200.6899", "ThinkPad"}, 5},
	{firefox("Macintosh; Intel Mac OS X 10.15", macOS, "150"), firefox("Macintosh; Intel Mac OS X 10.15", macOS, "151"), Hardware{"MACOS", "26.4.0", "MacBook Pro"}, 3},
	{chrome(linux, linuxOS, "148"), chrome(linux, linuxOS, "149"), Hardware{"LINUX", "6.18", "ThinkPad"}, 4},
}

// handset is a phone: the app that approves pushes, and its browser.
type handset struct {
	app, browser *Agent
	hardware     Hardware
	weight       int
}

var (
	mobileSafari = newAgent("Mobile", iosAgent, "iOS (iPhone)", "SAFARI")
	mobileChrome = newAgent("Mobile", droidAgent, "Android 10", "CHROME")
)

func iphone(model string, weight int) handset {
	app := newAgent("Mobile", "B7F62B65BN.com.okta.mobile/9.58.0 DeviceSDK/2.6.1 iOS/26.4 Apple/"+model, "iOS", "UNKNOWN")
	return handset{app, mobileSafari, Hardware{"IOS", "26.4", model}, weight}
}

func android(model string, weight int) handset {
	app := newAgent("Mobile", "D2DD7D3915.com.okta.android.auth/8.21.0 DeviceSDK/2.4.0 Android/16 "+model, "Android", "UNKNOWN")
	return handset{app, mobileChrome, Hardware{"ANDROID", "16", model}, weight}
}

var handsets = []handset{
	iphone("iPhone18,2", 20), iphone("iPhone17,1", 20), iphone("iPhone16,2", 15), iphone("iPhone15,4", 10),
	android("samsung/SM-S931B", 20), android("Google/Pixel 10", 15),
}

var (
	integrationsAgent = newAgent("Unknown", "Okta-Integrations", "Unknown", "UNKNOWN")
	automationAgent   = newAgent("Unknown", "okta-sdk-golang/6.1.5 golang/go1.26.2 linux/amd64", "Linux", "UNKNOWN")

	// What intruders come with; an intruder takes the first that neither the
	// victim's browser nor its system resembles.
	intruderAgents = []*Agent{
		firefox(linux, linuxOS, "140"),
		chrome(windows, windowsOS, "146"),
		chrome(mac, macOS, "147"),
		firefox(windows, windowsOS, "149"),
	}
)
