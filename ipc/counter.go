//go:build !windows

package ipc

import (
	"context"
	"math"
	"sync/atomic"
)

// CounterSize is how many bytes of a Memory a Counter takes.
const CounterSize = 64

const counterKind = 'C' | 'n'<<8 | 't'<<16 | 'r'<<24

// Counter is a counting semaphore: a number that Post makes greater and Wait
// smaller, but never less than 0. Any process may do either; so what a process
// has taken and not given back when it ends is lost. Where that must not be,
// use a Semaphore.
//
// A Counter may be used by several goroutines at the same time; those that wait
// cost one thread together.
type Counter struct {
	r     *region
	at    int
	value *atomic.Uint32
	event event
	turn  gate
	order order
}

// NewCounter returns the Counter at an offset of m, a multiple of 64, where
// CounterSize bytes are zeros or already one. If there is none yet, it starts
// with the given value. For the same offset of the same Memory it is the same.
func NewCounter(m *Memory, offset int, start uint32) (*Counter, error) {
	if start > math.MaxInt32 {
		return nil, failed("counter", m.name, ErrTooBig)
	}
	return newPart(m, "counter", offset, CounterSize, func(r *region, at int) (*Counter, error) {
		c := &Counter{r: r, at: at, value: r.at(at + 4), event: event{r.at(at + 8)}, turn: newGate()}
		return c, r.brand(at, counterKind, func() error {
			c.value.Store(start)
			return nil
		}, pass)
	})
}

func (c *Counter) span() (int, int) { return c.at, CounterSize }
func (c *Counter) held() bool       { return false }

// Post adds 1 and wakes one who waits. It is ErrTooBig at 2,147,483,647.
func (c *Counter) Post() error {
	return failed("post", c.r.name, c.r.try(func() error {
		c.order.before()
		for {
			v := c.value.Load()
			if v >= math.MaxInt32 {
				return ErrTooBig
			}
			if c.value.CompareAndSwap(v, v+1) {
				c.event.wake(1)
				return nil
			}
		}
	}))
}

// Wait waits until the number is greater than 0 and takes 1 away, or until ctx
// is done, whose error it returns then.
func (c *Counter) Wait(ctx context.Context) error {
	return failed("wait", c.r.name, c.r.try(func() error {
		if err := ctx.Err(); err != nil {
			return err
		}
		if c.take() {
			return nil
		}
		if err := c.turn.enter(ctx); err != nil {
			return err
		}
		defer c.turn.leave()
		return c.await(ctx)
	}))
}

// TryWait is Wait, but returns ErrBusy where that would wait.
func (c *Counter) TryWait() error {
	return failed("wait", c.r.name, c.r.try(func() error {
		if !c.take() {
			return ErrBusy
		}
		return nil
	}))
}

func (c *Counter) take() bool {
	for {
		v := c.value.Load()
		if v == 0 {
			return false
		}
		if c.value.CompareAndSwap(v, v-1) {
			c.order.after()
			return true
		}
	}
}

func (c *Counter) await(ctx context.Context) error {
	w := wait{r: c.r, ctx: ctx}
	defer w.end()
	for {
		w.begin()
		w.watch(c.event.word, c.event.prepare())
		if c.take() {
			return nil
		}
		if err := w.pause(backstop); err != nil {
			c.event.wake(1) // it may have been for this one
			return err
		}
	}
}

// Value returns the number at this moment.
func (c *Counter) Value() (n int, err error) {
	err = c.r.try(func() error {
		n = int(c.value.Load())
		return nil
	})
	return n, failed("value", c.r.name, err)
}
