package e2e

// escape is one way by which script could send something out. Its code is the
// body of an async function of url, an address of the listener to reach.
type escape struct {
	name string
	code string
}

// frameEscapes are the ways of a document. Those that leave the document come
// last.
var frameEscapes = []escape{
	{"fetch", `await fetch(url)`},
	{"fetch-no-cors", `await fetch(url, {mode: "no-cors", method: "POST", body: "x", keepalive: true})`},
	{"xhr", `await new Promise((done) => { const x = new XMLHttpRequest(); x.open("GET", url); x.onloadend = done; x.send(); })`},
	{"xhr-sync", `const x = new XMLHttpRequest(); x.open("GET", url, false); x.send()`},
	{"websocket", `new WebSocket(url.replace("http", "ws"))`},
	{"eventsource", `new EventSource(url)`},
	{"beacon", `navigator.sendBeacon(url, "x")`},
	{"image", `new Image().src = url`},
	{"srcset", `const i = new Image(); i.srcset = url + " 2x"; document.body.append(i)`},
	{"input-image", `const i = document.createElement("input"); i.type = "image"; i.src = url; document.body.append(i)`},
	{"svg-image", `
		const ns = "http://www.w3.org/2000/svg", s = document.createElementNS(ns, "svg"), i = document.createElementNS(ns, "image");
		i.setAttribute("href", url); s.append(i); document.body.append(s)`},
	{"video", `const v = document.createElement("video"); v.src = url; v.preload = "auto"; document.body.append(v)`},
	{"poster", `const v = document.createElement("video"); v.poster = url; document.body.append(v)`},
	{"audio", `new Audio(url).load()`},
	{"embed", `const e = document.createElement("embed"); e.src = url; document.body.append(e)`},
	{"object", `const o = document.createElement("object"); o.data = url; document.body.append(o)`},
	{"iframe", `const f = document.createElement("iframe"); f.src = url; document.body.append(f)`},
	{"iframe-navigated", `const f = document.createElement("iframe"); document.body.append(f); f.contentWindow.location = url`},
	{"iframe-fetch", `const f = document.createElement("iframe"); document.body.append(f); await f.contentWindow.fetch(url)`},
	{"iframe-srcdoc", `const f = document.createElement("iframe"); f.srcdoc = "<img src='" + url + "'>"; document.body.append(f)`},
	{"font", `await new FontFace("x", "url(" + url + ")").load()`},
	{"css-image", `
		const s = new CSSStyleSheet(); s.replaceSync("body { background-image: url(" + url + ") }");
		document.adoptedStyleSheets = [...document.adoptedStyleSheets, s]`},
	{"css-font", `
		const s = new CSSStyleSheet(); s.replaceSync("@font-face { font-family: leak; src: url(" + url + ") } body { font-family: leak }");
		document.adoptedStyleSheets = [...document.adoptedStyleSheets, s]; await document.fonts.load("1px leak")`},
	{"css-property", `document.body.style.listStyleImage = "url(" + url + ")"; document.body.style.display = "list-item"`},
	{"css-cursor", `document.body.style.borderImageSource = "url(" + url + ")"; document.body.style.borderStyle = "solid"`},
	{"style-element", `const s = document.createElement("style"); s.textContent = "@import url(" + url + ")"; document.head.append(s)`},
	{"stylesheet", `const l = document.createElement("link"); l.rel = "stylesheet"; l.href = url; document.head.append(l)`},
	{"preload", `const l = document.createElement("link"); l.rel = "preload"; l.as = "image"; l.href = url; document.head.append(l)`},
	{"modulepreload", `const l = document.createElement("link"); l.rel = "modulepreload"; l.href = url; document.head.append(l)`},
	{"prefetch", `const l = document.createElement("link"); l.rel = "prefetch"; l.href = url; document.head.append(l)`},
	// Another name of the listener, to which there is no connection yet.
	{"preconnect", `
		const l = document.createElement("link"); l.rel = "preconnect"; l.href = url.replace("127.0.0.1", "localhost");
		document.head.append(l)`},
	{"script", `const s = document.createElement("script"); s.src = url; document.head.append(s)`},
	{"import", `await import(url)`},
	{"eval-import", `await (0, eval)("import('" + url + "')")`},
	{"markup", `document.body.insertAdjacentHTML("beforeend", "<img src='" + url + "'>")`},
	{"write", `document.write("<img src='" + url + "'>")`},
	{"worker", `new Worker(url)`},
	{"shared-worker", `new SharedWorker(url)`},
	{"worklet", `await new AudioContext().audioWorklet.addModule(url)`},
	{"cache", `await (await caches.open("x")).add(url)`},
	{"ping", `
		const a = document.createElement("a"); a.ping = url; a.href = "#x"; document.body.append(a); a.click()`},
	{"download", `const a = document.createElement("a"); a.download = "x"; a.href = url; document.body.append(a); a.click()`},
	{"form-blank", `
		const f = document.createElement("form"); f.action = url; f.target = "_blank"; document.body.append(f); f.submit()`},
	{"popup", `window.open(url)`},
	{"popup-written", `const w = window.open("about:blank"); w.location = url`},
	{"link-blank", `const a = document.createElement("a"); a.href = url; a.target = "_blank"; document.body.append(a); a.click()`},
	{"form", `const f = document.createElement("form"); f.action = url; document.body.append(f); f.submit()`},
	{"form-post", `
		const f = document.createElement("form"); f.action = url; f.method = "post"; document.body.append(f); f.submit()`},
	{"form-top", `
		const f = document.createElement("form"); f.action = url; f.target = "_top"; document.body.append(f); f.submit()`},
	{"link", `const a = document.createElement("a"); a.href = url; document.body.append(a); a.click()`},
	{"link-top", `const a = document.createElement("a"); a.href = url; a.target = "_top"; document.body.append(a); a.click()`},
	{"refresh", `const m = document.createElement("meta"); m.httpEquiv = "refresh"; m.content = "0;url=" + url; document.head.append(m)`},
	{"navigation", `navigation.navigate(url)`},
	{"location-top", `window.top.location = url`},
	{"location-parent", `window.parent.location.replace(url)`},
	{"location-replace", `location.replace(url)`},
	{"location", `location.href = url`},
}

// workerEscapes are the ways of a worker.
var workerEscapes = []escape{
	{"fetch", `await fetch(url)`},
	{"fetch-no-cors", `await fetch(url, {mode: "no-cors", method: "POST", body: "x"})`},
	{"xhr", `await new Promise((done) => { const x = new XMLHttpRequest(); x.open("GET", url); x.onloadend = done; x.send(); })`},
	{"xhr-sync", `const x = new XMLHttpRequest(); x.open("GET", url, false); x.send()`},
	{"websocket", `new WebSocket(url.replace("http", "ws"))`},
	{"eventsource", `new EventSource(url)`},
	{"font", `await new FontFace("x", "url(" + url + ")").load()`},
	{"import-scripts", `importScripts(url)`},
	{"import", `await import(url)`},
	{"eval-fetch", `await (0, eval)("fetch('" + url + "')")`},
	{"worker", `new Worker(url)`},
	{"blob-worker", `
		const source = "fetch('" + url + "')";
		const worker = new Worker(URL.createObjectURL(new Blob([source]))); await new Promise((done) => setTimeout(done, 200))`},
	{"cache", `await (await caches.open("x")).add(url)`},
}
