package main

import (
	"bytes"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// fromSeptets is the plain way back, bit by bit.
func fromSeptets(t *testing.T, text string) []byte {
	t.Helper()
	length, rest, _ := strings.Cut(text, ":")
	n, err := strconv.Atoi(length)
	if err != nil {
		t.Fatalf("length of septets: %v", err)
	}
	var bits []byte
	seven := func(c byte) {
		for i := 6; i >= 0; i-- {
			bits = append(bits, c>>i&1)
		}
	}
	for _, r := range rest {
		if r >= 0x80 {
			seven(barred[(r-0x80)>>7])
			seven(byte(r-0x80) & 127)
		} else {
			seven(byte(r))
		}
	}
	data := make([]byte, n)
	for i := range data {
		for _, bit := range bits[8*i : 8*i+8] {
			data[i] = data[i]<<1 | bit
		}
	}
	return data
}

func TestSeptets(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for n := range 300 {
		data := make([]byte, n)
		for i := range data {
			data[i] = byte(random.Uint32())
			if n%3 == 0 { // many barred characters
				data[i] &= byte(random.Uint32()) & byte(random.Uint32())
			}
		}
		text := septets(data)
		if got := fromSeptets(t, text); !bytes.Equal(got, data) {
			t.Fatalf("%d bytes come back as % x, were % x", n, got, data)
		}
		if !utf8.ValidString(text) || strings.ContainsAny(text, barred) {
			t.Fatalf("%d bytes make the text %q, which cannot stand in the page", n, text)
		}
		if most := n*8/7 + 12; len(text) > most {
			t.Errorf("%d bytes take %d, want at most %d", n, len(text), most)
		}
	}
}
