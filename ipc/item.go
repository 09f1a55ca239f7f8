//go:build !windows

package ipc

import (
	"context"
	"math"
)

// Item is one that this process has taken. Done or Return ends that.
type Item struct {
	Data  []byte
	Given int // how often it was taken, with this time: more than 1 after a worker died

	q *WorkQueue
	i int
	n uint32 // e.given, as it was
}

// Done says that the work is done: the item is gone. It is ErrNotOwner if this
// process does not have it any more.
func (it *Item) Done() error {
	return it.q.do("done", func() error {
		s := &it.q.s
		if !it.mine() {
			return ErrNotOwner
		}
		if err := s.release(it.i, entryOut); err != nil {
			return err
		}
		it.i = -1
		if s.closed() {
			s.arrived.wake(math.MaxInt32) // it may have been the last
		}
		return nil
	})
}

// Return gives the item back: it is the next to be taken that came when it did.
// It is ErrNotOwner if this process does not have it any more.
func (it *Item) Return(ctx context.Context) error {
	return it.q.do("return", func() error {
		s := &it.q.s
		if err := s.enter(ctx); err != nil {
			return err
		}
		mine := it.mine()
		if mine {
			s.link(it.i)
			it.i = -1
		}
		s.leave()
		if !mine {
			return ErrNotOwner
		}
		s.announce()
		return nil
	})
}

func (it *Item) mine() bool {
	if it.i < 0 {
		return false
	}
	e := it.q.s.entry(it.i)
	return e.load() == entryOut|it.q.s.r.id && e.given == it.n
}
