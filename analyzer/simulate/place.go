package simulate

import (
	"fmt"
	"math"
	"net/netip"
	"strconv"
)

// Place is where a geographic database puts an address.
type Place struct {
	Country, State, City, Postal string
	Lat, Lon                     string // decimal degrees, at most four places

	lat, lon   float64
	utc        int64  // offset from UTC, in summer
	csv, chain string // its cells in the console's CSV
}

func newPlace(country, state, city, postal string, lat, lon, utcHours float64) *Place {
	p := &Place{Country: country, State: state, City: city, Postal: postal, lat: lat, lon: lon, utc: int64(utcHours * float64(hour))}
	p.Lat, p.Lon = strconv.FormatFloat(lat, 'f', -1, 64), strconv.FormatFloat(lon, 'f', -1, 64)
	b := append(appendCell(nil, country), ',')
	b = append(appendCell(b, city), ',')
	b = append(appendCell(b, postal), ',')
	p.csv = string(b) + p.Lon + "," + p.Lat
	b = append(appendCell(b[:0], postal), ',')
	p.chain = string(b) + p.Lon + "," + p.Lat + "," + string(appendCell(nil, state))
	return p
}

// distance returns the kilometres between two places on a sphere, by the
// haversine formula.
func distance(a, b *Place) float64 {
	const radius, degree = 6371, math.Pi / 180
	sinLat := math.Sin((b.lat - a.lat) * degree / 2)
	sinLon := math.Sin((b.lon - a.lon) * degree / 2)
	h := sinLat*sinLat + math.Cos(a.lat*degree)*math.Cos(b.lat*degree)*sinLon*sinLon
	return 2 * radius * math.Asin(math.Sqrt(min(1, h)))
}

var (
	hamburg      = newPlace("Germany", "Hamburg", "Hamburg", "20095", 53.5511, 9.9937, 2)
	norderstedt  = newPlace("Germany", "Schleswig-Holstein", "Norderstedt", "22846", 53.7064, 10.0105, 2)
	ahrensburg   = newPlace("Germany", "Schleswig-Holstein", "Ahrensburg", "22926", 53.6747, 10.2411, 2)
	frankfurt    = newPlace("Germany", "Hesse", "Frankfurt am Main", "60311", 50.1109, 8.6821, 2)
	munich       = newPlace("Germany", "Bavaria", "Munich", "80331", 48.1351, 11.5820, 2)
	dublin       = newPlace("Ireland", "Leinster", "Dublin", "D02", 53.3498, -6.2603, 1)
	bray         = newPlace("Ireland", "Leinster", "Bray", "A98", 53.2028, -6.0983, 1)
	boston       = newPlace("United States", "Massachusetts", "Boston", "02108", 42.3601, -71.0589, -4)
	cambridge    = newPlace("United States", "Massachusetts", "Cambridge", "02139", 42.3736, -71.1097, -4)
	quincy       = newPlace("United States", "Massachusetts", "Quincy", "02169", 42.2529, -71.0023, -4)
	newYork      = newPlace("United States", "New York", "New York", "10004", 40.7128, -74.0060, -4)
	denver       = newPlace("United States", "Colorado", "Denver", "80202", 39.7392, -104.9903, -6)
	austin       = newPlace("United States", "Texas", "Austin", "78701", 30.2672, -97.7431, -5)
	dallas       = newPlace("United States", "Texas", "Dallas", "75201", 32.7767, -96.7970, -5)
	toronto      = newPlace("Canada", "Ontario", "Toronto", "M5H", 43.6532, -79.3832, -4)
	saoPaulo     = newPlace("Brazil", "São Paulo", "São Paulo", "01001", -23.5505, -46.6333, -3)
	london       = newPlace("United Kingdom", "England", "London", "EC1A", 51.5074, -0.1278, 1)
	paris        = newPlace("France", "Île-de-France", "Paris", "75001", 48.8566, 2.3522, 2)
	lyon         = newPlace("France", "Auvergne-Rhône-Alpes", "Lyon", "69001", 45.7640, 4.8357, 2)
	porto        = newPlace("Portugal", "Porto", "Porto", "4000", 41.1579, -8.6291, 1)
	lisbon       = newPlace("Portugal", "Lisbon", "Lisbon", "1100", 38.7223, -9.1393, 1)
	krakow       = newPlace("Poland", "Lesser Poland", "Krakow", "30-001", 50.0647, 19.9450, 2)
	warsaw       = newPlace("Poland", "Mazovia", "Warsaw", "00-001", 52.2297, 21.0122, 2)
	copenhagen   = newPlace("Denmark", "Capital Region", "Copenhagen", "1050", 55.6761, 12.5683, 2)
	madrid       = newPlace("Spain", "Madrid", "Madrid", "28001", 40.4168, -3.7038, 2)
	bengaluru    = newPlace("India", "Karnataka", "Bengaluru", "560001", 12.9716, 77.5946, 5.5)
	chennai      = newPlace("India", "Tamil Nadu", "Chennai", "600001", 13.0827, 80.2707, 5.5)
	singapore    = newPlace("Singapore", "", "Singapore", "018989", 1.3521, 103.8198, 8)
	melbourne    = newPlace("Australia", "Victoria", "Melbourne", "3000", -37.8136, 144.9631, 10)
	boardman     = newPlace("United States", "Oregon", "Boardman", "97818", 45.8399, -119.7006, -7)
	ashburn      = newPlace("United States", "Virginia", "Ashburn", "20147", 39.0438, -77.4874, -4)
	amsterdam    = newPlace("Netherlands", "North Holland", "Amsterdam", "1012", 52.3676, 4.9041, 2)
	bucharest    = newPlace("Romania", "", "", "", 44.4268, 26.1025, 3) // hosting: the database knows no city
	santiago     = newPlace("Chile", "Santiago Metropolitan", "Santiago", "8320000", -33.4489, -70.6693, -4)
	johannesburg = newPlace("South Africa", "Gauteng", "Johannesburg", "2001", -26.2041, 28.0473, 2)
	jakarta      = newPlace("Indonesia", "", "", "", -6.2088, 106.8456, 7) // hosting, as above
)

