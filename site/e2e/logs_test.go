package e2e

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"okta-session-analyzer/analyzer/event"
)

// row is one event by column; other columns are empty.
type row map[string]string

// writeFile writes a file of the test's own and returns its path.
func writeFile(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// writeLog writes a log with the console's columns and returns its path.
func writeLog(t *testing.T, name string, rows []row) string {
	t.Helper()
	file, err := os.Create(filepath.Join(t.TempDir(), name))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	w := csv.NewWriter(file)
	w.Write(event.ConsoleColumns[:])
	for _, r := range rows {
		cells := make([]string, len(event.ConsoleColumns))
		for i, column := range event.ConsoleColumns {
			cells[i] = r[column]
			delete(r, column)
		}
		for column := range r {
			t.Fatalf("the console has no column %q", column)
		}
		w.Write(cells)
	}
	w.Flush()
	if err := w.Error(); err != nil {
		t.Fatal(err)
	}
	return file.Name()
}

// providerEvent is the creation of an identity provider, which every analyst
// wants to hear of. The texts of actor and provider are the caller's.
func providerEvent(n int, actor, provider string) row {
	return row{
		"timestamp":          fmt.Sprintf("2026-03-02T09:%02d:00.000Z", n%60),
		"uuid":               fmt.Sprintf("5d1a0c2e-1111-11f0-8000-%012d", n),
		"event_type":         "system.idp.lifecycle.create",
		"display_message":    "Create Identity Provider",
		"severity":           "INFO",
		"outcome.result":     "SUCCESS",
		"actor.id":           "00uadmin",
		"actor.type":         "User",
		"actor.display_name": actor,
		"actor.alternate_id": actor,
		"authentication_context.external_session_id":  "102admin",
		"client.ip_address":                           "198.51.100.7",
		"client.user_agent.raw_user_agent":            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/148.0.0.0 Safari/537.36",
		"client.user_agent.os":                        "Linux",
		"client.user_agent.browser":                   "CHROME",
		"client.geographical_context.country":         "Germany",
		"client.geographical_context.city":            "Berlin",
		"client.geographical_context.geolocation.lat": "52.52",
		"client.geographical_context.geolocation.lon": "13.405",
		"target0.id":           "0oaprovider",
		"target0.type":         "IdentityProvider",
		"target0.alternate_id": provider,
		"target0.display_name": provider,
	}
}

// canary stands in every text of the canary log.
const canary = "canary-5f2e9a"

// canaryLog is a log whose texts are worth stealing.
func canaryLog(t *testing.T) string {
	t.Helper()
	var rows []row
	for n := range 5 {
		rows = append(rows, providerEvent(n, fmt.Sprintf("%s-%d@victim.example", canary, n), canary+" provider"))
	}
	use := providerEvent(5, canary+"-0@victim.example", canary+" application")
	use["event_type"], use["target0.type"] = "user.authentication.sso", "AppInstance"
	return writeLog(t, "canary.csv", append(rows, use))
}
