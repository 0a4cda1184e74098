package report

import (
	"strconv"
	"time"

	"okta-session-analyzer/analyzer/detect"
)

const (
	// maxPictureBars is the most bars of the picture; a log of 90 days has one
	// for every nine hours.
	maxPictureBars = 240

	// maxStepHours is more than any bar of a log has, 100 years.
	maxStepHours = 876_600

	pictureWidth  = 960.0
	pictureMargin = 10.0
)

// bar is a stretch of time in the picture of events.
type bar struct {
	from, to time.Time
	events   int
	gap      bool
	findings int // that begin in it
	worst    detect.Severity
}

// bars returns the histogram of the log with as many bars as a picture has
// room for, the gaps and the findings that begin in each.
func (r *Report) bars() []bar {
	h := &r.Log.Coverage.Hours
	from, err := time.Parse(time.RFC3339, h.From)
	if err != nil || h.Step < 1 || h.Step > maxStepHours || len(h.Events) == 0 {
		return nil
	}
	per := (len(h.Events) + maxPictureBars - 1) / maxPictureBars
	step := time.Duration(h.Step*per) * time.Hour
	list := make([]bar, (len(h.Events)+per-1)/per)
	for i := range list {
		b := &list[i]
		b.from = from.Add(time.Duration(i) * step)
		b.to = b.from.Add(step)
		for _, n := range h.Events[i*per : min((i+1)*per, len(h.Events))] {
			b.events += n
		}
	}
	place := func(t time.Time) int { return int(t.Sub(from) / step) }
	for _, g := range r.Log.Coverage.Gaps {
		begin, err := time.Parse(time.RFC3339, g.From)
		end, err2 := time.Parse(time.RFC3339, g.To)
		if err != nil || err2 != nil {
			continue
		}
		for i := max(0, place(begin)); i <= place(end) && i < len(list); i++ {
			list[i].gap = true
		}
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		t, err := time.Parse(time.RFC3339, f.First)
		if at := place(t); err == nil && !t.Before(from) && at < len(list) && f.Suppressed == nil {
			list[at].findings++
			list[at].worst = max(list[at].worst, f.Severity)
		}
	}
	return list
}

// histogram is the picture of the events over time.
func (r *Report) histogram() picture {
	list := r.bars()
	p := picture{title: "Events over time", height: 190, head: []string{"from", "events", "findings that begin", "worst", ""}}
	most, gaps, findings := 0, 0, 0
	for i := range list {
		b := &list[i]
		most = max(most, b.events)
		findings += b.findings
		if b.gap {
			gaps++
		}
		if b.events == 0 && b.findings == 0 && !b.gap {
			continue
		}
		worst, note := "", ""
		if b.findings > 0 {
			worst = b.worst.String()
		}
		if b.gap {
			note = "gap"
		}
		p.rows = append(p.rows, []span{sentence(r.zone().time(b.from)), sentence(thousands(b.events)), sentence(thousands(b.findings)), grade(worst), sentence(note)})
	}
	if len(list) == 0 {
		p.draw = func(*htmlWriter) {}
		return p
	}
	step := int(list[0].to.Sub(list[0].from) / time.Hour)
	p.summary = "A bar is " + count(step, "hour") + "; the highest has " + count(most, "event") + ". " + count(findings, "finding") + " shown begin in this time"
	if gaps > 0 {
		p.summary += "; shaded are gaps without usual events"
	}
	p.summary += "."
	p.draw = func(h *htmlWriter) { r.drawBars(h, list, most) }
	return p
}

func (r *Report) drawBars(h *htmlWriter, list []bar, most int) {
	const top, bottom, marks = 20.0, 140.0, 152.0
	width := (pictureWidth - 2*pictureMargin) / float64(len(list))
	for i := range list {
		b := &list[i]
		x := pictureMargin + float64(i)*width
		if b.gap {
			h.shape("rect", "class", "gap", "x", coordinate(x), "y", coordinate(top), "width", coordinate(width), "height", coordinate(bottom-top))
		}
		if b.events > 0 {
			height := max(1, float64(b.events)/float64(most)*(bottom-top))
			h.shape("rect", "class", "bar", "x", coordinate(x), "y", coordinate(bottom-height), "width", coordinate(max(0.5, width*0.85)), "height", coordinate(height))
		}
		if b.findings > 0 {
			h.shape("circle", "class", b.worst.String(), "cx", coordinate(x+width/2), "cy", coordinate(marks), "r", coordinate(markSize(b.worst)))
		}
	}
	h.shape("line", "class", "axis", "x1", coordinate(pictureMargin), "x2", coordinate(pictureWidth-pictureMargin), "y1", coordinate(bottom), "y2", coordinate(bottom))
	h.label(pictureMargin, 14, "start", thousands(most))
	h.label(pictureMargin, 180, "start", r.zone().time(list[0].from))
	h.label(pictureWidth-pictureMargin, 180, "end", r.zone().time(list[len(list)-1].to))
	h.label(pictureWidth/2, 180, "middle", "findings by time, "+strconv.Itoa(len(list))+" bars")
}

// markSize returns the radius of a finding's mark: worse ones are larger, so
// that the picture does not depend on colours.
func markSize(s detect.Severity) float64 { return 2 + float64(s)*0.8 }
