// Package e2e tests the built page in Chromium as an analyst meets it: opened
// from disk and from a server, by mouse and by keyboard, with good and bad
// files; and proves that nothing leaves it.
//
//	go test ./site/e2e [-page dist/index.html] [-headful]
package e2e
