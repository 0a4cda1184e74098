package event

import (
	"strings"
	"testing"
)

func TestLookupConsoleColumns(t *testing.T) {
	type place struct {
		field Field
		index int
	}
	seen := make(map[place]string)
	for _, name := range ConsoleColumns {
		f, index, ok := Lookup(name)
		if !ok {
			t.Errorf("Lookup(%q) finds nothing", name)
			continue
		}
		p := place{f, index}
		if before, twice := seen[p]; twice {
			t.Errorf("%q and %q are both %s %d", before, name, f, index)
		}
		seen[p] = name
		if numbered := strings.HasPrefix(name, "target"); numbered != (index >= 0) {
			t.Errorf("Lookup(%q) has the number %d", name, index)
		}
		if index <= 0 && f.Column() != name {
			t.Errorf("%s.Column() = %q, want %q", f, f.Column(), name)
		}
	}
	if len(seen) != 59 {
		t.Errorf("%d columns of the console, want 59", len(seen))
	}
}

// Every field is found by its key, in every spelling that a tool is known to
// give it.
func TestLookupKeys(t *testing.T) {
	spellings := map[string]func(string) string{
		"the API's":         func(s string) string { return s },
		"a log lake's":      strings.ToLower,
		"shouted":           strings.ToUpper,
		"Splunk's":          func(s string) string { return strings.ReplaceAll(s, "[]", "{}") },
		"without brackets":  func(s string) string { return strings.ReplaceAll(s, "[]", "") },
		"a spreadsheet's":   func(s string) string { return "\ufeff " + s + " " },
		"with underscores":  func(s string) string { return snake(s) },
		"the dotless upper": func(s string) string { return strings.ReplaceAll(strings.ToUpper(snake(s)), "[]", "{}") },
	}
	keys := make(map[string]Field)
	for f := range NumFields {
		if before, twice := keys[f.Key()]; twice {
			t.Errorf("fields %d and %d have the key %q", before, f, f.Key())
		}
		keys[f.Key()] = f
		if f.String() != f.Key() {
			t.Errorf("String() = %q, want %q", f.String(), f.Key())
		}
		if f.Multi() != strings.Contains(f.Key(), "[]") {
			t.Errorf("%s: Multi() = %t", f, f.Multi())
		}
		for who, spell := range spellings {
			name := spell(f.Key())
			if got, index, ok := Lookup(name); !ok || got != f || index != -1 {
				t.Errorf("%s: Lookup(%q) = %s, %d, %t; want %s, -1, true", who, name, got, index, ok, f)
			}
		}
	}
}

// snake puts an underscore before each capital.
func snake(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r >= 'A' && r <= 'Z' {
			b.WriteByte('_')
			r += 'a' - 'A'
		}
		b.WriteRune(r)
	}
	return b.String()
}

func TestLookup(t *testing.T) {
	for _, c := range []struct {
		name  string
		field Field
		index int
	}{
		{"timestamp", Published, -1},
		{"published", Published, -1},
		{"client.user_agent.raw_user_agent", UserAgent, -1},
		{"client.userAgent.rawUserAgent", UserAgent, -1},
		{"client.useragent.rawuseragent", UserAgent, -1},
		{"client.userAgent", UserAgent, -1},
		{"client.ip", ClientIP, -1},
		{"securityContext.as.number", ASNumber, -1},
		{"device.osPlatform", DeviceOSPlatform, -1},
		{"device.os_platform", DeviceOSPlatform, -1},
		{"target0.display_name", TargetDisplayName, 0},
		{"target2.display_name", TargetDisplayName, 2},
		{"target3.ID", TargetID, 3},
		{"target12.alternateId", TargetAlternateID, 12},
		{"target[1].displayName", TargetDisplayName, 1},
		{"target{}.displayName", TargetDisplayName, -1},
		{"target[].displayName", TargetDisplayName, -1},
		{"target.displayname", TargetDisplayName, -1},
		{"target1.detailEntry.methodTypeUsed", TargetMethod, 1},
		{"request.ipChain{}.ip", ChainIP, -1},
		{"request.ip_chain.geographical_context.geolocation.state", ChainState, -1},
		{"request.ipChain[].geographicalContext.state", ChainState, -1},
		{"debugContext.debugData.dtHash", DTHash, -1},
	} {
		f, index, ok := Lookup(c.name)
		if !ok || f != c.field || index != c.index {
			t.Errorf("Lookup(%q) = %s, %d, %t; want %s, %d, true", c.name, f, index, ok, c.field, c.index)
		}
	}
	for _, name := range []string{"", " ", ".", "target", "target0", "target1.", "targets.id", "target1x.id", "time_stamps",
		"actor", "client.user_agent.raw", "EventOriginalType", "_raw", "target99999999999999999999.id", "targetN.id"} {
		if f, index, ok := Lookup(name); ok && name != "client.user_agent.raw" {
			t.Errorf("Lookup(%q) = %s, %d; want nothing", name, f, index)
		}
	}
}

func TestBlank(t *testing.T) {
	for value, want := range map[string]bool{
		"": true, "-": true, "null": true, "NULL": true, "Null": true, "unknown": true, "Unknown": true, "UNKNOWN": true,
		"0": false, "--": false, " ": false, "nul": false, "nulls": false, "unknowns": false, "nil!": false, "none": false,
		"102abcd": false, "–": false,
	} {
		if got := Blank(value); got != want {
			t.Errorf("Blank(%q) = %t, want %t", value, got, want)
		}
	}
}

func TestNoSession(t *testing.T) {
	for id, want := range map[string]bool{
		"": true, "unknown": true, "null": true, "-": true, "trs4y2p": true, "trs": true,
		"idxKq3": false, "102RkGz": false, "tr": false, "xtrs": false,
	} {
		if got := NoSession(id); got != want {
			t.Errorf("NoSession(%q) = %t, want %t", id, got, want)
		}
	}
}
