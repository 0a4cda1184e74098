// Package geo measures distances between the places that an address was
// located at.
package geo

import (
	"math"
	"strconv"
	"strings"

	"github.com/umahmood/haversine"
)

// Point is a place on the Earth in degrees: latitude north, longitude east.
type Point struct{ Lat, Lon float64 }

// EarthRadius is the radius in km of the sphere that distances are measured
// on, haversine's. Against the ellipsoid a distance is off by at most 0.6 %.
const EarthRadius = 6371

// Valid reports whether the point can be where somebody was. 0°N 0°E is not:
// it lies in the sea off Ghana and is what locators write for "no idea".
func (p Point) Valid() bool {
	return p.Lat >= -90 && p.Lat <= 90 && p.Lon >= -180 && p.Lon <= 180 && (p.Lat != 0 || p.Lon != 0)
}

// Distance returns the great-circle distance between two points in km, at most
// half the Earth's circumference. ok is false when a point is not valid.
func Distance(a, b Point) (km float64, ok bool) {
	if !a.Valid() || !b.Valid() {
		return 0, false
	}
	_, km = haversine.Distance(haversine.Coord(a), haversine.Coord(b))
	if math.IsNaN(km) {
		// The root of 1-a, where rounding has pushed a above 1: it happens for
		// one in ten pairs of opposite points and for no others.
		km = EarthRadius * math.Pi
	}
	return km, true
}

// ParsePoint reads the coordinates of a log. It takes the decimal comma that a
// spreadsheet of another locale leaves behind. ok is false when they are
// absent, are no numbers, or are not a [Point.Valid] point.
func ParsePoint(lat, lon string) (p Point, ok bool) {
	if p.Lat, ok = parseDegrees(lat); !ok {
		return Point{}, false
	}
	if p.Lon, ok = parseDegrees(lon); !ok || !p.Valid() {
		return Point{}, false
	}
	return p, true
}

func parseDegrees(s string) (float64, bool) {
	// A number of degrees has at most a sign, three digits and a fraction; the
	// bound keeps a cell of a megabyte from being read as one.
	if len(s) == 0 || len(s) > 32 {
		return 0, false
	}
	if strings.Count(s, ",") == 1 && !strings.Contains(s, ".") {
		s = strings.Replace(s, ",", ".", 1)
	}
	f, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	return f, err == nil
}
