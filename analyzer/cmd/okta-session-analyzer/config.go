package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"okta-session-analyzer/analyzer/detect"
)

// maxConfig bounds the configuration file, in bytes: a log named by mistake
// must not be read as one.
const maxConfig = 1 << 20

// readConfig reads a configuration and checks it. Keys that are none are
// errors, so that a misspelled one does not leave a detection untuned.
func readConfig(path string) (detect.Config, error) {
	var c detect.Config
	f, err := os.Open(path)
	if err != nil {
		return c, fmt.Errorf("-config: %w", plainPathError(err))
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxConfig+1))
	if err != nil {
		return c, fmt.Errorf("-config: %w", plainPathError(err))
	}
	if len(text) > maxConfig {
		return c, fmt.Errorf("-config: %s: more than %d bytes; this is not a configuration", path, maxConfig)
	}
	d := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff"))))
	d.DisallowUnknownFields()
	if err := d.Decode(&c); err != nil {
		return c, fmt.Errorf("-config: %s: %w", path, configFault(err, text))
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return c, fmt.Errorf("-config: %s: there is more after the configuration's closing brace", path)
	}
	if err := c.Validate(); err != nil {
		return c, fmt.Errorf("-config: %s: %w", path, err)
	}
	return c, nil
}

// configFault says where the decoder stopped and what it wants there.
func configFault(err error, text []byte) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.Is(err, io.EOF):
		return errors.New("the file is empty")
	case errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("the file ends in the middle; a brace or a quote is not closed")
	case errors.As(err, &syntax):
		return fmt.Errorf("line %d: %w", lineOf(text, syntax.Offset), syntax)
	case errors.As(err, &kind):
		want := map[string]string{"float64": "a number", "string": "a text"}[kind.Type.String()]
		if want == "" && strings.HasPrefix(kind.Type.String(), "[]") {
			want = "a list"
		} else if want == "" {
			want = "an object"
		}
		where := "the configuration"
		if kind.Field != "" {
			where = "a value in " + kind.Field
		}
		return fmt.Errorf("line %d: %s is a JSON %s, want %s", lineOf(text, kind.Offset), where, kind.Value, want)
	}
	if key, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		return fmt.Errorf("unknown key %s; there are parameters and disabled", key)
	}
	return err
}

// lineOf returns the line, from 1, of an offset in a text.
func lineOf(text []byte, offset int64) int {
	return 1 + bytes.Count(text[:min(max(offset-1, 0), int64(len(text)))], []byte("\n"))
}
