//go:build js && wasm

package main

import (
	"errors"
	"syscall/js"
	"time"

	"okta-session-analyzer/analyzer/config"
)

// zones are the time zones that a configuration names. Go's own database of
// them would make the page larger by an eighth, and the browser has one.
type zones struct {
	changes js.Value
	known   map[string]*time.Location
}

// browserZones are those of the worker that this is.
var browserZones zones

// use takes zones(changes), a function that returns for the name of a zone the
// changes of its clocks as a Float64Array: pairs of a moment in seconds since
// 1970 and the seconds ahead of UTC from then on. Of an unknown name it is null.
func (z *zones) use(args []js.Value) (map[string]any, error) {
	*z = zones{args[0], map[string]*time.Location{}}
	return nil, nil
}

// options are those of a configuration that is read here.
func (z *zones) options() config.Options { return config.Options{Zone: z.location} }

// location returns the time zone of a name.
func (z *zones) location(name string) (*time.Location, error) {
	if zone := z.known[name]; zone != nil {
		return zone, nil
	}
	if z.changes.IsUndefined() {
		return nil, errors.New("wasm: the browser's time zones were not given")
	}
	found := z.changes.Invoke(name)
	if found.IsNull() {
		return nil, errors.New("wasm: the browser knows no time zone of this name")
	}
	changes := make([]config.Change, found.Length()/2)
	for i := range changes {
		changes[i] = config.Change{At: int64(found.Index(2 * i).Float()), Ahead: found.Index(2*i + 1).Int()}
	}
	zone, err := config.Location(name, changes)
	if err == nil {
		z.known[name] = zone
	}
	return zone, err
}
