package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/chromedp/chromedp"
)

// workbench are the figures of working with a loaded log: none of them depends
// on how fast it was read.
type workbench struct {
	task    float64 // ms, the longest task of the page's main thread while the log was loaded
	filters []float64
	scroll  scrolling
}

// scrolling is what jumping about the event table came to.
type scrolling struct {
	jumps  int
	blank  int     // frames in which a row that should be there was not, over all jumps
	settle float64 // ms from a jump to all its rows, the median
	last   bool    // the last row was reached
}

// watchTasks has the frame note its long tasks from now on. Chromium reports
// those of 50 ms and more; the page has no such list of shorter ones, so 0 is
// less than 50.
const watchTasks = `(() => {
	window.tasks = [];
	new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map((e) => e.duration))).observe({ type: "longtask" });
})()`

const longestTask = `Math.max(0, ...window.tasks)`

// queries are what an analyst types: a value, a wildcard, a network, free text,
// several at once.
var queries = []string{
	"result:FAILURE",
	"user:*a*",
	"ip:203.0.113.0/24",
	"mfa",
	"-result:SUCCESS country:Germany type:user.*",
}

// filter types a query into the event table and returns the milliseconds until
// its count and its first rows are on screen. The field waits a moment for the
// next letter; that is part of it.
const filter = `(async (query) => {
	const events = document.querySelector(".events");
	const field = document.getElementById("event-query");
	const before = events.dataset.answer;
	field.value = query;
	field.setSelectionRange(query.length, query.length);
	const began = performance.now();
	field.dispatchEvent(new InputEvent("input", { bubbles: true }));
	while (events.dataset.answer === before) {
		if (performance.now() - began > 20000) throw new Error("no answer to " + query);
		await new Promise(requestAnimationFrame);
	}
	while (events.dataset.count !== "0" && !document.querySelector("#event-grid [data-uuid]")) await new Promise(requestAnimationFrame);
	await new Promise((f) => requestAnimationFrame(() => setTimeout(f)));
	return performance.now() - began;
})(%q)`

// jumpAbout moves the scroll bar to places all over the log and counts the
// frames in which rows were missing.
const jumpAbout = `(async () => {
	const grid = document.getElementById("event-grid");
	const bar = grid;
	const rows = Number(grid.getAttribute("aria-rowcount")) - 1;
	const frame = () => new Promise(requestAnimationFrame);
	const missing = () => {
		const shown = [...grid.querySelectorAll("[data-row]")];
		return shown.length === 0 || shown.some((row) => !row.dataset.uuid);
	};
	const settles = [];
	let blank = 0;
	const jumps = 30;
	for (let i = 1; i <= jumps; i++) {
		// Irregular places, the same in every run.
		bar.scrollTop = ((i * 0.6180339887) % 1) * (bar.scrollHeight - bar.clientHeight);
		const began = performance.now();
		await frame();
		await frame();
		while (missing()) {
			blank++;
			await frame();
		}
		settles.push(performance.now() - began);
	}
	bar.scrollTop = bar.scrollHeight;
	for (let n = 0; n < 300 && !grid.querySelector('[data-row="' + (rows - 1) + '"][data-uuid]'); n++) await frame();
	settles.sort((a, b) => a - b);
	return { jumps, blank, settle: settles[jumps >> 1], last: grid.querySelector('[data-row="' + (rows - 1) + '"][data-uuid]') !== null };
})()`

// work measures working with the log that a page has loaded. frame is the
// page's sandboxed one.
func work(frame context.Context) (w workbench, err error) {
	if err := chromedp.Run(frame, chromedp.Evaluate(longestTask, &w.task)); err != nil {
		return w, err
	}
	if err := chromedp.Run(frame, chromedp.Evaluate(`document.getElementById("tab-events").click()`, nil),
		chromedp.Poll(`document.querySelector("#event-grid [data-uuid]") !== null`, nil)); err != nil {
		return w, fmt.Errorf("the event table: %w", err)
	}
	var scroll struct {
		Jumps, Blank int
		Settle       float64
		Last         bool
	}
	if err := chromedp.Run(frame, chromedp.Evaluate(jumpAbout, &scroll, awaited)); err != nil {
		return w, fmt.Errorf("scrolling: %w", err)
	}
	w.scroll = scrolling{scroll.Jumps, scroll.Blank, scroll.Settle, scroll.Last}
	for _, q := range queries {
		var ms float64
		if err := chromedp.Run(frame, chromedp.Evaluate(fmt.Sprintf(filter, q), &ms, awaited)); err != nil {
			return w, fmt.Errorf("filtering by %s: %w", q, err)
		}
		w.filters = append(w.filters, ms)
	}
	return w, nil
}

// String returns the figures as one line of words.
func (w workbench) String() string {
	var filters []string
	for i, ms := range w.filters {
		filters = append(filters, fmt.Sprintf("%s %.0f", queries[i], ms))
	}
	task := "none of 50 ms or more"
	if w.task > 0 {
		task = fmt.Sprintf("%.0f ms", w.task)
	}
	end := "last row reached"
	if !w.scroll.last {
		end = "LAST ROW NOT REACHED"
	}
	return fmt.Sprintf("longest task while loading: %s; filter, ms: %s; %d jumps: rows after %.0f ms, %d frames without them, %s",
		task, strings.Join(filters, ", "), w.scroll.jumps, w.scroll.settle, w.scroll.blank, end)
}
