package interactive

import (
	"testing"
	"time"
)

// TestPrograms: an answer that does not come in time comes later, and keeps nobody
// from asking; those of a time before do not count.
func TestPrograms(t *testing.T) {
	late := make(chan struct{})
	p := programs{late: func() { late <- struct{}{} }}
	is := func(found bool) func() bool { return func() bool { return found } }
	if got := p.ask("there", time.Hour, is(true)); got != yes {
		t.Errorf("there: %d", got)
	}
	if got := p.ask("not", time.Hour, is(false)); got != no {
		t.Errorf("not: %d", got)
	}
	gate := make(chan struct{})
	held := func() bool { <-gate; return true }
	for _, name := range []string{"slow", "other"} {
		if got := p.ask(name, time.Microsecond, held); got != unasked {
			t.Errorf("%s: %d before there is an answer", name, got)
		}
	}
	if got := p.ask("there", time.Microsecond, nil); got != yes {
		t.Errorf("there: %d while another one is looked for", got)
	}
	gate <- struct{}{}
	<-late
	if got := p.ask("slow", 0, nil); got != yes {
		t.Errorf("slow: %d", got)
	}
	if got := p.ask("other", time.Microsecond, held); got != unasked {
		t.Errorf("other: %d", got)
	}
	p.forget()
	gate <- struct{}{}
	<-late
	for _, name := range []string{"there", "other"} {
		if got := p.ask(name, 0, nil); got != unasked {
			t.Errorf("%s: %d after all was forgotten", name, got)
		}
	}
}
