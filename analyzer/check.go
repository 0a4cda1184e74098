package analyzer

import (
	"errors"
	"strconv"
	"strings"

	"okta-session-analyzer/analyzer/config"
	"okta-session-analyzer/analyzer/detect"
)

// Check reads a configuration and returns it with all that is wrong with it, in
// order of lines; line 0 is where a fault has no place. What is wrong with its
// own rules is none of that: the report says it, and the others run.
func Check(text []byte, o config.Options) (Config, []config.Error) {
	c, err := config.Parse(text, o)
	faults := faultsOf(text, err)
	if len(faults) == 0 {
		detections, _ := Detections(c.Rules)
		faults = faultsOf(text, c.Validate(detections))
	}
	return c, faults
}

// faultsOf takes a joined error apart.
func faultsOf(text []byte, err error) []config.Error {
	if err == nil {
		return nil
	}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var all []config.Error
		for _, e := range joined.Unwrap() {
			all = append(all, faultsOf(text, e)...)
		}
		return all
	}
	if e, ok := errors.AsType[*config.Error](err); ok {
		return []config.Error{*e}
	}
	if e, ok := errors.AsType[*detect.ConfigError](err); ok {
		return []config.Error{{Line: lineOf(string(text), e.Detection, e.Parameter), Message: e.Error()}}
	}
	return []config.Error{{Message: err.Error()}}
}

// lineOf returns the line on which a detection, and behind it its parameter,
// first stands as a text; 0 where it does not.
func lineOf(text, detection, parameter string) int {
	at := strings.Index(text, strconv.Quote(detection))
	if at < 0 {
		return 0
	}
	if behind := strings.Index(text[at:], strconv.Quote(parameter)); parameter != "" && behind > 0 {
		at += behind
	}
	return 1 + strings.Count(text[:at], "\n")
}
