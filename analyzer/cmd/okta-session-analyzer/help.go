package main

import (
	"fmt"
	"io"
)

// writeHelp writes what -help says. The defaults and bounds are those of the
// detections.
func writeHelp(w io.Writer) error {
	about := func(name string) string {
		p := thresholdFlags[name].definition()
		return fmt.Sprintf("%s; from %s to %s", quantity(p.Default, p.Unit), quantity(p.Min, ""), quantity(p.Max, ""))
	}
	_, err := fmt.Fprintf(w, help, about("tt"), about("pt"), about("aat"))
	return err
}

const help = `Find attacks in exported Okta System Logs. Nothing leaves this machine.

usage: okta-session-analyzer [flags] FILE...

FILE is a System Log as the Admin Console exports it (Reports > System Log >
Download CSV); - is standard input. Several files are analysed as one log, and
events that stand in more than one of them count once.

output
  -format F         text        for a terminal (default)
                    json        for programs, and to be read again with -saved
                    csv         for spreadsheets, a row a finding
                    markdown    to hand over: incidents, findings, evidence
                    html        the same as one page with pictures, to print
                    timesketch  CSV for Timesketch: findings and their events
                    jsonl       a finding a line
                    indicators  CSV of what to look for elsewhere: addresses,
                                user agents, sessions, accounts, applications
                    navigator   a layer of the MITRE ATT&CK Navigator
  -o FILE           write to FILE instead of standard output
  -zone NAME        times for people in this time zone, as Europe/Vienna
                    (default UTC; forms for programs stay in UTC)
  -redact           put pseudonyms in the place of people, addresses, sessions,
                    devices and what else identifies them
  -saved FILE       write a report that was saved as json in another form,
                    with the triage that is in it; no log is read
  -min-severity S   show findings from this severity up: info (default), low,
                    medium, high, critical
  -fail-on S        exit with status 3 when a finding has this severity or a
                    worse one, shown or not

detections
  -tt KMH           a session is fast travel above this speed in km/h
                    (default %s)
  -pt N             push requests that are a finding
                    (default %s)
  -aat N            unauthorised application attempts that are a finding
                    (default %s)
  -config FILE      parameters, severities, detections to switch off,
                    allow-lists, working hours and lists, as JSON:
                      {"detections": {"session-fast-travel":
                         {"parameters": {"speed_kmh": 500}}},
                       "disabled": ["idp-lifecycle-change"],
                       "allow": {"networks": [{"value": "192.0.2.0/24",
                         "label": "corporate", "reason": "head office"}]}}
                    the three flags above count more
  -rules PATH       Sigma rules of yours, beside the built-in ones: a file, or
                    all .yml and .yaml files in a directory; can be repeated.
                    Rules with an error are told on standard error, with file,
                    line and column, and the others run
  -show-allowed     show also the findings that an allow-list sets aside

other
  -seed             print the lines of okta_session_analyzer.py, the program
                    this one grew from, in a stable order, to compare the two
  -version          print the version
  -help             print this

examples
  okta-session-analyzer syslog_query.csv
  okta-session-analyzer -min-severity medium monday.csv tuesday.csv
  okta-session-analyzer -tt 900 -format csv -o findings.csv syslog_query.csv
  unzip -p export.zip | okta-session-analyzer -format json - | jq '.findings[].summary'
  okta-session-analyzer -format html -redact -o report.html syslog_query.csv
  okta-session-analyzer -fail-on high syslog_query.csv || echo "look at it"

exit status
  0  the log was analysed
  1  it could not be, or one of the files could not
  2  the command line or the configuration is wrong
  3  there is a finding as severe as -fail-on says, or worse
`
