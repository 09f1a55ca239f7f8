package interp

import (
	"sync"
	"sync/atomic"

	"gpipe/internal/jobserver"
	"gpipe/internal/lifetime"
	"gpipe/internal/redirect"
	"gpipe/internal/vars"
)

// slots says how many jobs of a pool may run. Under make that is one, and one
// more for each token of the jobserver.
type slots struct {
	free   chan struct{}     // one in it for each job that runs
	server *jobserver.Client // nil: there is none

	mu      sync.Mutex
	base    bool       // the job that needs no token runs
	waiting bool       // for what allows one more job
	handed  chan token // it comes from a job that has ended
}

// token is what allows a job to run.
type token struct {
	taken bool // from the jobserver
	value byte
}

func newSlots(jobs int, server *jobserver.Client) *slots {
	return &slots{free: make(chan struct{}, jobs), server: server, handed: make(chan token, 1)}
}

// jobserver returns that of make, nil if there is none that can be used.
func (sh *Shell) jobserver() *jobserver.Client {
	flags, _ := sh.st.Vars.Get(sh.Slot("MAKEFLAGS"))
	addr, ok := jobserver.Find(flags)
	if !ok || sh.st.Vars.Attrs(sh.Slot("MAKEFLAGS"))&vars.Exported == 0 {
		return nil
	}
	if addr.Path == "" { // the numbers are those of the script
		for _, fd := range [...]*int{&addr.Read, &addr.Write} {
			f := sh.files.Get(*fd)
			if f == nil || redirect.IsCapture(f) {
				return nil
			}
			var err error
			if *fd, err = f.Fd(); err != nil {
				return nil
			}
		}
	}
	c, err := jobserver.Open(addr)
	if err != nil {
		return nil
	}
	return c
}

// take waits until one more job may run; false, when stop is closed.
func (s *slots) take(stop <-chan struct{}) (token, bool) {
	select {
	case s.free <- struct{}{}:
	case <-stop:
		return token{}, false
	}
	if s.server == nil {
		return token{}, true
	}
	s.mu.Lock()
	if !s.base {
		s.base = true
		s.mu.Unlock()
		return token{}, true
	}
	s.waiting = true
	s.mu.Unlock()
	t, ok := s.await(stop)
	if !ok {
		<-s.free
	}
	return t, ok
}

// await waits for a token from the jobserver, or for what a job that ends has.
func (s *slots) await(stop <-chan struct{}) (token, bool) {
	var fds atomic.Bool
	enough := lifetime.NewBell(&fds)
	defer enough.Release()
	fetched := make(chan token, 1)
	go func() {
		value, err := s.server.Take(enough)
		fetched <- token{err == nil, value}
	}()
	select {
	case t := <-s.handed:
		enough.Ring()
		s.back(<-fetched)
		return t, true
	case t := <-fetched:
		if t.taken {
			return s.enough(t, true)
		}
	case <-stop:
		enough.Ring()
		s.back(<-fetched)
		return s.enough(token{}, false)
	}
	select { // make is gone: one job after the other
	case t := <-s.handed:
		return t, true
	case <-stop:
		return s.enough(token{}, false)
	}
}

// enough ends the waiting with the token t, or without one. What has been handed
// over meanwhile comes before a token, which others may want.
func (s *slots) enough(t token, ok bool) (token, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.waiting = false
	select {
	case more := <-s.handed:
		s.back(t)
		if ok {
			return more, true
		}
		s.settle(more)
	default:
	}
	return t, ok
}

// give says that the job with the token has ended.
func (s *slots) give(t token) {
	if s.server != nil {
		s.mu.Lock()
		if s.waiting {
			s.waiting = false
			s.handed <- t
		} else {
			s.settle(t)
		}
		s.mu.Unlock()
	}
	<-s.free
}

// settle gives back what nobody waits for.
func (s *slots) settle(t token) {
	if t.taken {
		s.back(t)
	} else {
		s.base = false
	}
}

func (s *slots) back(t token) {
	if t.taken {
		s.server.Give(t.value)
	}
}

func (s *slots) close() {
	if s.server != nil {
		s.server.Close()
	}
}
