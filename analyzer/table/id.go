package table

import (
	"crypto/sha256"
	"encoding/hex"
)

// ParseUUID reads a UUID of 32 hexadecimal digits in the form 8-4-4-4-12, in
// either case.
func ParseUUID(b []byte) (id [16]byte, ok bool) {
	if len(b) != 36 || b[8] != '-' || b[13] != '-' || b[18] != '-' || b[23] != '-' {
		return id, false
	}
	bad := byte(0)
	for i, at := range [16]uint8{0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34} {
		hi, lo := digit[b[at]], digit[b[at+1]]
		bad |= hi | lo
		id[i] = hi<<4 | lo
	}
	return id, bad < 16
}

// ParseTransaction reads the id of a transaction as Okta writes it since 2024,
// 32 lower-case hexadecimal digits. Only an id that [FormatTransaction] writes
// back the same is one; zero is none.
func ParseTransaction(b []byte) (id [16]byte, ok bool) {
	if len(b) != 32 {
		return id, false
	}
	bad, some := byte(0), byte(0)
	for i := range id {
		hi, lo := lowerDigit[b[2*i]], lowerDigit[b[2*i+1]]
		bad |= hi | lo
		id[i] = hi<<4 | lo
		some |= id[i]
	}
	if bad >= 16 || some == 0 {
		return [16]byte{}, false
	}
	return id, true
}

// FormatTransaction writes the id of a transaction as text.
func FormatTransaction(id [16]byte) string { return hex.EncodeToString(id[:]) }

// digit holds the value of each hexadecimal digit, and 255 for what is none.
var digit = func() (t [256]uint8) {
	for i := range t {
		t[i] = 255
	}
	for i := range 16 {
		t["0123456789abcdef"[i]] = uint8(i)
		t["0123456789ABCDEF"[i]] = uint8(i)
	}
	return t
}()

// lowerDigit is digit without the upper-case letters.
var lowerDigit = func() [256]uint8 {
	t := digit
	for c := 'A'; c <= 'F'; c++ {
		t[c] = 255
	}
	return t
}()

// ContentID returns the id of a record that carries no UUID: the first half of
// the SHA-256 of its text, with the version digit F that no UUID has. Two
// copies of one record get one id.
func ContentID(record []byte) [16]byte {
	sum := sha256.Sum256(record)
	id := [16]byte(sum[:16])
	id[6] |= 0xF0
	return id
}

// FormatUUID writes an id as lower-case text.
func FormatUUID(id [16]byte) string {
	var b [36]byte
	hex.Encode(b[:8], id[:4])
	b[8] = '-'
	hex.Encode(b[9:13], id[4:6])
	b[13] = '-'
	hex.Encode(b[14:18], id[6:8])
	b[18] = '-'
	hex.Encode(b[19:23], id[8:10])
	b[23] = '-'
	hex.Encode(b[24:], id[10:])
	return string(b[:])
}
