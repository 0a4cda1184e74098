package main

import (
	"crypto/sha256"
	"encoding/base64"
	"strings"
)

// trustedTypes is the name of the page's one Trusted Types policy, created in
// site/src/trusted.ts.
const trustedTypes = "okta-session-analyzer"

// source is the hash by which a content policy allows one inline text.
func source(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// policy is the content policy of a document with the given inline scripts and
// styles. Nothing is loaded and nothing is sent: scripts and styles are those
// of the hashes, a worker is a blob (and inherits the policy), a picture is
// inside the document. frame-src closes navigation of the frame, which no
// directive of its own policy could.
func policy(scripts, styles []string) string {
	hashes := func(texts []string) string {
		var out []string
		for _, text := range texts {
			out = append(out, source(text))
		}
		return strings.Join(out, " ")
	}
	return strings.Join([]string{
		"default-src 'none'",
		"script-src " + hashes(scripts) + " 'wasm-unsafe-eval'",
		"style-src " + hashes(styles),
		"worker-src blob:",
		"img-src data:",
		"connect-src 'none'",
		"frame-src 'none'",
		"base-uri 'none'",
		"form-action 'none'",
		"require-trusted-types-for 'script'",
		"trusted-types " + trustedTypes,
	}, "; ")
}
