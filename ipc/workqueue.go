//go:build !windows

package ipc

import (
	"context"
	"errors"
	"io"
	"math"
	"sync/atomic"

	"gpipe/internal/sys"
)

const workKind = 'W' | 'o'<<8 | 'r'<<16 | 'k'<<24

// WorkQueueSize is how many bytes of a Memory the WorkQueue takes that has room
// for n items of up to size bytes each; 0 if there is none such. n is at most
// 1,048,576, size at most 1 GiB.
func WorkQueueSize(n, size int) int { return slabSize(n, size) }

// WorkQueue is a queue of items of work, first come, first served. A process
// that takes an item has it until it says that it is done; if it ends before,
// killed or otherwise, the item is given to another one, at its old place in the
// queue. So every item is worked at once, and again only when that was cut
// short.
//
// The items are in a Memory. In one with a name they stay when all processes
// have ended, in a file on a disk (see OpenFile) also when the system is
// started anew; after a power failure, what Memory.Sync has written.
//
// A WorkQueue may be used by several goroutines at the same time.
type WorkQueue struct{ s slab }

// NewWorkQueue returns the WorkQueue at an offset of m, a multiple of 64, where
// WorkQueueSize(n, size) bytes are zeros or already one like it. With n and size
// 0 it is the one that is there, whatever room it has. For the same offset of the
// same Memory it is the same.
func NewWorkQueue(m *Memory, offset, n, size int) (*WorkQueue, error) {
	if n == 0 && size == 0 {
		var err error
		if n, size, err = m.shape(offset, workKind); err != nil {
			return nil, failed("work queue", m.name, err)
		}
	}
	all := slabSize(n, size)
	if all == 0 {
		return nil, failed("work queue", m.name, sys.EINVAL)
	}
	q, err := newPart(m, "work queue", offset, all, func(r *region, at int) (*WorkQueue, error) {
		q := new(WorkQueue)
		return q, q.s.open(r, at, workKind, n, size)
	})
	if err == nil && (q.s.n != n || q.s.size != size) {
		return nil, failed("work queue", m.name, ErrLayout)
	}
	return q, err
}

func (q *WorkQueue) span() (int, int) { return q.s.at, slabSize(q.s.n, q.s.size) }
func (q *WorkQueue) held() bool       { return q.s.held() }

// Push adds an item. It waits as long as there is no room, or until ctx is
// done. It is ErrTooBig for one that is too long, and io.ErrClosedPipe after
// CloseInput.
func (q *WorkQueue) Push(ctx context.Context, data []byte) error {
	return q.do("push", func() error {
		_, err := q.put(ctx, data, false, true)
		return err
	})
}

// PushUnique is Push, but adds nothing and returns false if there is an item
// with the same data, waiting or being worked at.
func (q *WorkQueue) PushUnique(ctx context.Context, data []byte) (added bool, err error) {
	err = q.do("push", func() (err error) {
		added, err = q.put(ctx, data, true, true)
		return err
	})
	return added, err
}

// TryPush is Push, but returns ErrBusy where that would wait.
func (q *WorkQueue) TryPush(data []byte) error {
	return q.do("push", func() error {
		_, err := q.put(brief{}, data, false, false)
		return err
	})
}

// TryPushUnique is PushUnique, but returns ErrBusy where that would wait.
func (q *WorkQueue) TryPushUnique(data []byte) (added bool, err error) {
	err = q.do("push", func() (err error) {
		added, err = q.put(brief{}, data, true, false)
		return err
	})
	return added, err
}

func (q *WorkQueue) put(ctx context.Context, data []byte, unique, wait bool) (bool, error) {
	if len(data) > q.s.size {
		return false, ErrTooBig
	}
	if err := ctx.Err(); err != nil {
		return false, err
	}
	sum := digest(data)
	try := func() (bool, error) {
		return q.s.put(ctx, sum, 0, data, func() error {
			switch {
			case q.s.closed():
				return io.ErrClosedPipe
			case unique && q.has(data, sum):
				return errThere
			}
			return nil
		})
	}
	done, err := try()
	switch {
	case done || err != nil:
	case wait:
		err = q.s.awaitFree(ctx, try)
	default:
		err = ErrBusy
	}
	if err == errThere {
		return false, nil
	}
	return err == nil, err
}

