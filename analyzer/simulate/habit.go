package simulate

// habit is something that ordinary people do and that a careless detection
// takes for an attack. Each has a file of its own.
type habit struct {
	name string
	rate float64 // share of the working days on which it happens
	// travels says that it happens on business trips, too.
	travels bool
	// fits reports whether the person, on this day, can; nil is always.
	fits func(*shift) bool
	// plan adds the habit to the day before anything of it has happened.
	plan func(*shift)
}

// habits are all habits, in the order in which a day asks for them.
var habits = []*habit{
	&mistypedName,
	&mistypedPassword,
	&forgottenPush,
	&mistakenDenial,
	&changeOfNetwork,
	&tunnelToggle,
	&curiousClick,
	&phoneEvening,
	&serverCalls,
	&passwordChange,
	&consoleWork,
}

// during returns a moment of the working day, apart from its edges.
func (s *shift) during() int64 { return s.r.between(s.start+20*minute, s.end-20*minute) }
