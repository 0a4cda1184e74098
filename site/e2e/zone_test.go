package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// changingLog is a log of sign-ins every half an hour, by a person each, from
// the Friday before clocks change in Europe to the Monday after it.
func changingLog(t *testing.T) string {
	t.Helper()
	var rows []row
	friday := time.Date(2026, 3, 27, 0, 15, 0, 0, time.UTC)
	for n := range 4 * 48 {
		at := friday.Add(time.Duration(n) * 30 * time.Minute)
		name := fmt.Sprintf("at-%s@example.com", at.Format("Mon-15-04"))
		r := providerEvent(n, name, "")
		r["timestamp"] = at.Format("2006-01-02T15:04:05.000Z")
		r["event_type"], r["display_message"] = "user.session.start", "User login to Okta"
		r["actor.id"] = fmt.Sprintf("00u%d", n)
		r["authentication_context.external_session_id"] = fmt.Sprintf("102%d", n)
		for _, column := range []string{"target0.id", "target0.type", "target0.alternate_id", "target0.display_name"} {
			delete(r, column)
		}
		rows = append(rows, r)
	}
	return writeLog(t, "clocks.csv", rows)
}

// TestZoneNamed analyses by working hours of a zone that has a name, over a
// change of its clocks, in the page and on the command line.
func TestZoneNamed(t *testing.T) {
	log := changingLog(t)
	configuration := func(zone string) string {
		return writeFile(t, "hours.json", fmt.Sprintf("{\"working_hours\": {\"from\": \"08:00\", \"to\": \"18:00\",\n"+
			"  \"days\": [\"Monday\", \"Tuesday\", \"Wednesday\", \"Thursday\", \"Friday\"],\n  \"zone\": %q}}\n", zone))
	}
	out := func(ids []string, at string) bool {
		return slices.ContainsFunc(ids, func(id string) bool {
			return strings.Contains(id, "at-"+at+"@example.com signed in out of working hours")
		})
	}
	p := open(t, browser, pageFile)
	next := p.downloads()
	berlin := configuration("Europe/Berlin")
	p.choose(berlin, log)
	p.wait("done")
	page := p.idsOf(next)
	for at, want := range map[string]bool{
		"Fri-06-45": true, "Fri-07-15": false, "Fri-16-45": false, "Fri-17-15": true, // an hour ahead
		"Mon-05-45": true, "Mon-06-15": false, "Mon-15-45": false, "Mon-16-15": true, // two
		"Sun-10-15": true,
	} {
		if out(page, at) != want {
			t.Errorf("in Berlin %s UTC is out of hours: %t, want %t", at, !want, want)
		}
	}
	if native := commandLineOn(t, log, "-config", berlin); !equalIDs(native, page) {
		t.Errorf("the command line has %d findings with hours of Berlin, the page %d", len(native), len(page))
	}

	// Another zone, typed as people do, and saved.
	p.settings("lists")
	p.until("the zone in its field", `document.querySelector("#hours-zone").value === "Europe/Berlin"`)
	var proposed bool
	p.eval(p.frame, `["Europe/Berlin", "UTC", "+05:30"].every((zone) => document.querySelector("#hours-zones option[value='" + zone + "']"))`, &proposed)
	if !proposed {
		t.Error("zones are not proposed by name and by distance")
	}
	p.setValue("#hours-zone", " America/New_York ")
	p.analysed()
	p.until("the zone without its blanks", `document.querySelector("#hours-zone").value === "America/New_York"`)
	p.wait("done")
	page = p.idsOf(next)
	if out(page, "Mon-21-15") || !out(page, "Mon-07-15") {
		t.Error("the hours of New York do not count")
	}
	p.settings("file")
	p.click("#configuration-save")
	_, saved := next()
	if native := commandLineOn(t, log, "-config", writeFile(t, "saved.json", string(saved))); !equalIDs(native, page) {
		t.Errorf("the command line has %d findings with hours of New York, the page %d", len(native), len(page))
	}

	// No zone: nothing changes, and the text stays to be mended.
	p.settings("lists")
	p.setValue("#hours-zone", "Mars/Olympus")
	p.until("the refusal", `/"Mars\/Olympus", which is not known here; want UTC, .*Europe\/Vienna/.test(document.querySelector(".hours .faults")?.innerText)`)
	p.until("the text in its field", `document.querySelector("#hours-zone[aria-invalid=true]").value === "Mars/Olympus"`)
	p.drop(configuration("Mars/Olympus"))
	p.settings("file")
	p.until("the line of the zone", `/Line 3.*Mars\/Olympus/s.test(document.querySelector("#configuration-refused")?.innerText)`)
	if again := p.idsOf(next); !equalIDs(again, page) {
		t.Errorf("%d findings after zones that there are not, want %d", len(again), len(page))
	}
}
