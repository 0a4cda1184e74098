package source

import "testing"

// A decoder that gets nowhere does not keep the plan from ending: the rest of
// the file is one reject.
func TestPlanEnds(t *testing.T) {
	p := NewPlan(100)
	p.AddFile(250, &Layout{Line: 1})
	var rejects []Reject
	for n := 0; !p.Finished(); n++ {
		if n > 50 {
			t.Fatal("the plan does not end")
		}
		job, ok := p.Next()
		if !ok {
			t.Fatal("the plan waits for nothing")
		}
		for _, r := range p.Done(job, &Result{Start: job.Start, End: job.Start, Layout: job.Layout}, func(*Result) {}) {
			rejects = append(rejects, r.Rejects...)
		}
	}
	if len(rejects) != 1 || rejects[0] != (Reject{Line: 1, Reason: undecodable}) {
		t.Errorf("rejects %v", rejects)
	}
}
