package main

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/jszwec/csvutil"

	"okta-session-analyzer/analyzer/event"
)

// buildCommand builds the command line and returns its path.
func buildCommand(dir string) (string, error) {
	path := filepath.Join(dir, "okta-session-analyzer")
	cmd := exec.Command("go", "build", "-o", path, "okta-session-analyzer/analyzer/cmd/okta-session-analyzer")
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("build the command line: %w", err)
	}
	return path, nil
}

// measureCommand measures the command line from its start to its end, with the
// SHA-256 of the file and the report as JSON.
func measureCommand(t *table, cli string, s sample, runs int) error {
	var took, memory []float64
	for range runs {
		cmd := exec.Command(cli, "-format", "json", s.path)
		began := time.Now()
		if err := cmd.Run(); err != nil {
			return err
		}
		took = append(took, float64(time.Since(began).Microseconds())/1000)
		if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
			memory = append(memory, float64(usage.Maxrss)*1024/1e6)
		}
	}
	t.row(s, "command line", median(took), 0, median(memory), "")
	return nil
}

// measureNaive times the ways that come to mind first, once each: a struct per
// record, read and thrown away, on one core and without a single detection.
func measureNaive(t *table, s sample) error {
	var way string
	var read func(io.Reader) (int, error)
	switch {
	case strings.HasSuffix(s.path, ".csv"):
		way, read = "naive: encoding/csv+csvutil", readStructs
	case strings.HasSuffix(s.path, "json"):
		way, read = "naive: encoding/json", readJSON
	default:
		return nil
	}
	file, err := os.Open(s.path)
	if err != nil {
		return err
	}
	defer file.Close()
	began := time.Now()
	if _, err := read(bufio.NewReaderSize(file, 1<<20)); err != nil {
		return fmt.Errorf("%s: %s: %w", s.path, way, err)
	}
	t.row(s, way, float64(time.Since(began).Microseconds())/1000, 0, 0, "one run, no detections")
	return nil
}

func readStructs(r io.Reader) (n int, err error) {
	reader := csv.NewReader(r)
	reader.FieldsPerRecord = -1
	decoder, err := csvutil.NewDecoder(reader)
	if err != nil {
		return 0, err
	}
	for ; ; n++ {
		var row event.Row
		if err := decoder.Decode(&row); errors.Is(err, io.EOF) {
			return n, nil
		} else if err != nil {
			return n, err
		}
	}
}

// record is what an event of the API looks like to somebody who needs a few of
// its members.
type record struct {
	UUID      string    `json:"uuid"`
	Published time.Time `json:"published"`
	EventType string    `json:"eventType"`
	Severity  string    `json:"severity"`
	Actor     entity    `json:"actor"`
	Target    []entity  `json:"target"`
	Outcome   struct {
		Result string `json:"result"`
		Reason string `json:"reason"`
	} `json:"outcome"`
	Client struct {
		IPAddress string `json:"ipAddress"`
		UserAgent struct {
			Raw string `json:"rawUserAgent"`
		} `json:"userAgent"`
		Geo struct {
			Country string `json:"country"`
			City    string `json:"city"`
			Point   struct {
				Lat float64 `json:"lat"`
				Lon float64 `json:"lon"`
			} `json:"geolocation"`
		} `json:"geographicalContext"`
	} `json:"client"`
	AuthenticationContext struct {
		ExternalSessionID string `json:"externalSessionId"`
	} `json:"authenticationContext"`
	DebugContext struct {
		DebugData map[string]any `json:"debugData"`
	} `json:"debugContext"`
}

type entity struct {
	ID          string `json:"id"`
	Type        string `json:"type"`
	AlternateID string `json:"alternateId"`
	DisplayName string `json:"displayName"`
}

func readJSON(r io.Reader) (n int, err error) {
	decoder := json.NewDecoder(r)
	for ; ; n++ {
		var e record
		if err := decoder.Decode(&e); errors.Is(err, io.EOF) {
			return n, nil
		} else if err != nil {
			return n, err
		}
	}
}
