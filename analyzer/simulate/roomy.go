package simulate

import (
	"encoding/binary"
	"fmt"
	"net/netip"
)

// roomy is what a company with all habits has beyond one with few. Its
// addresses come from 198.18.0.0/15, which is set apart for benchmarks of
// networks (RFC 2544) and belongs to nobody: the three ranges for documentation
// are one block of 256 addresses each, and a world in which all homes are
// neighbours would say nothing about detections that compare neighbourhoods.
type roomy struct {
	cafes       [][]*Network // of each city
	relays      []*Network   // of consumers' VPN providers
	pops        []*Network   // the secure gateways of a provider that filters traffic
	mailServers []*Network   // of the mail provider
	venue       *Network     // of the conference
	opening     opening
	gateway     *Network // the VPN gateway that replaces that of the first office
	moves       int      // the day on which it does; -1 is never

	tester      *Entity // the account of the browser tests
	monitor     *Entity // the account of the monitoring script
	watchtower  *Network
	vendor      *Entity // an application that keeps accounts by an API token
	vendorKey   string
	vendorNets  []*Network // where it runs, in turns
	warehouse   *Entity    // an OAuth client that asks for tokens every hour
	warehouseIP *Network

	desktop  *Entity  // an OAuth client on laptops
	shell    *Entity  // an OAuth client of command lines
	buildNet *Network // the servers on which engineers use it

	staff []int32 // the help desk
}

// opening is an office that opens while the log runs.
type opening struct {
	site   int // whose people it is for; -1 is none
	day    int
	egress []*Network
}

// Blocks of 256 addresses of 198.18.0.0/15, by their number from 0 to 511.
const (
	blockHomes      = 0 // blocksOfSite of each city
	blocksOfSite    = 8
	blockCafes      = 180 // cafesOfSite of each city
	cafesOfSite     = 3
	blockCarriers   = 260
	blockHotels     = 290
	blockHosting    = 310
	blockRelays     = 350
	blockVenue      = 360
	blockOpening    = 370
	blockGateway    = 371
	blockDesktops   = 395
	blockGateways   = 330
	blockScripts    = 380
	carrierPool     = 24 // addresses behind which a carrier puts its phones
	homesPerAddress = 250
)

func benchAddress(block, host int) string {
	return fmt.Sprintf("198.%d.%d.%d", 18+block>>8, block&0xff, host)
}

// roomyHome returns the address of the nth home of a city. A provider's
// customers are spread over its blocks.
func roomyHome(site, n int) string {
	return benchAddress(blockHomes+site*blocksOfSite+n%blocksOfSite, 1+n/blocksOfSite%homesPerAddress)
}

// roomyIPv6 returns an address of a home's own /48 below 2001:db8:1000::/36.
func roomyIPv6(person int, host uint64) string {
	var b [16]byte
	binary.BigEndian.PutUint32(b[0:], 0x20010db8)
	binary.BigEndian.PutUint16(b[4:], 0x1000+uint16(person%0x8000))
	binary.BigEndian.PutUint16(b[6:], uint16(person/0x8000))
	binary.BigEndian.PutUint64(b[8:], mix(host))
	return netip.AddrFrom16(b).String()
}

var (
	cafeNet   = &Provider{64504, "corner hotspots", "corner hotspots", "hotspots.example.net"}
	relayNet  = &Provider{64505, "privacy relay service", "privacy relay service", "relay.example.net"}
	venueNet  = &Provider{64506, "fairground networks", "fairground networks", "fairground.example.net"}
	filterNet = &Provider{64508, "breakwater secure web", "breakwater secure web", "breakwater.example.net"}
	mailNet   = &Provider{64509, "lighthouse mail", "lighthouse mail", "lighthouse.example.net"}
	vendorNet = &Provider{64507, "tidewater cloud", "tidewater cloud", "tidewater.example.net"}
)

// abroad are the cities of contractors alone.
var abroad = []*Place{
	newPlace("Philippines", "Metro Manila", "Manila", "1000", 14.5995, 120.9842, 8),
	newPlace("Argentina", "Buenos Aires", "Buenos Aires", "C1000", -34.6037, -58.3816, -3),
	newPlace("Kenya", "Nairobi", "Nairobi", "00100", -1.2864, 36.8172, 3),
}

// spreadOut gives all networks that are not the company's own blocks of their
// own, and adds what more a full world has.
func (c *company) spreadOut() {
	r := &roomy{moves: -1, opening: opening{site: -1}}
	c.roomy = r
	for _, p := range abroad {
		c.sites = append(c.sites, site{place: p, hub: p, office: -1})
	}
	hubs := map[*Place][]*Network{}
	for i := range c.sites {
		s := &c.sites[i]
		if hubs[s.hub] == nil {
			for n := range carrierPool {
				hubs[s.hub] = append(hubs[s.hub], newNetwork(benchAddress(blockCarriers+len(hubs), 10+n), s.hub, mobileNet))
			}
		}
		s.carriers = hubs[s.hub]
		var cafes []*Network
		for n := range cafesOfSite {
			cafes = append(cafes, newNetwork(benchAddress(blockCafes+i*cafesOfSite+n, 20), s.place, cafeNet))
		}
		r.cafes = append(r.cafes, cafes)
	}
	for i := range c.destinations {
		d := &c.destinations[i]
		d.hotel = newNetwork(benchAddress(blockHotels+i, 30), d.place, hotelNet)
	}
	for i, n := range c.hosting {
		moved := *n
		moved.IP = benchAddress(blockHosting+i, 40)
		c.hosting[i] = &moved
	}
	for i, p := range []*Place{amsterdam, newYork, london} {
		n := newNetwork(benchAddress(blockRelays+i, 50), p, relayNet)
		n.Proxy = true
		r.relays = append(r.relays, n)
	}
	for i, p := range []*Place{frankfurt, amsterdam, london, newYork, toronto, singapore} {
		r.pops = append(r.pops, newNetwork(benchAddress(blockGateways+i, 30), p, filterNet))
	}
	for i, p := range []*Place{dublin, amsterdam} {
		r.mailServers = append(r.mailServers, newNetwork(benchAddress(blockGateways+8+i, 40), p, mailNet))
	}
	r.venue = newNetwork(benchAddress(blockVenue, 60), lisbon, venueNet)
	r.gateway = newNetwork(benchAddress(blockGateway, 20), c.offices[0].place, companyNet)
	r.watchtower = newNetwork("192.0.2.70", frankfurt, cloudNet)
	for i := range 3 {
		r.vendorNets = append(r.vendorNets, newNetwork(benchAddress(blockScripts+i, 80), ashburn, vendorNet))
	}
	r.buildNet = newNetwork("192.0.2.85", frankfurt, cloudNet)
	r.warehouseIP = newNetwork("192.0.2.80", dublin, cloudNet)
}
