package incident

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// The people who have a value are found as a search one by one finds them,
// however many there are.
func TestHolders(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	for range 200 {
		h := &having{who: make([][]holder, 1), at: make([][]uint8, 1)}
		people := 1 + rng.IntN(200)
		spread := int32(1 + rng.IntN(300)) // many people can share a place
		var want []holder
		for range 2000 {
			user := int32(rng.IntN(people)) * spread
			i := slices.IndexFunc(want, func(x holder) bool { return x.user == user })
			if got := h.find(0, user); got != i {
				t.Fatalf("person %d is at %d of %v, want %d", user, got, h.who[0], i)
			}
			switch {
			case i >= 0:
				want[i].events++
				h.who[0][i].events++
			case len(want) < mostHolders:
				want = append(want, holder{user, 1})
				h.hold(0, user, 1)
			}
		}
		if !slices.Equal(h.who[0], want) {
			t.Fatalf("got %v, want %v", h.who[0], want)
		}
	}
}
