package incident

import (
	"slices"
	"sort"

	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/event"
)

// kind says by what findings are joined.
type kind uint8

const (
	byPerson kind = iota
	bySession
	byAddress
	byDevice
	byFingerprint
	byObject
	numKinds
)

// apart are the milliseconds that events of two findings may lie apart.
var apart = [numKinds]int64{
	byPerson:      dayMillis,
	bySession:     1 << 60,
	byAddress:     dayMillis / 2,
	byDevice:      dayMillis,
	byFingerprint: dayMillis,
	byObject:      7 * dayMillis,
}

// bridge is the severity from which a finding can join two others. Ordinary work
// has low ones every day: a few people with them made one incident of all that
// happened in weeks.
const bridge = Grave

// apartInfo is the same for the person of a finding of severity info.
const apartInfo = 3_600_000

// key is a value that findings can have in common.
type key struct {
	kind  kind
	value uint32
}

// joint is a value with the times at which findings have it, ascending.
type joint struct {
	key
	points []point
}

// point is a finding at one time.
type point struct {
	time    int64
	finding int
}

// join returns the findings of each incident. Each value's findings are sorted
// by time, and neighbours joined: n log n whatever the values are.
func (s *scene) join() [][]*finding {
	joints := s.joints()
	parent := make([]int, len(s.findings))
	for i := range parent {
		parent[i] = i
	}
	root := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	for _, k := range joints {
		before := point{finding: -1}
		for _, p := range k.points {
			if s.findings[p.finding].Severity < bridge {
				continue
			}
			if before.finding >= 0 && p.time-before.time <= apart[k.kind] {
				if a, b := root(before.finding), root(p.finding); a != b {
					parent[max(a, b)] = min(a, b)
				}
			}
			before = p
		}
	}
	into := s.attach(joints)
	groups := map[int][]*finding{}
	var order []int
	for i, f := range s.findings {
		at := i
		if f.Severity < bridge {
			if at = into[i]; at < 0 {
				continue
			}
		}
		at = root(at)
		if groups[at] == nil {
			order = append(order, at)
		}
		groups[at] = append(groups[at], f)
	}
	list := make([][]*finding, len(order))
	for i, at := range order {
		list[i] = groups[at]
	}
	return list
}

// attach returns for each finding below [bridge] the nearest one in time that it
// belongs to; -1 for none.
func (s *scene) attach(joints []joint) []int {
	into := make([]int, len(s.findings))
	distance := make([]int64, len(s.findings))
	for i := range into {
		into[i] = -1
	}
	for _, k := range joints {
		list := k.points
		near := func(order []int) {
			anchor := point{finding: -1}
			for _, i := range order {
				p := list[i]
				severity := s.findings[p.finding].Severity
				if severity >= bridge {
					anchor = p
					continue
				}
				if anchor.finding < 0 {
					continue
				}
				limit := apart[k.kind]
				if k.kind == byPerson && severity == detect.Info {
					limit = apartInfo
				}
				d := max(p.time-anchor.time, anchor.time-p.time)
				old := into[p.finding]
				if d <= limit && (old < 0 || d < distance[p.finding] || d == distance[p.finding] && anchor.finding < old) {
					into[p.finding], distance[p.finding] = anchor.finding, d
				}
			}
		}
		order := make([]int, len(list))
		for i := range order {
			order[i] = i
		}
		near(order)
		slices.Reverse(order)
		near(order)
	}
	return into
}