// errThere says that there is an item with the same data.
var errThere = errors.New("there is one")

// digest is a number that equal data have in common.
func digest(data []byte) int64 {
	h := uint64(14695981039346656037) // FNV-1a: the same in every process
	for _, c := range data {
		h = (h ^ uint64(c)) * 1099511628211
	}
	return int64(h & math.MaxInt64)
}

// has tells whether there is an item with such data. It needs the lock.
func (q *WorkQueue) has(data []byte, sum int64) bool {
	for i := range q.s.n {
		e := q.s.entry(i)
		kind := e.load() & entryMask
		if kind != entryReady && kind != entryOut || e.typ != sum || e.length != uint32(len(data)) {
			continue
		}
		if string(q.s.data(i)[:len(data)]) == string(data) {
			return true
		}
	}
	return false
}

// Take takes the item that has waited longest. It waits as long as there is
// none, or until ctx is done. It returns io.EOF after CloseInput when there is
// no item any more, and none that may come back.
func (q *WorkQueue) Take(ctx context.Context) (*Item, error) {
	var item *Item
	err := q.do("take", func() error {
		if err := ctx.Err(); err != nil {
			return err
		}
		attempt := func() (done bool, err error) {
			item, done, err = q.get(ctx)
			return done, err
		}
		return q.s.awaitReady(ctx, true, attempt)
	})
	return item, err
}

// TryTake is Take, but returns ErrBusy where that would wait.
func (q *WorkQueue) TryTake() (*Item, error) {
	var item *Item
	err := q.do("take", func() (err error) {
		if _, err := q.s.reapLost(brief{}, entryOut); err != nil {
			return err
		}
		var done bool
		item, done, err = q.get(brief{})
		if err == nil && !done {
			err = ErrBusy
		}
		return err
	})
	return item, err
}

// get takes the first item, if there is one.
func (q *WorkQueue) get(ctx context.Context) (*Item, bool, error) {
	s := &q.s
	if err := s.enter(ctx); err != nil {
		return nil, false, err
	}
	i, ok, err := s.pick(Any)
	if err == nil && !ok && s.closed() && !s.out() {
		err = io.EOF
	}
	if err != nil || !ok {
		s.leave()
		return nil, false, err
	}
	e := s.entry(i)
	n, err := s.length(i)
	if err != nil {
		s.leave()
		return nil, false, err
	}
	e.given++
	given := e.given
	s.unlink(i, entryOut|s.r.id)
	s.leave()
	data := append(make([]byte, 0, n), s.data(i)[:n]...)
	return &Item{Data: data, Given: int(given), q: q, i: i, n: given}, true, nil
}

// out tells whether some entry is taken.
func (s *slab) out() bool {
	for i := range s.n {
		if s.entry(i).load()&entryMask == entryOut {
			return true
		}
	}
	return false
}

// CloseInput ends the queue: nobody can push any more, and whoever takes gets
// io.EOF when all is done.
func (q *WorkQueue) CloseInput(ctx context.Context) error {
	return q.do("close", func() error {
		// With the lock, so that what is being pushed is in before.
		if err := q.s.enter(ctx); err != nil {
			return err
		}
		atomic.StoreUint32(&q.s.h.closed, 1)
		q.s.leave()
		q.s.arrived.wake(math.MaxInt32)
		return nil
	})
}

// Drain throws away all items that wait, and returns how many.
func (q *WorkQueue) Drain(ctx context.Context) (n int, err error) {
	err = q.do("drain", func() error {
		for {
			item, ok, err := q.get(ctx)
			if err == io.EOF || err == nil && !ok {
				return nil
			}
			if err != nil {
				return err
			}
			if err := item.Done(); err != nil {
				return err
			}
			n++
		}
	})
	return n, err
}

// Len returns how many items wait at this moment, and how many are being worked
// at.
func (q *WorkQueue) Len() (waiting, out int, err error) {
	err = q.do("len", func() error {
		for i := range q.s.n {
			switch q.s.entry(i).load() & entryMask {
			case entryReady:
				waiting++
			case entryOut:
				out++
			}
		}
		return nil
	})
	return waiting, out, err
}

func (q *WorkQueue) do(op string, f func() error) error {
	err := q.s.r.try(f)
	if err == io.EOF {
		return err
	}
	return failed(op, q.s.r.name, err)
}
