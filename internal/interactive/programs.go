package interactive

import (
	"sync"
	"time"

	"gpipe/internal/sys/poll"
)

// answer is what has been found out; the zero one is nothing.
type answer uint8

const (
	unasked answer = iota
	yes
	no
)

// programs knows which names are those of programs. To look for one may take for ever,
// where a directory in PATH is on a machine that does not answer: it is done beside
// the line, one at a time.
type programs struct {
	late func() // called by another goroutine when an answer comes that was not waited for

	mu      sync.Mutex
	known   map[string]answer
	age     int  // of known
	busy    bool // one is looked for
	awaited bool // its answer was not there in time
}

// ask returns what is known of a name, or what seek finds out of it within some time.
func (p *programs) ask(name string, within time.Duration, seek func() bool) answer {
	p.mu.Lock()
	is := p.known[name]
	if is != unasked || within <= 0 {
		p.mu.Unlock()
		return is
	}
	if p.busy {
		p.awaited = true
		p.mu.Unlock()
		return unasked
	}
	p.busy = true
	age, done := p.age, make(chan struct{})
	p.mu.Unlock()
	go func() {
		found := no
		if seek() {
			found = yes
		}
		p.answered(name, found, age)
		close(done)
	}()
	over := poll.Await(done, within)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.awaited = p.awaited || !over && p.busy
	return p.known[name]
}

func (p *programs) answered(name string, found answer, age int) {
	p.mu.Lock()
	if age == p.age {
		if p.known == nil {
			p.known = make(map[string]answer)
		}
		p.known[name] = found
	}
	awaited := p.awaited
	p.busy, p.awaited = false, false
	p.mu.Unlock()
	if awaited {
		p.late()
	}
}

// forget has all names be looked for anew.
func (p *programs) forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.known = nil
	p.age++
}
