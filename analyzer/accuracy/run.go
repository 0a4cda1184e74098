package accuracy

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"okta-session-analyzer/analyzer"
	"okta-session-analyzer/analyzer/simulate"
)

// The seeds. What is tuned on the one kind is reported on the other.
var (
	TuneSeeds   = seedsFrom(1)
	ReportSeeds = seedsFrom(101)
)

func seedsFrom(first uint64) []uint64 {
	seeds := make([]uint64, 10)
	for i := range seeds {
		seeds[i] = first + uint64(i)
	}
	return seeds
}

// The forms of a log.
const (
	JSON = "json" // the API's objects, one a line
	CSV  = "csv"  // the console's download
)

// Forms are the forms in which every log is judged.
var Forms = []string{JSON, CSV}

// Config says what to measure.
type Config struct {
	Seeds []uint64
	Users int // people of each log
	Days  int // length of each log
	// Families keeps to attacks of these families; nil is all.
	Families []string
	// Variants keeps to these variants. Empty takes one of the three in turns,
	// so that each family has each variant on a third of the seeds.
	Variants []simulate.Variant
	// Keep, where it is set, is given every log in every form, with its labels.
	Keep func(seed uint64, form string, log []byte, labels []simulate.Label) error
	// Progress, where it is set, is told each log that has been judged.
	Progress func(seed uint64, form string)
}

// The size of the logs by default: a company whose administrators are enough
// for every attack on one, and weeks enough for what a baseline needs.
const (
	DefaultUsers = 400
	DefaultDays  = 21
)

// attacks returns those of one seed.
func (c *Config) attacks(seed uint64) []simulate.Attack {
	list := []simulate.Attack{} // not nil, which is all
	for i, name := range simulate.Families() {
		if c.Families != nil && !slices.Contains(c.Families, name) {
			continue
		}
		if len(c.Variants) == 0 {
			list = append(list, simulate.Attack{Family: name, Variant: simulate.Variant((uint64(i) + seed) % 3)})
		}
		for _, v := range c.Variants {
			list = append(list, simulate.Attack{Family: name, Variant: v})
		}
	}
	return list
}

// Run makes the logs, has them analysed and returns what came of it. The same
// configuration gives the same result.
func Run(ctx context.Context, c Config) (*Result, error) {
	result := newResult(&c)
	for _, seed := range c.Seeds {
		attacks := c.attacks(seed)
		w, err := simulate.New(simulate.Config{
			Seed: seed, Users: c.Users, Days: c.Days, Attacks: attacks, Forgiving: true, Habits: simulate.AllHabits,
		})
		if err != nil {
			return nil, err
		}
		t := TruthOf(w)
		result.world(t, len(attacks))
		for _, form := range Forms {
			write := w.WriteNDJSON
			if form == CSV {
				write = w.WriteCSV
			}
			var file bytes.Buffer
			if _, err := write(&file); err != nil {
				return nil, err
			}
			if c.Keep != nil {
				if err := c.Keep(seed, form, file.Bytes(), w.Labels()); err != nil {
					return nil, err
				}
			}
			ours, seeds, err := judgeForm(ctx, t, form, file.Bytes())
			if err != nil {
				return nil, fmt.Errorf("seed %d, %s: %w", seed, form, err)
			}
			result.add(form, t, ours, seeds)
			if c.Progress != nil {
				c.Progress(seed, form)
			}
		}
	}
	result.finish()
	return result, nil
}

// judgeForm analyses a log in one form and judges our detections and the seed
// program's rules.
func judgeForm(ctx context.Context, t *Truth, form string, file []byte) (ours, seeds *Score, err error) {
	loaded, err := analyzer.Load(ctx, []analyzer.Source{{Name: "log." + form, Size: int64(len(file)), Reader: bytes.NewReader(file)}}, analyzer.Options{})
	if err != nil {
		return nil, nil, err
	}
	if loaded.Log.Len() != len(t.Marks) {
		return nil, nil, fmt.Errorf("the log has %d events, %d were made", loaded.Log.Len(), len(t.Marks))
	}
	r, err := loaded.Report(analyzer.Config{})
	if err != nil {
		return nil, nil, err
	}
	return Judge(t, form, r), JudgeSeed(t, form, loaded.Log), nil
}
