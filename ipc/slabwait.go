//go:build !windows

package ipc

import (
	"context"
	"errors"
	"math"
	"slices"
	"sync/atomic"
	"time"

	"gpipe/internal/sys/shm"
)

// brief is the context of one who is not to wait, but for a lock that everybody
// has for a moment only.
type brief struct{}

func (brief) Deadline() (time.Time, bool) { return time.Time{}, false }

func (brief) Done() <-chan struct{} { return nil }

func (brief) Err() error { return nil }

func (brief) Value(any) any { return nil }

// roomAhead tells whether the entry that would be tried first is free, or the
// first in the list was received: where neither is, there is most often no room.
func (s *slab) roomAhead() bool {
	if s.entry(s.hint()).load() == entryFree {
		return true
	}
	e, ok := s.linked(atomic.LoadUint32(&s.h.head))
	return ok && e.load()&entryMask == entryDone
}

// announce wakes those who wait for an entry to be ready: one, or all where
// they wait for different ones.
func (s *slab) announce() {
	if s.h.choosy.Load() != 0 {
		s.h.choosy.Store(0)
		s.arrived.wake(math.MaxInt32)
		return
	}
	s.arrived.wake(1)
}

// lost tells whether a process has ended with an entry in the given state; w
// watches those who live.
func (s *slab) lost(w *wait, kind uint32) bool {
	for i := range s.n {
		v := s.entry(i).load()
		if v&entryMask != kind || v&idMask == s.r.id || v == kind || slices.Contains(w.held, v&idMask) {
			continue
		}
		if !w.holder(v & idMask) {
			return true
		}
	}
	return false
}

// reapLost makes free or ready again what processes that have ended had in the
// given state. It tells whether there was something.
func (s *slab) reapLost(ctx context.Context, kind uint32) (bool, error) {
	w := wait{r: s.r, ctx: ctx}
	w.begin()
	if !s.lost(&w, kind) && !w.bury() {
		return false, nil
	}
	return true, s.reap(ctx)
}

func (s *slab) reap(ctx context.Context) error {
	if err := s.enter(ctx); err != nil {
		return err
	}
	s.rebuild()
	s.leave()
	s.freed.wake(math.MaxInt32)
	s.arrived.wake(math.MaxInt32)
	return nil
}

// attempt is what waits for entries try again and again.
type attempt func() (done bool, err error)

// awaitFree calls try until it is done, and waits in between until there is
// room.
func (s *slab) awaitFree(ctx context.Context, try attempt) error {
	if err := s.senders.enter(ctx); err != nil {
		return err
	}
	defer s.senders.leave()
	w := wait{r: s.r, ctx: ctx}
	defer w.end()
	for first := true; ; first = false {
		if spin(s.roomAhead) {
			if done, err := try(); done || err != nil {
				return err
			}
		}
		w.begin()
		w.watch(s.freed.word, s.freed.prepare())
		if done, err := try(); done || err != nil {
			return err
		}
		if !first && s.lost(&w, entryNew) {
			if err := s.reap(ctx); err != nil {
				return err
			}
			continue
		}
		if err := w.pause(nap(first)); err != nil {
			s.freed.wake(1) // it may have been for this one
			return err
		}
	}
}

// nap is how long to sleep. The first time is short, and what it would take to
// see that a process ends meanwhile is not worth the while: all entries are to
// be looked at for that.
func nap(first bool) time.Duration {
	if first {
		return patience
	}
	return backstop
}

// spin waits a short while for ready, and tells whether it became so.
func spin(ready func() bool) bool {
	for range spinTimes() {
		if ready() {
			return true
		}
		shm.Pause()
	}
	return false
}

// awaitReady calls try until it is done, and waits in between until an entry
// becomes ready. Alone is for attempts that any entry will do for.
func (s *slab) awaitReady(ctx context.Context, alone bool, try attempt) error {
	if alone {
		if err := s.takers.enter(ctx); err != nil {
			return err
		}
		defer s.takers.leave()
	}
	w := wait{r: s.r, ctx: ctx}
	defer w.end()
	for first := true; ; first = false {
		if alone && spin(s.ahead) {
			if done, err := try(); done || err != nil {
				return err
			}
		}
		if done, err := s.sleep(&w, alone, first, try); done || err != nil {
			return err
		}
	}
}

// sleep is one attempt and one wait.
func (s *slab) sleep(w *wait, alone, first bool, try attempt) (done bool, err error) {
	look := func() (time.Duration, bool) {
		if !alone {
			s.h.choosy.Store(1)
		}
		if done, err = try(); done || err != nil {
			return 0, false
		}
		if !first && s.lost(w, entryOut) {
			err = s.reap(w.ctx)
			return 0, false
		}
		return nap(first), true
	}
	if !alone {
		e := s.choosers.wait(w, &s.arrived, look)
		return done, errors.Join(err, e)
	}
	w.begin()
	w.watch(s.arrived.word, s.arrived.prepare())
	if d, ok := look(); ok {
		if err = w.pause(d); err != nil {
			s.announce() // it may have been for this one
		}
	}
	return done, err
}
