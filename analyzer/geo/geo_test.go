package geo

import (
	"math"
	"testing"
)

func TestDistance(t *testing.T) {
	toronto, dublin, ottawa := Point{43.65, -79.38}, Point{53.35, -6.26}, Point{45.42, -75.70}
	nan, inf := math.NaN(), math.Inf(1)
	for _, test := range []struct {
		name string
		a, b Point
		km   float64 // of an independent formula, see chord
		ok   bool
	}{
		{"one place", toronto, toronto, 0, true},
		{"across an ocean", toronto, dublin, chord(toronto, dublin), true},
		{"between two cities", toronto, ottawa, chord(toronto, ottawa), true},
		{"a degree of the equator", Point{0, 10}, Point{0, 11}, EarthRadius * math.Pi / 180, true},
		{"over the date line", Point{0, 179.5}, Point{0, -179.5}, EarthRadius * math.Pi / 180, true},
		{"pole to pole", Point{90, 0}, Point{-90, 0}, EarthRadius * math.Pi, true},
		{"opposite points", Point{0.08, 0}, Point{-0.08, 180}, EarthRadius * math.Pi, true},
		{"on the equator and the meridian", Point{0, 5}, Point{5, 0}, chord(Point{0, 5}, Point{5, 0}), true},
		{"0/0", Point{}, dublin, 0, false},
		{"to 0/0", dublin, Point{}, 0, false},
		{"latitude above 90", Point{90.01, 0}, dublin, 0, false},
		{"latitude below -90", Point{-91, 0}, dublin, 0, false},
		{"longitude above 180", dublin, Point{0, 180.5}, 0, false},
		{"not a number", Point{nan, 1}, dublin, 0, false},
		{"longitude not a number", dublin, Point{1, nan}, 0, false},
		{"infinite", Point{inf, 1}, dublin, 0, false},
		{"minus infinite", Point{1, -inf}, dublin, 0, false},
	} {
		km, ok := Distance(test.a, test.b)
		if ok != test.ok || math.Abs(km-test.km) > 0.01 {
			t.Errorf("%s: %v km, %v; want %v, %v", test.name, km, ok, test.km, test.ok)
		}
	}
}

// chord returns the distance by way of the straight line through the Earth, a
// formula that shares nothing with the haversine's.
func chord(a, b Point) float64 {
	x, y := vector(a), vector(b)
	d := 0.0
	for i := range x {
		d += (x[i] - y[i]) * (x[i] - y[i])
	}
	return 2 * EarthRadius * math.Asin(min(1, math.Sqrt(d)/2))
}

func vector(p Point) [3]float64 {
	lat, lon := p.Lat*math.Pi/180, p.Lon*math.Pi/180
	return [3]float64{math.Cos(lat) * math.Cos(lon), math.Cos(lat) * math.Sin(lon), math.Sin(lat)}
}

func TestParsePoint(t *testing.T) {
	for _, test := range []struct {
		lat, lon string
		want     Point
		ok       bool
	}{
		{"43.65", "-79.38", Point{43.65, -79.38}, true},
		{"43,65", "-79,38", Point{43.65, -79.38}, true},
		{" 43.65", "-79.38 ", Point{43.65, -79.38}, true},
		{"0", "5", Point{0, 5}, true},
		{"", "5", Point{}, false},
		{"5", "", Point{}, false},
		{"0.00", "0.00", Point{}, false},
		{"null", "null", Point{}, false},
		{"NaN", "5", Point{}, false},
		{"5", "Inf", Point{}, false},
		{"1e400", "5", Point{}, false},
		{"91", "5", Point{}, false},
		{"1.234,5", "5", Point{}, false},
		{"00000000000000000000000000000000000000000000001", "5", Point{}, false},
	} {
		got, ok := ParsePoint(test.lat, test.lon)
		if got != test.want || ok != test.ok {
			t.Errorf("ParsePoint(%q, %q) = %v, %v; want %v, %v", test.lat, test.lon, got, ok, test.want, test.ok)
		}
	}
}

// FuzzDistance checks every pair of points, and the pair of the first with the
// point opposite to it, against the chord formula.
func FuzzDistance(f *testing.F) {
	f.Add(43.65, -79.38, 53.35, -6.26)
	f.Add(0.08, 0.0, -0.08, 180.0)
	f.Add(0.1, 0.0, -0.1, 180.0)
	f.Add(math.NaN(), 1.0, 2.0, math.Inf(-1))
	f.Add(1e300, 1.0, 2.0, 3.0)
	f.Fuzz(func(t *testing.T, lat1, lon1, lat2, lon2 float64) {
		a, b := Point{lat1, lon1}, Point{lat2, lon2}
		check(t, a, b)
		check(t, a, opposite(a))
	})
}

// TestOpposite tries the pairs that break the plain formula: a fixed walk over
// the sphere, each point with the one on the other side.
func TestOpposite(t *testing.T) {
	for i := range 200_000 {
		lat := math.Mod(float64(i)*0.61803398875, 180) - 90
		lon := math.Mod(float64(i)*1.32471795724, 360) - 180
		check(t, Point{lat, lon}, opposite(Point{lat, lon}))
	}
}

func opposite(p Point) Point {
	if p.Lon > 0 {
		return Point{-p.Lat, p.Lon - 180}
	}
	return Point{-p.Lat, p.Lon + 180}
}

func check(t *testing.T, a, b Point) {
	t.Helper()
	km, ok := Distance(a, b)
	if ok != (a.Valid() && b.Valid()) {
		t.Fatalf("Distance(%v, %v): ok = %v", a, b, ok)
	}
	if !ok {
		return
	}
	back, _ := Distance(b, a)
	// The two formulas part near opposite points, where each loses half its
	// digits: 1e-8 of the circumference, under a metre.
	want := chord(a, b)
	if math.IsNaN(km) || km < 0 || km > EarthRadius*math.Pi+1e-6 || math.Abs(km-want) > 1 || math.Abs(km-back) > 1e-3 {
		t.Fatalf("Distance(%v, %v) = %v, back %v; want %v", a, b, km, back, want)
	}
}
