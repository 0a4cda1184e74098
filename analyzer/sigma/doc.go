// Package sigma runs Sigma rules over a log in columns.
//
// It reads the documents of the Sigma specification 2.1 (rules, correlations,
// filters) and the filter expressions of Okta's System Log, and evaluates both
// as one tree. A predicate runs once for each distinct value of a field, is
// lifted to the distinct tuples of the field's group (see the package table)
// and only then to events; predicates on fields of one group are combined
// before an event is touched, and a rule that names an event type starts from
// that type's events. What a rule costs depends on the log's variety more than
// on its length.
//
//	rules, problems := sigma.Parse("mine.yml", text)
//	set, more := sigma.Compile(rules, sigma.Options{Lists: lists})
//	matches, err := set.Run(ctx, sigma.NewView(log), nil)
//
// [Parse] reads a file, [ParseFilter] an expression; [Compile] resolves what
// rules of several files say of each other and of the configuration; [Set.Run]
// runs a set over a [View], which keeps what it computed of a log for the next
// run.
//
// The columns hold null, an empty text and an absent field as one thing: a rule
// that asks for null, for an empty text or for exists: false holds for all
// three. Texts such as "unknown" and "null" are values to a rule of events. In
// group-by and in value_count they stand for nothing, as they do for Okta (see
// [event.Blank]), and an event without a value in a field of group-by belongs
// to no group.
//
// The format of rules, with what this package adds to Sigma, is described in
// README.md beside the code.
package sigma
