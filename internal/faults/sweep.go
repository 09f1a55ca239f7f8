package faults

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"syscall"
	"time"
)

// kind is a call and the ways in which it can fail.
type kind struct {
	call   string
	once   []syscall.Errno // by itself
	onward []syscall.Errno // and always after that
}

// kinds are the calls of the seam in internal/sys. What no system does again
// and again without end, like EINTR, comes once.
var kinds = []kind{
	{"openat", errnos(syscall.EMFILE, syscall.EINTR, syscall.EIO), errnos(syscall.EMFILE, syscall.ENFILE)},
	{"pipe2", errnos(syscall.EMFILE), errnos(syscall.ENFILE)},
	{"dupfd", errnos(syscall.EMFILE), errnos(syscall.EMFILE)},
	{"read", errnos(syscall.EIO, syscall.EINTR, 0), errnos(syscall.EIO, 0)},
	{"write", errnos(syscall.ENOSPC, syscall.EINTR, syscall.EIO, 0), errnos(syscall.ENOSPC, syscall.EPIPE, 0)},
	{"poll", errnos(syscall.EINTR), nil},
	{"memfd_create", errnos(syscall.EMFILE), errnos(syscall.ENOSYS)},
	{"clone3", errnos(syscall.EAGAIN, syscall.ENOMEM), errnos(syscall.EAGAIN)},
	{"execve", errnos(syscall.ETXTBSY, syscall.E2BIG, syscall.ENOMEM, syscall.EIO), errnos(syscall.EACCES)},
	{"waitid", errnos(syscall.EINTR), nil},
}

// outside leaves out the ways that strace does not have.
func (k kind) outside() kind {
	short := func(e syscall.Errno) bool { return e == 0 }
	k.once = slices.DeleteFunc(slices.Clone(k.once), short)
	k.onward = slices.DeleteFunc(slices.Clone(k.onward), short)
	return k
}

func errnos(list ...syscall.Errno) []syscall.Errno { return list }

// Finding is one fault in one script that gpipe must not take in that way.
type Finding struct {
	Script  Script
	Fault   fmt.Stringer // a Fault or a Place
	Outcome Outcome
	Stdout  string
	Stderr  string
}

// Sweep is a run over all scripts, calls, and ways to fail.
type Sweep struct {
	Runner
	Stride int // every Stride-th fault of the sequence
	Max    int // calls of a kind in one script, at most

	Counts   map[string]map[Outcome]int // of each call
	Findings []Finding

	seq int
}

// Run runs the sweep.
func (s *Sweep) Run() error {
	s.Counts = make(map[string]map[Outcome]int)
	for _, script := range Scripts() {
		clean, _, err := s.run(script, nil)
		if err != nil {
			return err
		}
		bad := clean.status != script.Status || clean.hung || clean.left
		if bad && s.Strace {
			continue // not in its language
		}
		if bad {
			return fmt.Errorf("%s without a fault: status %d: %s", script.Name, clean.status, clean.stderr)
		}
		for _, k := range kinds {
			_, calls, err := s.run(script, &Fault{Call: k.call, Errno: syscall.EINTR})
			if err != nil {
				return err
			}
			if s.Strace {
				k = k.outside()
			}
			for _, e := range k.once {
				err = errors.Join(err, s.series(script, clean, int(calls), Fault{Call: k.call, Errno: e}))
			}
			for _, e := range k.onward {
				err = errors.Join(err, s.series(script, clean, int(calls), Fault{Call: k.call, On: true, Errno: e}))
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// series injects a fault at the first call of its kind, the second, and so on.
func (s *Sweep) series(script Script, clean result, calls int, f Fault) error {
	for f.N = 1; f.N <= min(calls, s.Max); f.N++ {
		s.seq++
		if s.seq%s.Stride != 0 {
			continue
		}
		got, hits, err := s.run(script, &f)
		if err != nil {
			return err
		}
		o := judge(clean, got, hits)
		s.count(f.Call, o)
		if o.Bad() {
			s.Findings = append(s.Findings, Finding{script, f, o, got.stdout, got.stderr})
		}
	}
	return nil
}

func (s *Sweep) count(call string, o Outcome) {
	if s.Counts[call] == nil {
		s.Counts[call] = make(map[Outcome]int)
	}
	s.Counts[call][o]++
}

// New returns a sweep over everything with a gpipe that was built with the tag
// faults, or another shell. Its Dir is the caller's to remove.
func New(shell string) (*Sweep, error) {
	dir, err := os.MkdirTemp("", "faults")
	if err != nil {
		return nil, err
	}
	return &Sweep{Runner: Runner{Shell: shell, Dir: dir, Limit: 20 * time.Second}, Stride: 1, Max: 100}, nil
}
