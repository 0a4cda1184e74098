package rules_test

import (
	"flag"
	"fmt"
	"os"
	"path"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/rules"
)

var update = flag.Bool("update", false, "write the reference, README.md")

var (
	uuidForm = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	idForm   = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	techForm = regexp.MustCompile(`^T\d{4}(\.\d{3})?$`)
)

// Every rule says what a report needs of it.
func TestCatalogue(t *testing.T) {
	pack, errs := rules.BuiltIn()
	for _, e := range errs {
		t.Error(e)
	}
	coded := map[string]bool{}
	for _, d := range detect.All() {
		coded[d.ID] = true
	}
	uuids := map[string]string{}
	matching, missing := 0, 0
	for _, r := range pack.Rules() {
		d, source := r.Detection, r.Source()
		t.Run(d.ID, func(t *testing.T) {
			if d.ID != rules.IDOf(source.File) || !idForm.MatchString(d.ID) {
				t.Errorf("the file %s has the rule %q", source.File, d.ID)
			}
			if coded[d.ID] {
				t.Errorf("%s is a detection in code too", d.ID)
			}
			if folder := path.Dir(source.File); folder != rules.Folder(d.Family) {
				t.Errorf("family %q is in folder %s, want %s", d.Family, folder, rules.Folder(d.Family))
			}
			if !slices.Contains(rules.Families, d.Family) {
				t.Errorf("family %q", d.Family)
			}
			if len(d.Techniques) == 0 {
				t.Error("no technique of ATT&CK among the tags")
			}
			for _, technique := range d.Techniques {
				if !techForm.MatchString(technique) {
					t.Errorf("technique %q", technique)
				}
			}
			if n := len(d.Check); n < 1 || n > 4 {
				t.Errorf("%d sentences on what to check next, want 1 to 4", n)
			}
			if len(d.FalsePositives) == 0 {
				t.Error("no false positives")
			}
			for _, sentence := range append(slices.Clone(d.Check), append(d.FalsePositives, d.Meaning)...) {
				if len(sentence) < 20 || !strings.ContainsAny(sentence[len(sentence)-1:], ".?") {
					t.Errorf("not a whole sentence: %q", sentence)
				}
			}
			if source.Level == "" || source.Status != "stable" || source.Author == "" || source.Date == "" {
				t.Errorf("level %q, status %q, author %q, date %q", source.Level, source.Status, source.Author, source.Date)
			}
			if source.Custom("analyzer") == nil {
				t.Error("it has no attribute analyzer")
			}
			if declared := r.Declared(); !slices.Equal(declared, r.Lists()) {
				t.Errorf("lists %v are declared, %v are used", declared, r.Lists())
			}
			for _, document := range pack.Documents(source.File) {
				if !uuidForm.MatchString(document.ID) {
					t.Errorf("id %q is no random UUID", document.ID)
				}
				if other := uuids[document.ID]; other != "" {
					t.Errorf("id %s is that of a document of %s", document.ID, other)
				}
				uuids[document.ID] = source.File
			}
			tests, err := readTests(d.ID, source.File)
			if err != nil {
				t.Fatal(err)
			}
			matching += len(tests.Match)
			missing += len(tests.Miss)
		})
	}
	t.Logf("%d rules, %d cases that match, %d that do not", len(pack.Rules()), matching, missing)
}

// The program carries every rule that lies beside it, and no test.
func TestEmbedded(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("a browser has no files to compare with")
	}
	var want []string
	folders, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range folders {
		if !folder.IsDir() {
			continue
		}
		names, err := os.ReadDir(folder.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range names {
			if strings.HasSuffix(f.Name(), ".yml") && !strings.HasSuffix(f.Name(), ".test.yml") {
				want = append(want, folder.Name()+"/"+f.Name())
			}
		}
	}
	if got := rules.EmbeddedFiles(); !slices.Equal(got, want) {
		t.Errorf("the patterns of go:embed in rules.go take\n%v, want\n%v", got, want)
	}
}

