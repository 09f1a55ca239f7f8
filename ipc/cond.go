//go:build !windows

package ipc

import (
	"context"
	"math"
	"time"
)

// CondSize is how many bytes of a Memory a Cond takes.
const CondSize = 64

const condKind = 'C' | 'o'<<8 | 'n'<<16 | 'd'<<24

// Cond is a condition variable: a place where processes wait until others have
// changed what a Mutex protects.
//
// It keeps nothing: Signal and Broadcast are for those who wait at that moment.
// A waiter that dies with a Signal that was for it costs the others up to 200
// ms, after which every waiter looks again by itself.
//
// A Cond may be used by several goroutines at the same time; those that wait
// cost one thread together.
type Cond struct {
	r     *region
	m     *Mutex
	at    int
	event event
	turn  queueing
}

// NewCond returns the Cond at an offset of m, a multiple of 64, where CondSize
// bytes are zeros or already one. For the same offset of the same Memory it is
// the same. All processes use the same Mutex, in the same Memory, with it.
func NewCond(m *Memory, offset int, l *Mutex) (*Cond, error) {
	c, err := newPart(m, "cond", offset, CondSize, func(r *region, at int) (*Cond, error) {
		c := &Cond{r: r, m: l, at: at, event: event{r.at(at + 4)}}
		return c, r.brand(at, condKind, pass, pass)
	})
	if err == nil && c.m != l {
		return nil, failed("cond", m.name, ErrLayout)
	}
	return c, err
}

func (c *Cond) span() (int, int) { return c.at, CondSize }
func (c *Cond) held() bool       { return false }

// Wait returns nil when pred is true. The caller has the Mutex locked; it is
// locked when pred is called and when Wait returns, and not while Wait waits.
//
// It returns ErrOwnerDied when a process has died with the Mutex: then this one
// has it, and pred was not called again. Put things in order, call Consistent
// and wait again. It returns the context's error when ctx is done, with the
// Mutex locked, so it may have to wait for whoever has that. Only with
// ErrNotRecoverable, ErrNotOwner, ErrTruncated and fs.ErrClosed it is not
// locked.
func (c *Cond) Wait(ctx context.Context, pred func() bool) error {
	w := wait{r: c.r, ctx: ctx}
	defer w.end()
	for {
		if !c.holds() {
			return failed("wait", c.r.name, ErrNotOwner)
		}
		if pred() {
			return nil
		}
		if err := c.await(&w); err != nil {
			return err
		}
	}
}

// holds tells whether this process has the Mutex.
func (c *Cond) holds() (mine bool) {
	err := c.r.try(func() error {
		mine = c.m.l.mine()
		return nil
	})
	return mine && err == nil
}

// await unlocks the Mutex, waits, and locks it.
func (c *Cond) await(w *wait) error {
	var unlocked error
	err := c.r.try(func() error {
		return c.turn.wait(w, &c.event, func() (time.Duration, bool) {
			unlocked = c.m.Unlock()
			return backstop, unlocked == nil
		})
	})
	if unlocked != nil {
		return unlocked
	}
	if e := c.m.Lock(context.WithoutCancel(w.ctx)); e != nil {
		return e
	}
	return failed("wait", c.r.name, err)
}

// Signal wakes one of those who wait, if there are any. It is most useful where
// all wait for the same; else use Broadcast. The Mutex may be locked, or not.
func (c *Cond) Signal() error { return c.wake("signal", 1) }

// Broadcast wakes all who wait.
func (c *Cond) Broadcast() error { return c.wake("broadcast", math.MaxInt32) }

func (c *Cond) wake(op string, n int) error {
	return failed(op, c.r.name, c.r.try(func() error {
		c.event.wake(n)
		return nil
	}))
}
