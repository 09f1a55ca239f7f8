//go:build !windows

package ipc

import (
	"context"
	"errors"
	"io/fs"
	"runtime/debug"

	"gpipe/internal/sys"
)

const queueKind = 'Q' | 'u'<<8 | 'e'<<16 | 'u'<<24

// MessageQueueSize is how many bytes of a Memory the MessageQueue takes that
// has room for n messages of up to size bytes each; 0 if there is none such. n
// is at most 1,048,576, size at most 1 GiB.
func MessageQueueSize(n, size int) int { return slabSize(n, size) }

// sharedQueue is the MessageQueue in a Memory.
type sharedQueue struct{ s slab }

// NewMessageQueue returns the MessageQueue at an offset of m, a multiple of 64,
// where MessageQueueSize(n, size) bytes are zeros or already one like it. With n
// and size 0 it is the one that is there, whatever room it has. For the same
// offset of the same Memory it is the same.
//
// A message is in the queue when Send returns. When a sender is killed before,
// it is there whole or not at all, and when a receiver is before Receive
// returns, another gets the message. To send and receive is no system call as
// long as nobody waits. What one process writes wildly into the memory is for
// the others an error or a message with other content, never more.
func NewMessageQueue(m *Memory, offset, n, size int) (MessageQueue, error) {
	if n == 0 && size == 0 {
		var err error
		if n, size, err = m.shape(offset, queueKind); err != nil {
			return nil, failed("queue", m.name, err)
		}
	}
	all := slabSize(n, size)
	if all == 0 {
		return nil, failed("queue", m.name, sys.EINVAL)
	}
	q, err := newPart(m, "queue", offset, all, func(r *region, at int) (*sharedQueue, error) {
		q := new(sharedQueue)
		return q, q.s.open(r, at, queueKind, n, size)
	})
	if err == nil && (q.s.n != n || q.s.size != size) {
		err = failed("queue", m.name, ErrLayout)
	}
	if err != nil {
		return nil, err
	}
	return q, nil
}

func (q *sharedQueue) span() (int, int) { return q.s.at, slabSize(q.s.n, q.s.size) }
func (q *sharedQueue) held() bool       { return q.s.held() }

func (q *sharedQueue) Send(ctx context.Context, m Message) (err error) {
	if q.s.r.unsteady {
		defer q.s.r.caught(debug.SetPanicOnFault(true), &err)
	}
	if err := q.check(ctx, &m); err != nil {
		return q.fail("send", err)
	}
	if done, err := q.put(ctx, &m); err != nil {
		return q.fail("send", err)
	} else if done {
		return nil
	}
	return q.fail("send", q.s.awaitFree(ctx, func() (bool, error) { return q.put(ctx, &m) }))
}

func (q *sharedQueue) TrySend(m Message) (err error) {
	if q.s.r.unsteady {
		defer q.s.r.caught(debug.SetPanicOnFault(true), &err)
	}
	if err := q.check(brief{}, &m); err != nil {
		return q.fail("send", err)
	}
	done, err := q.put(brief{}, &m)
	if !done && err == nil {
		var lost bool
		if lost, err = q.s.reapLost(brief{}, entryNew); lost && err == nil {
			done, err = q.put(brief{}, &m)
		}
	}
	if !done && err == nil {
		err = ErrBusy
	}
	return q.fail("send", err)
}

func (q *sharedQueue) check(ctx context.Context, m *Message) error {
	switch {
	case q.s.r.closed.Load():
		return fs.ErrClosed
	case len(m.Data) > q.s.size:
		return ErrTooBig
	}
	if err := m.check(); err != nil {
		return err
	}
	return ctx.Err()
}

func (q *sharedQueue) put(ctx context.Context, m *Message) (bool, error) {
	return q.s.put(ctx, m.Type, m.Priority, m.Data, nil)
}

func (q *sharedQueue) Receive(ctx context.Context, sel Selector) (Message, error) {
	return q.receiveWait(ctx, sel, nil, true)
}

func (q *sharedQueue) ReceiveInto(ctx context.Context, sel Selector, buf []byte) (m Message, err error) {
	if buf == nil {
		buf = []byte{}
	}
	// The way it goes most often is kept short.
	if sel.valid() && !q.s.r.unsteady && !q.s.r.closed.Load() && ctx.Err() == nil && q.take(sel, buf, &m) {
		return m, nil
	}
	return q.receiveWait(ctx, sel, buf, true)
}