// TestReference compares README.md with the rules; -update writes it.
func TestReference(t *testing.T) {
	got := reference(t)
	if *update {
		if err := os.WriteFile("README.md", []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if runtime.GOOS == "js" {
		t.Skip("a browser has no files")
	}
	want, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Error("README.md is not that of these rules; make rules writes it again")
	}
}

// reference is the list of all rules as README.md has it.
func reference(t *testing.T) string {
	pack, _ := rules.BuiltIn()
	inCSV := func(f event.Field) bool { return f.Column() != "" }
	byFamily := map[string][]*rules.Rule{}
	csv := 0
	for _, r := range pack.Rules() {
		byFamily[r.Detection.Family] = append(byFamily[r.Detection.Family], r)
		if _, missing := pack.Fields(r, inCSV); len(missing) == 0 {
			csv++
		}
	}
	var b strings.Builder
	b.WriteString("# Detections as data\n\nWritten by the tests (`make rules`); do not edit.\n\n")
	fmt.Fprintf(&b, "%d rules, a Sigma file each. %d of them can be evaluated on a CSV of the console, %d need the API's JSON.\n"+
		"A rule with a list needs one of that name in the configuration.\n", len(pack.Rules()), csv, len(pack.Rules())-csv)
	b.WriteString(format)
	for _, family := range rules.Families {
		if len(byFamily[family]) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n## %s\n\n", family)
		b.WriteString("| id | finds | severity | needs | log | technique |\n|---|---|---|---|---|---|\n")
		for _, r := range byFamily[family] {
			reads, missing := pack.Fields(r, inCSV)
			form := "CSV or JSON"
			if len(missing) > 0 {
				form = "JSON"
			}
			var needs []string
			for _, f := range reads {
				needs = append(needs, "`"+f.Key()+"`")
			}
			for _, list := range r.Lists() {
				needs = append(needs, "list `"+list+"`")
			}
			fmt.Fprintf(&b, "| [`%s`](%s) | %s | %s | %s | %s | %s |\n", r.Detection.ID, r.Source().File, cell(r.Detection.Title),
				r.Detection.Severity, strings.Join(needs, ", "), form, strings.Join(r.Detection.Techniques, ", "))
		}
	}
	if len(pack.Rules()) == 0 {
		t.Error("no rules")
	}
	return b.String()
}

func cell(s string) string { return strings.ReplaceAll(s, "|", "\\|") }

// format is what README.md says of the form of a rule.
const format = `
## To write one

A file ` + "`<family>/<id>.yml`" + ` holds one Sigma rule, or rules and the correlation that is made of them. What Sigma has no word for
stands in the attribute ` + "`analyzer`" + `:

| key | meaning |
|---|---|
| family | the family; its words joined by hyphens are the folder |
| summary | the sentence of a finding; what stands in braces is replaced |
| fold | matches of one group that lie less apart than this are one finding; 24h where it is absent |
| group | what findings are told apart by: actor, user, session, ip, network or fields; where it is absent the actor, for a correlation its group-by |
| next | what to check next, 1 to 4 sentences |
| parameters | of a correlation: the default, min, max, unit and meaning of minimum and window, which a configuration may change |
| lists | the lists of the configuration that the rule takes by the modifier expand |
| hide_actor | true where what the log calls the actor may be a secret: the finding does not show it |
| context | severities that differ from the level: familiar, where network and program are the actor's own; strange, where the machine is new to the actor |

In a summary, values stand most frequent first, "a, b and 3 more" where there are several: {actor}, {user} (the affected one),
{target}, {target.AppInstance} (of that type), {ip}, {network}, {session}, {country}, {agent}, {event}, {reason}, {result}, any
field of the log; and numbers: {count} events, {distinct} and {values} of a value_count, {span} from the first event to the
last, {times}, which is empty for one match and " (3 times)" for three.

A rule of low severity or info that would make more than 1,000 findings (any other: 5,000) makes one a group, and where that
is not enough one in all.

Beside it, ` + "`<id>.test.yml`" + ` has events of the API in YAML under match, and under miss at least two cases that lack one thing of
it each. Keys may be paths (outcome.result); at: 90s is the time after the case's start, one minute after the event before
where it is absent; repeat: 5 and every: 30s repeat an event. A case can say findings, severity, summary and config (lists,
parameters, zone). Run one with ` + "`go test ./analyzer/rules -run 'TestRules/<id>'`" + `.
`
