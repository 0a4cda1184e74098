package event

import "net/netip"

// Network returns the network that an address is in: the /24 of an IPv4 address
// or the /48 of an IPv6 one, which is what one site or one carrier's gateway
// has. ok is false for a text that is no address.
func Network(ip string) (network netip.Prefix, ok bool) {
	// The longest address has 45 characters, without a zone.
	if len(ip) == 0 || len(ip) > 64 {
		return netip.Prefix{}, false
	}
	addr, err := netip.ParseAddr(ip)
	if err != nil || addr.IsUnspecified() {
		return netip.Prefix{}, false
	}
	addr = addr.Unmap().WithZone("")
	bits := 48
	if addr.Is4() {
		bits = 24
	}
	network, err = addr.Prefix(bits)
	return network, err == nil
}
