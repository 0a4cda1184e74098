package table

import (
	"crypto/sha256"
	"encoding/hex"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	uuidForm        = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)
	transactionForm = regexp.MustCompile(`^[0-9a-f]{32}$`)
)

// mutations returns a text and texts that differ from it in one character or
// in length.
func mutations(text string) []string {
	list := []string{text, strings.ToUpper(text), text + "0", text[1:], text + "\n", " " + text, "{" + text + "}"}
	for i := range text {
		for _, c := range []string{"-", "0", "f", "F", "g", "G", "@", "`", "/", ":", "\x00", "\xff", ""} {
			list = append(list, text[:i]+c+text[i+1:])
		}
	}
	return list
}

func TestParseUUIDAgainstPattern(t *testing.T) {
	for _, text := range mutations("0123abcd-ef45-11f1-8899-0242ac120002") {
		id, ok := ParseUUID([]byte(text))
		if ok != uuidForm.MatchString(text) {
			t.Errorf("ParseUUID(%q): %t", text, ok)
			continue
		}
		if !ok {
			continue
		}
		want, err := hex.DecodeString(strings.ReplaceAll(text, "-", ""))
		if err != nil || string(id[:]) != string(want) {
			t.Errorf("ParseUUID(%q) = %x, want %x", text, id, want)
		}
		if got := FormatUUID(id); got != strings.ToLower(text) {
			t.Errorf("FormatUUID of %q = %q", text, got)
		}
	}
}

func TestParseTransactionAgainstPattern(t *testing.T) {
	for _, text := range append(mutations("00ff23abcdef45670123456789abcdef"), strings.Repeat("0", 32), "", "Zx81RhGt0mQ4rSmYAvm3_wAABKY") {
		id, ok := ParseTransaction([]byte(text))
		want := transactionForm.MatchString(text) && text != strings.Repeat("0", 32)
		if ok != want {
			t.Errorf("ParseTransaction(%q): %t, want %t", text, ok, want)
		}
		if ok && FormatTransaction(id) != text {
			t.Errorf("FormatTransaction of %q = %q", text, FormatTransaction(id))
		}
		if !ok && id != ([16]byte{}) {
			t.Errorf("ParseTransaction(%q) = %x beside false", text, id)
		}
	}
}

func TestContentID(t *testing.T) {
	seen := make(map[[16]byte]string)
	for _, record := range []string{"", "a", "a ", "b", strings.Repeat("long ", 1000)} {
		id := ContentID([]byte(record))
		if id != ContentID([]byte(record)) {
			t.Errorf("two ids of %q", record)
		}
		sum := sha256.Sum256([]byte(record))
		for i := range id {
			if i != 6 && id[i] != sum[i] {
				t.Errorf("byte %d of the id of %q is %x, want %x", i, record, id[i], sum[i])
			}
		}
		if text := FormatUUID(id); text[14] != 'f' {
			t.Errorf("the id of %q has the version %q", record, text[14])
		}
		if before, twice := seen[id]; twice {
			t.Errorf("%q and %q have one id", before, record)
		}
		seen[id] = record
	}
}

// Inputs that differ in one bit, or in zeros at the end, have different hashes,
// and the upper half of the hash spreads over its range.
func TestHash(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	for n := range 40 {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(rng.Uint32())
		}
		h := Hash(b)
		if h != Hash(append([]byte(nil), b...)) {
			t.Fatalf("two hashes of %x", b)
		}
		if h == Hash(append(b[:n:n], 0)) {
			t.Errorf("a zero more does not show in the hash of %x", b)
		}
		for bit := range 8 * n {
			b[bit/8] ^= 1 << (bit % 8)
			if Hash(b) == h {
				t.Errorf("bit %d does not show in the hash of %d bytes", bit, n)
			}
			b[bit/8] ^= 1 << (bit % 8)
		}
	}
	// 4096 numbers in a row over 4096 slots: were they thrown at random, the
	// fullest slot would hold 6 or 7.
	var slots [4096]int
	for i := range len(slots) {
		slots[Hash([]byte{byte(i), byte(i >> 8), 'x'})>>32%uint64(len(slots))]++
	}
	if fullest := slices.Max(slots[:]); fullest > 16 {
		t.Errorf("the fullest of 4096 slots holds %d of 4096 texts", fullest)
	}
}

// The words of a hash are those that a caller takes who hashes on the way.
func TestHashSteps(t *testing.T) {
	b := []byte("0123456789abcdefXYZ")
	h := HashStart()
	for _, word := range []uint64{0x3736353433323130, 0x6665646362613938, 0x5a5958} {
		h = HashStep(h, word)
	}
	if got, want := HashEnd(h, 3), Hash(b); got != want {
		t.Errorf("in steps %x, at once %x", got, want)
	}
}
