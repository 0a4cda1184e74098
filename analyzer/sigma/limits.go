package sigma

// What this package takes. The bounds are far above any rule seen (the largest
// of SigmaHQ has 700 values and 60 kB) and keep a hostile file to a fraction of
// a second.
const (
	maxFile      = 4 << 20 // bytes of a file
	maxDocument  = 1 << 20 // bytes of one document
	maxDocuments = 5000    // documents of a file
	maxNodes     = 100_000 // YAML nodes of a document, and visits to them through aliases
	maxDepth     = 32      // nesting of a document; a rule needs 6
	maxErrors    = 100     // errors told for one file

	maxValues      = 20_000 // values of a rule
	maxText        = 64 << 10
	maxPattern     = 4 << 10 // bytes of a value, of a regular expression
	maxProgram     = 200_000 // steps of the regular expressions of a file; compiling them takes half a second
	maxIdentifiers = 500
	maxCondition   = 16 << 10 // bytes of a condition, of an expression
	maxParentheses = 64
	maxGroupBy     = 8
	maxExploded    = 4096 // groups that one event is counted in, where group-by fields have several values
	maxReferences  = 100  // rules of a correlation
	maxExpanded    = 100_000
	maxChain       = 16      // correlations on correlations
	maxAlerts      = 100_000 // of one correlation
)