// Provider is who runs a network, as securityContext tells it. The numbers are
// of the ranges for documentation (RFC 5398).
type Provider struct {
	Number            int
	Org, Name, Domain string
}

var (
	companyNet  = &Provider{64496, "harbourlight instruments", "harbourlight instruments", "example.com"}
	broadband   = &Provider{64497, "northline broadband", "northline broadband", "northline.example.net"}
	fibre       = &Provider{64498, "city fibre cooperative", "city fibre cooperative", "cityfibre.example.net"}
	mobileNet   = &Provider{64499, "meridian mobile", "meridian mobile", "meridian.example.net"}
	hotelNet    = &Provider{64500, "guestline hospitality", "guestline hospitality", "guestline.example.net"}
	cloudNet    = &Provider{64501, "cumulus cloud", "cumulus cloud", "cumulus.example.net"}
	hostingNet  = &Provider{64502, "rackyard hosting", "rackyard hosting", "rackyard.example.org"}
	exitNodeNet = &Provider{64503, "veil transit", "veil transit", "veil.example.org"}
)

// Network is an address that requests come from.
type Network struct {
	IP       string
	Version  string // V4 or V6
	Place    *Place // nil where the geographic database knows none
	Provider *Provider
	Proxy    bool // an anonymiser
}

func newNetwork(ip string, place *Place, provider *Provider) *Network {
	n := &Network{IP: ip, Version: "V4", Place: place, Provider: provider}
	if netip.MustParseAddr(ip).Is6() {
		n.Version = "V6"
	}
	return n
}

// site is a city where people live.
type site struct {
	place  *Place
	hub    *Place // where the country's mobile carrier puts its phones
	weight int    // share of the people, of 1000
	office int    // index of the office in or near it; -1 is none
	first  int    // first address of its homes in 198.51.100.0/24
	homes  int    // how many it has

	carriers []*Network // the carrier's shared addresses
	hotel    *Network
}

var siteTable = []site{
	{place: hamburg, hub: frankfurt, weight: 240, office: 0},
	{place: norderstedt, hub: frankfurt, weight: 60, office: 0},
	{place: ahrensburg, hub: frankfurt, weight: 40, office: 0},
	{place: dublin, hub: dublin, weight: 130, office: 1},
	{place: bray, hub: dublin, weight: 30, office: 1},
	{place: boston, hub: newYork, weight: 100, office: 2},
	{place: cambridge, hub: newYork, weight: 50, office: 2},
	{place: quincy, hub: newYork, weight: 30, office: 2},
	{place: lyon, hub: paris, weight: 40, office: -1},
	{place: porto, hub: lisbon, weight: 40, office: -1},
	{place: krakow, hub: warsaw, weight: 40, office: -1},
	{place: copenhagen, hub: copenhagen, weight: 30, office: -1},
	{place: toronto, hub: toronto, weight: 40, office: -1},
	{place: denver, hub: denver, weight: 30, office: -1},
	{place: austin, hub: dallas, weight: 30, office: -1},
	{place: saoPaulo, hub: saoPaulo, weight: 20, office: -1},
	{place: bengaluru, hub: chennai, weight: 20, office: -1},
	{place: singapore, hub: singapore, weight: 15, office: -1},
	{place: melbourne, hub: melbourne, weight: 15, office: -1},
}

// destination is where business trips go.
type destination struct {
	place *Place
	hotel *Network
}

// newSites returns the cities with their addresses. The three ranges for
// documentation hold 762 addresses in all, so homes share them in larger
// companies as homes behind a carrier's NAT do.
func newSites() []site {
	sites := make([]site, len(siteTable))
	copy(sites, siteTable)
	next, carrier := 1, 1
	byHub := map[*Place][]*Network{}
	for i := range sites {
		s := &sites[i]
		s.first, s.homes = next, max(4, s.weight*245/1000)
		next += s.homes
		if byHub[s.hub] == nil {
			for range 5 {
				byHub[s.hub] = append(byHub[s.hub], newNetwork(fmt.Sprintf("203.0.113.%d", carrier), s.hub, mobileNet))
				carrier++
			}
		}
		s.carriers = byHub[s.hub]
	}
	if next > 255 || carrier > 100 {
		panic("simulate: the cities have more addresses than the ranges for documentation")
	}
	return sites
}

func newDestinations() []destination {
	places := []*Place{london, paris, munich, madrid, newYork, boston, dublin, hamburg, toronto, copenhagen}
	out := make([]destination, len(places))
	for i, p := range places {
		out[i] = destination{p, newNetwork(fmt.Sprintf("203.0.113.%d", 101+i), p, hotelNet)}
	}
	return out
}

// hosting returns the networks that intruders come from.
func hosting() []*Network {
	places := []*Place{bucharest, santiago, jakarta, johannesburg, ashburn, amsterdam, singapore, madrid}
	out := make([]*Network, len(places))
	for i, p := range places {
		provider := hostingNet
		if i%2 == 1 {
			provider = exitNodeNet
		}
		out[i] = newNetwork(fmt.Sprintf("203.0.113.%d", 150+11*i), p, provider)
		out[i].Proxy = provider == exitNodeNet
	}
	return out
}
