package report

import (
	"strconv"
	"time"

	"okta-session-analyzer/analyzer/detect"
)

// maxLanes is how many findings of an incident its picture has room for; all
// of them are in the table.
const maxLanes = 24

// timeline is the picture of an incident: a lane for each finding from its
// first to its last event, and one for what was done after entry. ok is false
// for an incident of which no time is known.
func (r *Report) timeline(in *Incident, byID map[string]*detect.Finding) (p picture, ok bool) {
	type lane struct {
		f        *detect.Finding
		from, to time.Time
	}
	var lanes []lane
	var acts []time.Time
	var from, to time.Time
	widen := func(a, b time.Time) {
		if !ok || a.Before(from) {
			from = a
		}
		if !ok || b.After(to) {
			to = b
		}
		ok = true
	}
	z := r.zone()
	p = picture{title: "Timeline", head: []string{"", "from", "to", "what", "who and where"}, essential: true}
	for _, id := range in.Findings {
		f := byID[id]
		if f == nil {
			continue
		}
		a, err := time.Parse(time.RFC3339, f.First)
		b, err2 := time.Parse(time.RFC3339, f.Last)
		if err != nil || err2 != nil {
			continue
		}
		widen(a, b)
		lanes = append(lanes, lane{f, a, b})
		where := brief(f.Actor.AlternateID)
		if len(f.IPs) > 0 {
			where += " " + listed(f.IPs, 3)
		}
		p.rows = append(p.rows, []span{grade(f.Severity.String()), sentence(z.time(a)), sentence(z.time(b)), sentence(f.Title), sentence(where)})
	}
	for i := range in.After {
		act := &in.After[i]
		a, err := time.Parse(time.RFC3339, act.First)
		b, err2 := time.Parse(time.RFC3339, act.Last)
		if err != nil || err2 != nil {
			continue
		}
		widen(a, b)
		acts = append(acts, a)
		what := act.Type + " " + act.Result
		if act.Object != "" {
			what += ": " + act.Object
		}
		if act.Events > 1 {
			what += " (" + count(act.Events, "event") + ")"
		}
		p.rows = append(p.rows, []span{sentence("act"), sentence(z.time(a)), sentence(z.time(b)), sentence(brief(what)), sentence(brief(act.Actor + " " + act.Address))})
	}
	if !ok {
		return p, false
	}
	shown := lanes[:min(len(lanes), maxLanes)]
	const laneHeight, top = 18, 16
	p.height = top + (len(shown)+1)*laneHeight + 26
	p.summary = count(len(lanes), "finding") + " in the order of the story, one a line, and below them what was done after entry (" + count(len(acts)+in.AfterOmitted, "act") + ")."
	if len(shown) < len(lanes) {
		p.summary += " The picture has the first " + strconv.Itoa(len(shown)) + "; the table has all."
	}
	p.draw = func(h *htmlWriter) {
		span := max(to.Sub(from), time.Second)
		place := func(t time.Time) float64 {
			const left = 40.0
			return left + float64(t.Sub(from))/float64(span)*(pictureWidth-pictureMargin-left)
		}
		for i, l := range shown {
			y := float64(top + i*laneHeight + laneHeight/2)
			h.label(pictureMargin, y+4, "start", strconv.Itoa(i+1))
			class := l.f.Severity.String()
			h.shape("line", "class", class, "stroke-width", "3", "x1", coordinate(place(l.from)), "x2", coordinate(place(l.to)), "y1", coordinate(y), "y2", coordinate(y))
			for _, t := range []time.Time{l.from, l.to} {
				h.shape("circle", "class", class, "cx", coordinate(place(t)), "cy", coordinate(y), "r", coordinate(markSize(l.f.Severity)+1))
			}
		}
		y := float64(top + len(shown)*laneHeight + laneHeight/2)
		h.label(pictureMargin, y+4, "start", "acts")
		for _, t := range acts {
			h.shape("rect", "class", "act", "x", coordinate(place(t)-1.5), "y", coordinate(y-5), "width", "3", "height", "10")
		}
		h.label(40, float64(p.height)-8, "start", z.time(from))
		h.label(pictureWidth-pictureMargin, float64(p.height)-8, "end", z.time(to))
	}
	return p, true
}
