package table

// BlockRows is how many events one call of a loop over all of them goes over.
//
// A browser begins to run WebAssembly with code that was compiled quickly and
// changes over to the optimised code of a function when it is called the next
// time, not inside its loop. In blocks the first run of the detections over a
// million events takes a fifth less time.
const BlockRows = 1 << 12

// InBlocks calls f for one stretch of the numbers from 0 to n, without to, after
// the other. f must do its work in a loop of its own.
//
//go:noinline
func InBlocks(n int, f func(from, to int)) {
	for from := 0; from < n; from += BlockRows {
		f(from, min(from+BlockRows, n))
	}
}