func (q *sharedQueue) TryReceive(sel Selector) (Message, error) {
	return q.receiveWait(brief{}, sel, nil, false)
}

func (q *sharedQueue) receiveWait(ctx context.Context, sel Selector, buf []byte, wait bool) (m Message, err error) {
	if q.s.r.unsteady {
		defer q.s.r.caught(debug.SetPanicOnFault(true), &err)
	}
	switch {
	case q.s.r.closed.Load():
		return m, q.fail("receive", fs.ErrClosed)
	case !sel.valid():
		return m, q.fail("receive", sys.EINVAL)
	}
	if err := ctx.Err(); err != nil {
		return m, q.fail("receive", err)
	}
	if q.take(sel, buf, &m) {
		return m, nil
	}
	return q.receiveSlow(ctx, sel, buf, wait)
}

func (q *sharedQueue) receiveSlow(ctx context.Context, sel Selector, buf []byte, wait bool) (m Message, err error) {
	try := func() (bool, error) {
		if q.take(sel, buf, &m) {
			return true, nil
		}
		return q.get(ctx, sel, buf, &m)
	}
	done := false
	if sel != Any || !wait {
		done, err = try()
	}
	switch {
	case done || err != nil:
	case wait:
		err = q.s.awaitReady(ctx, sel == Any, try)
	default:
		// What a process that has ended had taken is there again.
		done, err = q.s.reapLost(ctx, entryOut)
		if done && err == nil {
			done, err = try()
		}
		if !done && err == nil {
			err = ErrBusy
		}
	}
	return m, q.fail("receive", err)
}

// take takes the first message without the lock if sel lets it through. It has
// the message when the state tells so: until then another one may get it, which
// changes the state, or be given it when this process ends. What is not right
// with it, get says.
func (q *sharedQueue) take(sel Selector, buf []byte, m *Message) bool {
	s := &q.s
	for range takeTries {
		i, v, ok := s.front()
		if !ok {
			return false
		}
		e := s.entry(i)
		typ, priority, n := e.typ, e.priority, e.length
		switch {
		case n > uint32(s.size) || buf != nil && n > uint32(len(buf)):
			return false
		case sel != Any && (sel.kind() == selectUpTo || !sel.matches(typ)):
			return false
		}
		into := buf
		if into == nil {
			into = make([]byte, n)
		}
		into = into[:copy(into, s.data(i)[:n])]
		if s.finish(i, v) {
			m.Type, m.Priority, m.Data = typ, priority, into
			return true
		}
		if n >= longData {
			return false
		}
	}
	return false
}

// takeTries is how often take tries while others get the message.
const takeTries = 4

// get takes the first message that sel lets through, if there is one. It goes
// into buf, or into new memory if that is nil.
func (q *sharedQueue) get(ctx context.Context, sel Selector, buf []byte, m *Message) (bool, error) {
	s := &q.s
	if err := s.enter(ctx); err != nil {
		return false, err
	}
	i, ok, err := s.pick(sel)
	if !ok || err != nil {
		s.leave()
		return false, err
	}
	e := s.entry(i)
	n, err := s.length(i)
	if err == nil && buf != nil && n > len(buf) {
		s.keep(i)
		err = ErrTooBig
	}
	if err != nil {
		s.leave()
		return false, err
	}
	data := s.data(i)[:n]
	if n < longData {
		q.copy(m, e, buf, data)
	}
	s.unlink(i, entryOut|s.r.id)
	s.leave()
	if n >= longData {
		q.copy(m, e, buf, data)
	}
	return true, s.release(i, entryOut)
}

func (q *sharedQueue) copy(m *Message, e *entry, buf, data []byte) {
	if buf == nil {
		buf = make([]byte, len(data))
	}
	m.Type, m.Priority, m.Data = e.typ, e.priority, buf[:copy(buf, data)]
}

func (q *sharedQueue) Len() (n int, err error) {
	err = q.do("len", func() error {
		n = q.s.count()
		return nil
	})
	return n, err
}

func (q *sharedQueue) Remove() error { return failed("remove", q.s.r.name, errors.ErrUnsupported) }

func (q *sharedQueue) Close() error { return nil }

func (q *sharedQueue) do(op string, f func() error) error {
	return q.fail(op, q.s.r.try(f))
}

func (q *sharedQueue) fail(op string, err error) error { return failed(op, q.s.r.name, err) }
