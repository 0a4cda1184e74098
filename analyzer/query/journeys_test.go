package query

import (
	"encoding/json"
	"fmt"
	"testing"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// visit is one event of a person at a place.
type visit struct {
	minute         int64
	user, kind     string
	city, lat, lon string
	result         string
}

func visits(t *testing.T, list ...visit) *table.Log {
	t.Helper()
	b := table.NewBuilder()
	for i, e := range list {
		row := &event.Row{Published: event.FormatTime(start + e.minute*60_000), UUID: testUUID(i)}
		row.Set(event.ActorID, 0, e.user)
		row.Set(event.ActorType, 0, e.kind)
		row.Set(event.ActorAlternateID, 0, e.user+"@example.com")
		row.Set(event.City, 0, e.city)
		row.Set(event.Latitude, 0, e.lat)
		row.Set(event.Longitude, 0, e.lon)
		row.Set(event.OutcomeResult, 0, e.result)
		if err := b.AddRow(0, int64(i), fmt.Append(nil, "record ", i), row); err != nil {
			t.Fatal(err)
		}
	}
	for f := range event.NumFields {
		b.Carries(f)
	}
	log, _ := b.Log([]string{"visits"})
	return log
}

func TestMap(t *testing.T) {
	berlin := visit{city: "Berlin", lat: "52.52", lon: "13.40", result: "SUCCESS", kind: "User", user: "ana"}
	lagos := visit{city: "Lagos", lat: "6.45", lon: "3.39", result: "FAILURE", kind: "User", user: "ana"}
	at := func(v visit, minute int64, more ...func(*visit)) visit {
		v.minute = minute
		for _, f := range more {
			f(&v)
		}
		return v
	}
	by := func(user, kind string) func(*visit) { return func(v *visit) { v.user, v.kind = user, kind } }
	log := visits(t,
		at(berlin, 0),
		at(berlin, 5, func(v *visit) { v.lat = "52.521" }), // the locator's jitter
		at(lagos, 34),
		at(berlin, 34+600),
		at(lagos, 34+1200),
		at(berlin, 50, by("ben", "User")),
		at(lagos, 51, by("robot", "SystemPrincipal")),
		at(berlin, 52, by("robot", "SystemPrincipal")),
		at(visit{user: "ana", kind: "User", lat: "", lon: ""}, 60),
		at(visit{city: "Potsdam", lat: "52.40", lon: "13.06", user: "ben", kind: "User"}, 70), // 30 km away
	)
	var got Map
	answered(t, NewDoor(log, nil), "map", `{"whole": true}`, &got)
	if got.Unplaced != 1 || got.PlacesTotal != 3 || len(got.Places) != 3 || got.LegsTotal != 2 || len(got.Legs) != 2 {
		t.Fatalf("%+v", got)
	}
	if p := got.Places[0]; p.City != "Berlin" || p.Events != 5 || p.Users != 2 || p.Failures != 0 || p.Lat != 52.52 {
		t.Errorf("Berlin is %+v", p)
	}
	if p := got.Places[1]; p.City != "Lagos" || p.Events != 3 || p.Users != 1 || p.Failures != 3 {
		t.Errorf("Lagos is %+v", p)
	}
	leg := got.Legs[0]
	if leg.From != 0 || leg.To != 1 || leg.Journeys != 2 || leg.Users != 1 || leg.Name != "ana@example.com" {
		t.Errorf("the first leg is %+v", leg)
	}
	// 5,206 km in 29 minutes; by the haversine formula on a sphere of 6,371 km.
	if leg.KM < 5180 || leg.KM > 5230 || leg.Speed < leg.KM/29*60-1 || leg.Speed > leg.KM/29*60+1 {
		t.Errorf("%v km, %v km/h", leg.KM, leg.Speed)
	}
	if leg.Before != testUUID(1) || leg.After != testUUID(2) {
		t.Errorf("from %s to %s", leg.Before, leg.After)
	}

	// Of an entity, of some events, of a stretch.
	answered(t, NewDoor(log, nil), "map", `{"kind": "user", "id": "ben"}`, &got)
	if got.PlacesTotal != 2 || got.LegsTotal != 0 {
		t.Errorf("of ben: %+v", got)
	}
	answered(t, NewDoor(log, nil), "map", fmt.Sprintf(`{"events": [%q, %q]}`, testUUID(3), testUUID(2)), &got)
	if len(got.Legs) != 1 || got.Places[got.Legs[0].From].City != "Lagos" {
		t.Errorf("of two events: %+v", got)
	}
	answered(t, NewDoor(log, nil), "map", fmt.Sprintf(`{"whole": true, "from": %d, "to": %d}`, start, start+35*60_000), &got)
	if got.LegsTotal != 1 || got.PlacesTotal != 2 {
		t.Errorf("of a stretch: %+v", got)
	}
	var refusal refused
	answered(t, NewDoor(log, nil), "map", `{"kind": "user", "id": "nobody"}`, &refusal)
	if refusal.Error.Message == "" {
		t.Error("an unknown user has a map")
	}
}

// The order of a result must not show on its map.
func TestMapOfSortedResult(t *testing.T) {
	log := simulated(t, 3000)
	d := NewDoor(log, nil)
	var byTime, bySort Map
	answered(t, d, "map", `{}`, &byTime)
	answered(t, d, "query", `{"text": "", "sort": {"field": "ip", "descending": true}}`, new(found))
	answered(t, d, "map", `{}`, &bySort)
	a, _ := json.Marshal(byTime)
	b, _ := json.Marshal(bySort)
	if string(a) != string(b) {
		t.Error("the map of a sorted result is another one")
	}
	if len(byTime.Places) < 3 || len(byTime.Legs) == 0 {
		t.Errorf("%d places, %d legs", len(byTime.Places), len(byTime.Legs))
	}
}

// answered asks a question and reads the answer.
func answered(t *testing.T, d *Door, name, question string, to any) {
	t.Helper()
	text, err := d.Ask(name, question)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(text), to); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
}