// joints returns the values that join.
func (s *scene) joints() []joint {
	var joints []joint
	columns := [numKinds]event.Field{byAddress: event.ClientIP, byDevice: event.DTHash, byFingerprint: event.DeviceID, byObject: event.TargetID}
	var at [numKinds][]int32 // by value, its place among the joints plus one
	for k := range at {
		switch kind(k) {
		case byPerson:
			at[k] = make([]int32, len(s.log.Users()))
		case bySession:
			at[k] = make([]int32, len(s.log.Sessions()))
		default:
			at[k] = make([]int32, len(s.log.Column(columns[k]).Values))
		}
	}
	add := func(k key, f int, time int64) {
		n := at[k.kind][k.value]
		if n == 0 {
			joints = append(joints, joint{key: k, points: make([]point, 0, 2)})
			n = int32(len(joints))
			at[k.kind][k.value] = n
		}
		list := joints[n-1].points
		// Of a run of one finding its ends are enough.
		if n := len(list); n >= 2 && list[n-1].finding == f && list[n-2].finding == f && time-list[n-2].time <= apart[k.kind] {
			list[n-1].time = time
			return
		}
		joints[n-1].points = append(list, point{time, f})
	}
	var shared [numKinds]map[uint32][]int32
	var wanted [numKinds]map[uint32]bool
	targets := s.log.Column(event.TargetType)
	objects := make([]bool, len(targets.Values))
	for code, t := range targets.Values {
		objects[code] = isObject(t)
	}
	for _, k := range []kind{byDevice, byFingerprint, byObject} {
		wanted[k] = map[uint32]bool{}
		c := s.log.Column(columns[k])
		for _, f := range s.findings {
			for _, row := range f.rows {
				for i, code := range c.Codes(int(row)) {
					if !event.Blank(c.Values[code]) && (k != byObject || objects[targets.Codes(int(row))[i]]) {
						wanted[k][code] = true
					}
				}
			}
		}
		shared[k] = s.sharers(columns[k], wanted[k])
	}
	footholds := s.footholds()
	for n, f := range s.findings {
		for _, h := range within(footholds, f) {
			add(key{byAddress, h.address}, n, h.time)
		}
		for _, row := range f.rows {
			time := s.log.Time(int(row))
			for _, user := range f.people {
				add(key{byPerson, uint32(user)}, n, time)
			}
			if session := s.log.SessionOf(int(row)); session >= 0 && !s.memory.crowded(session) {
				add(key{bySession, uint32(session)}, n, time)
			}
			ip := s.log.Column(event.ClientIP).Code(int(row))
			if s.joins(f, row) {
				add(key{byAddress, ip}, n, time)
			}
			for _, k := range []kind{byDevice, byFingerprint} {
				c := s.log.Column(columns[k])
				if code := c.Code(int(row)); !event.Blank(c.Values[code]) && len(shared[k][code]) <= maxSharers {
					add(key{k, code}, n, time)
				}
			}
			ids := s.log.Column(event.TargetID)
			for i, code := range ids.Codes(int(row)) {
				if !event.Blank(ids.Values[code]) && len(shared[byObject][code]) <= maxSharers && objects[targets.Codes(int(row))[i]] {
					add(key{byObject, code}, n, time)
				}
			}
		}
	}
	for _, k := range joints {
		list := k.points
		sort.Slice(list, func(i, j int) bool {
			a, b := list[i], list[j]
			return a.time < b.time || a.time == b.time && a.finding < b.finding
		})
	}
	// The joins come to the same in any order; a fixed one is easier to follow.
	sort.Slice(joints, func(i, j int) bool {
		a, b := joints[i].key, joints[j].key
		return a.kind < b.kind || a.kind == b.kind && a.value < b.value
	})
	return joints
}

// joins reports whether the address of an event can join its finding to those
// of others.
func (s *scene) joins(f *finding, row uint32) bool {
	ip := s.log.Column(event.ClientIP)
	if event.Blank(ip.Values[ip.Code(int(row))]) || s.usual.shared(row) {
		return false
	}
	user := int32(s.log.UserOf(int(row)))
	if user < 0 || !has(f.people, user) {
		return true
	}
	return s.usual.unusual(user, row)
}

// isObject reports whether a target of a type is something that is acted on.
// People join by themselves; applications, groups and steps of a sign-in are
// everybody's.
func isObject(t string) bool {
	switch t {
	case "", "User", "AppUser", "AppInstance", "UserGroup", "AuthenticatorEnrollment", "Rule", "PolicyRuleEvaluation":
		return false
	}
	return true
}
