package detect

import (
	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// subjectFields are the fields of which an event must have one to be counted
// for somebody.
var subjectFields = []event.Field{event.ActorID, event.ActorAlternateID, event.TargetID, event.TargetAlternateID,
	event.ExternalSessionID, event.RootSessionID, event.ClientIP}

// subjectKind says by what the events of one subject belong together.
type subjectKind uint8

const (
	nobody subjectKind = iota
	byUser
	bySession
	byAddress
)

// subject is whom events are counted for: the person, or else, where the log
// names none, the session, or else the address.
type subject struct {
	kind   subjectKind
	number int32 // of the user, the session or the address's value
}

// subjects tells whose an event is.
type subjects struct {
	log         *table.Log
	userOf      map[int32]int32 // the person of a session whose events do not all name one
	addressOnly bool            // events that name nobody go by address, never by session
}

func newSubjects(log *table.Log) *subjects { return &subjects{log: log, userOf: map[int32]int32{}} }

func (s *subjects) of(row uint32) subject {
	if u := s.log.UserOf(int(row)); u >= 0 {
		return subject{byUser, int32(u)}
	}
	if session := int32(s.log.SessionOf(int(row))); session >= 0 && !s.addressOnly {
		user, known := s.userOf[session]
		if !known {
			user = -1
			for _, r := range s.log.Sessions()[session].Rows {
				if u := s.log.UserOf(int(r)); u >= 0 {
					user = int32(u)
					break
				}
			}
			s.userOf[session] = user
		}
		if user >= 0 {
			return subject{byUser, user}
		}
		return subject{bySession, session}
	}
	ip := s.log.Column(event.ClientIP)
	if code := ip.Code(int(row)); !event.Blank(ip.Values[code]) {
		return subject{byAddress, int32(code)}
	}
	return subject{}
}

// name returns what a subject is called in a sentence.
func (s *subjects) name(who subject) string {
	switch who.kind {
	case byUser:
		return clean(s.log.Users()[who.number].Name())
	case bySession:
		return "session " + clean(s.log.Sessions()[who.number].ID)
	case byAddress:
		return clean(s.log.Column(event.ClientIP).Values[who.number])
	}
	return "somebody"
}

// actor returns the person of a subject, empty where it is none.
func (s *subjects) actor(who subject) Actor {
	if who.kind == byUser {
		return actorOf(&s.log.Users()[who.number])
	}
	return Actor{}
}

// group is the events of one subject, in order of time.
type group struct {
	subject
	rows []uint32
}

// groupBy returns rows, which are in order of time, by subject, the subjects in
// order of their first event.
func (s *subjects) groupBy(rows []uint32) []group {
	var groups []group
	// Most events name a person; an array is ten times faster than a map there.
	ofUser, ofOther := make([]int32, len(s.log.Users())), map[subject]int32{}
	for _, row := range rows {
		who := s.of(row)
		var n int32 // of the group, plus one
		if who.kind == byUser {
			n = ofUser[who.number]
		} else {
			n = ofOther[who]
		}
		if n == 0 {
			groups = append(groups, group{subject: who})
			n = int32(len(groups))
			if who.kind == byUser {
				ofUser[who.number] = n
			} else {
				ofOther[who] = n
			}
		}
		groups[n-1].rows = append(groups[n-1].rows, row)
	}
	return groups
}

// span is a run of the elements from to to, the last one included.
type span struct{ from, to int }

// bursts returns the longest runs of ascending times in which n or more stand
// in one window; two runs that share an element are one. The windows slide: no
// burst is missed because it lies across the edge of two.
func bursts(times []int64, n int, window int64) []span {
	var runs []span
	from := 0
	for to, t := range times {
		for times[from] < t-window {
			from++
		}
		if to-from+1 < n {
			continue
		}
		if last := len(runs) - 1; last >= 0 && from <= runs[last].to {
			runs[last].to = to
		} else {
			runs = append(runs, span{from, to})
		}
	}
	return runs
}
