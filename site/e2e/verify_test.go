package e2e

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestVerify has the page itself try to send a byte in every way of its panel:
// each is refused or not there, nothing arrives, and the page goes on working.
func TestVerify(t *testing.T) {
	// With preloading, Chromium opens an empty connection for a frame that the
	// policy then refuses; see TestNothingLeaves.
	still := startBrowser(t, `{"net": {"network_prediction_options": 2}}`)
	both(t, func(t *testing.T, url string) {
		world := listen(t, "")
		p := open(t, still, url)
		p.choose(canaryLog(t))
		p.wait("done")
		p.findings()
		p.attacked() // each refusal is an error that the browser reports
		p.press(":")
		p.until("the palette", `document.activeElement.id === "palette-input"`)
		p.press("verify")
		p.click("[data-command=verify]")
		p.until("the panel", `document.querySelector("#dialog-verify[open] #verify-run")`)

		html, err := os.ReadFile(pagePath)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(html)
		p.run(p.frame, chromedp.SetUploadFiles("#verify-file", []string{pagePath}, chromedp.ByQuery))
		p.until("the hash of the page's file", `document.querySelector("#verify-hash")?.innerText.includes("`+hex.EncodeToString(sum[:])+`")`)
		var policy string
		p.eval(p.frame, `document.querySelector("#verify-policy").innerText`, &policy)
		for _, directive := range []string{"default-src", "connect-src", "form-action", "'none'"} {
			if !strings.Contains(policy, directive) {
				t.Errorf("the policy in force is shown without %s: %s", directive, policy)
			}
		}

		p.call(p.frame, nil, `(address) => {
			const field = document.getElementById("verify-address");
			field.value = address;
			field.dispatchEvent(new InputEvent("input", {bubbles: true}));
		}`, world.URL+"/verify-")
		p.click("#verify-run")
		p.until("the result", `document.querySelector("#verify-result[data-open]")`)
		var result struct {
			Open     string
			Verdicts []struct{ Way, Outcome, Text string }
		}
		p.eval(p.frame, `({
			Open: document.querySelector("#verify-result").dataset.open,
			Verdicts: [...document.querySelectorAll("[data-way]")].map((e) => ({Way: e.dataset.way, Outcome: e.dataset.outcome, Text: e.innerText})),
		})`, &result)
		if result.Open != "0" {
			t.Errorf("the panel says that %s ways are open", result.Open)
		}
		if len(result.Verdicts) < 20 {
			t.Errorf("only %d ways were tried", len(result.Verdicts))
		}
		for _, v := range result.Verdicts {
			if v.Outcome != "refused" && v.Outcome != "lacking" {
				t.Errorf("the way %q is %s: %s", v.Way, v.Outcome, v.Text)
			}
			t.Logf("%s: %s", v.Way, strings.ReplaceAll(v.Text, "\n", " "))
		}
		if heard := world.sofar(); heard.bytes > 0 || heard.connections > 0 {
			t.Errorf("the listener heard %+v", heard)
		}

		// The page still does its work.
		p.press(kb.Escape)
		p.until("the panel closed", `!document.querySelector("#dialog-verify[open]")`)
		p.sampled()
	})
}
