package detect

// viewSessions finds the sessions with several clients, and the ways of sessions
// and of people from place to place.
func (v *Views) viewSessions() {
	sessions, users := v.log.Sessions(), v.log.Users()
	for i := range sessions {
		if rows := v.stretches(sessions[i].Rows); rows != nil {
			v.mixed = append(v.mixed, mixed{i, rows})
			if steps := v.walk(sessions[i].Rows); len(steps) > 0 {
				v.sessionMoves = append(v.sessionMoves, moves{i, steps})
			}
		}
	}
	for i := range users {
		if steps := v.walkSeen(v.sightings(i)); len(steps) > 0 {
			v.userMoves = append(v.userMoves, moves{i, steps})
		}
	}
}

// stretches returns the first and the last of each stretch of events with the
// same client, of those that are their person's own; nil where all have one, as
// in most sessions.
func (v *Views) stretches(rows []uint32) (edges []uint32) {
	const none = ^uint32(0)
	first, last := none, none
	for _, row := range rows {
		if !v.own[row] {
			continue
		}
		if last != none && v.clients[row] != v.clients[last] {
			edges = append(edges, first, last)
			first = row
		}
		if last == none {
			first = row
		}
		last = row
	}
	if edges == nil {
		return nil
	}
	return append(edges, first, last)
}

// walk returns each two located events that follow each other at two places.
// Events without a place are stepped over; so is one that is known to its
// country only after one in the same country.
func (v *Views) walk(rows []uint32) [][2]uint32 {
	w := walker{v: v}
	for _, row := range rows {
		if v.own[row] {
			w.step(row, v.placeOf[v.clients[row]])
		}
	}
	return w.steps
}

// walkSeen does the same for the sightings of a person.
func (v *Views) walkSeen(seen []sighting) [][2]uint32 {
	w := walker{v: v}
	for i := range seen {
		w.step(seen[i].row, v.placeOf[seen[i].client])
	}
	return w.steps
}

// walker is on its way from place to place.
type walker struct {
	v        *Views
	last, at uint32 // event and place
	steps    [][2]uint32
}

func (w *walker) step(row, place uint32) {
	if place == w.at || place == 0 {
		if place != 0 {
			w.last = row
		}
		return
	}
	w.move(row, place)
}

func (w *walker) move(row, place uint32) {
	if w.at != 0 {
		same := w.v.places[place].Country == w.v.places[w.at].Country
		if same && w.v.vague(place) {
			return
		}
		if !same || !w.v.vague(w.at) {
			w.steps = append(w.steps, [2]uint32{w.last, row})
		}
	}
	w.last, w.at = row, place
}
