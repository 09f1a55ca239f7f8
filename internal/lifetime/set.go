package lifetime

import (
	"errors"
	"os"
	"slices"
	"sync"
	"syscall"

	"gpipe/internal/pipeline"
	"gpipe/internal/sys/proc"
)

// Set is the lifetimes that are not over, or have processes that run.
type Set struct {
	mu  sync.Mutex
	all []*Lifetime
}

// Add enters a lifetime that begins.
func (s *Set) Add(l *Lifetime) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all = append(s.all, l)
}

// Remove forgets one whose commands and processes have all ended.
func (s *Set) Remove(l *Lifetime) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if i := slices.Index(s.all, l); i >= 0 {
		s.all = slices.Delete(s.all, i, i+1)
	}
}

// Find returns the one of the asynchronous list that $! calls pid, or nil.
func (s *Set) Find(pid int) *Lifetime {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, l := range s.all {
		if l.pid == pid {
			return l
		}
	}
	return nil
}

// Name notes what $! is for an asynchronous list.
func (s *Set) Name(l *Lifetime, pid int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l.pid = pid
}

// Within returns the lifetimes that were begun in l, and in those.
func (s *Set) Within(l *Lifetime) []*Lifetime {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []*Lifetime
	for _, other := range s.all {
		for outer := other.outer; outer != nil; outer = outer.outer {
			if outer == l {
				list = append(list, other)
				break
			}
		}
	}
	return list
}

// Signal sends sig to all, as Lifetime.Signal does. It returns
// os.ErrProcessDone when there is nobody left.
func (s *Set) Signal(sig syscall.Signal) error {
	s.mu.Lock() // a list that is begun meanwhile sees what has come of the signal
	defer s.mu.Unlock()
	err := error(os.ErrProcessDone)
	for _, l := range s.all {
		if e := l.Signal(sig); e == nil || !errors.Is(e, os.ErrProcessDone) && err != nil {
			err = e
		}
	}
	return err
}

// signalDeep sends sig to the processes of a pipeline and to what they have started:
// a process that sig ends would leave that behind. They are stopped meanwhile, or
// they would start others; and one that was stopped before sees sig only now.
func signalDeep(run *pipeline.Job, sig syscall.Signal) error {
	var others []proc.Relative
	run.Signal(syscall.SIGSTOP)
	for _, st := range run.Statuses() {
		if st.Pid > 0 && st.End.IsZero() {
			others = append(others, proc.StopDescendants(st.Pid)...)
		}
	}
	err := run.Signal(sig)
	run.Signal(syscall.SIGCONT)
	for _, r := range others {
		r.Signal(sig)
		r.Signal(syscall.SIGCONT)
	}
	return err
}
