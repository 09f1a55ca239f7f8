//go:build !windows

package ipc

import (
	"context"
	"errors"
	"io/fs"
	"math"
	"strings"
	"sync"
	"sync/atomic"

	"gpipe/internal/sys"
	"gpipe/internal/sys/files"
	"gpipe/internal/sys/poll"
	"gpipe/internal/sys/sysv"
)

// posixQueue is a POSIX message queue.
type posixQueue struct {
	name string
	size int // of the longest message
	fd   int
	uses atomic.Int64 // calls that use fd, and closedQueue
	bufs sync.Pool    // of *[]byte
}

// OpenPOSIX opens the POSIX message queue of a name, with or without the slash
// at its beginning, and makes it, with room for n messages of up to size bytes
// and the permission bits of perm, if it is not there. With n 0 it is only
// opened. Users other than root can usually have 10 messages of 8192 bytes. It
// stays until its name is removed and all have closed it.
//
// Messages have no type: all are of type 1, and the only Selector is Any.
func OpenPOSIX(name string, n, size int, perm fs.FileMode) (MessageQueue, error) {
	bare := strings.TrimPrefix(name, "/")
	switch {
	case bare == "" || strings.Contains(bare, "/") || perm&^fs.ModePerm != 0:
		return nil, failed("open", name, sys.EINVAL)
	case n < 0 || size < 0 || n > 0 && size == 0 || n > math.MaxInt32 || size > math.MaxInt32:
		return nil, failed("open", name, sys.EINVAL)
	}
	flags := files.ReadWrite
	var attr *sysv.MqAttr
	if n > 0 {
		flags |= files.CreateFile
		attr = &sysv.MqAttr{MaxMessages: n, MessageSize: size}
	}
	fd, err := sysv.MqOpen(bare, flags, uint32(perm), attr)
	if err != nil {
		return nil, failed("open", name, err)
	}
	made, err := sysv.MqAttributes(fd)
	if err != nil || made.MessageSize <= 0 {
		sys.Close(fd)
		return nil, failed("open", name, err)
	}
	return &posixQueue{name: bare, size: made.MessageSize, fd: fd}, nil
}

// closedQueue is a flag of posixQueue.uses.
const closedQueue = 1 << 62

// enter keeps the descriptor open until leave.
func (q *posixQueue) enter() error {
	for {
		n := q.uses.Load()
		if n&closedQueue != 0 {
			return fs.ErrClosed
		}
		if q.uses.CompareAndSwap(n, n+1) {
			return nil
		}
	}
}

func (q *posixQueue) leave() {
	if q.uses.Add(-1) == closedQueue {
		sys.Close(q.fd)
	}
}

// Close closes the descriptor when nobody uses it any more.
func (q *posixQueue) Close() error {
	for {
		n := q.uses.Load()
		if n&closedQueue != 0 {
			return failed("close", q.name, fs.ErrClosed)
		}
		if !q.uses.CompareAndSwap(n, n|closedQueue) {
			continue
		}
		if n == 0 {
			sys.Close(q.fd)
		}
		return nil
	}
}

func (q *posixQueue) Send(ctx context.Context, m Message) error {
	return failed("send", q.name, q.sendWait(ctx, &m, true))
}

func (q *posixQueue) TrySend(m Message) error {
	return failed("send", q.name, busy(q.sendWait(context.Background(), &m, false)))
}

func (q *posixQueue) sendWait(ctx context.Context, m *Message, wait bool) error {
	if err := m.check(); err != nil {
		return err
	}
	if m.Type != 1 {
		return errors.ErrUnsupported
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := q.enter(); err != nil {
		return err
	}
	defer q.leave()
	err := sysv.MqSend(q.fd, m.Data, m.Priority, wait && ctx.Done() == nil)
	if err != sys.ETIMEDOUT || !wait {
		return err
	}
	return q.repeat(ctx, false, func() error { return sysv.MqSend(q.fd, m.Data, m.Priority, false) })
}

// repeat makes a call that does not wait as soon as the queue is ready for it,
// until it does not find that it would have to, or ctx is done.
func (q *posixQueue) repeat(ctx context.Context, read bool, call func() error) error {
	wait := poll.AwaitWritable
	if read {
		wait = poll.AwaitReadable
	}
	alarm, err := poll.NewAlarm(ctx)
	if err != nil {
		return err
	}
	defer alarm.Close()
	for {
		switch err := wait(q.fd, alarm.WakeFd()); err {
		case nil:
		case sys.ErrWoken:
			return ctx.Err()
		default:
			return err
		}
		if err := call(); err != sys.ETIMEDOUT {
			return err
		}
	}
}

func (q *posixQueue) Receive(ctx context.Context, s Selector) (Message, error) {
	return q.receiveNew(ctx, s, true)
}

func (q *posixQueue) TryReceive(s Selector) (Message, error) {
	return q.receiveNew(context.Background(), s, false)
}

// receiveNew receives into new memory.
func (q *posixQueue) receiveNew(ctx context.Context, s Selector, wait bool) (Message, error) {
	b, ok := q.bufs.Get().(*[]byte)
	if !ok {
		b = new([]byte)
		*b = make([]byte, q.size)
	}
	defer q.bufs.Put(b)
	m, err := q.receiveWait(ctx, s, *b, wait)
	m.Data = append(make([]byte, 0, len(m.Data)), m.Data...)
	return m, err
}

// ReceiveInto needs room for the longest message: the kernel does not look
// whether the next one fits.
func (q *posixQueue) ReceiveInto(ctx context.Context, s Selector, buf []byte) (Message, error) {
	return q.receiveWait(ctx, s, buf, true)
}

func (q *posixQueue) receiveWait(ctx context.Context, s Selector, buf []byte, wait bool) (Message, error) {
	n, priority, err := q.receiveBytes(ctx, s, buf, wait)
	if err != nil {
		return Message{}, failed("receive", q.name, busy(err))
	}
	return Message{Type: 1, Priority: priority, Data: buf[:n]}, nil
}

func (q *posixQueue) receiveBytes(ctx context.Context, s Selector, buf []byte, wait bool) (n int, priority uint32, err error) {
	switch {
	case !s.valid():
		return 0, 0, sys.EINVAL
	case s != Any:
		return 0, 0, errors.ErrUnsupported
	case len(buf) < q.size:
		return 0, 0, ErrTooBig
	}
	if err := ctx.Err(); err != nil {
		return 0, 0, err
	}
	if err := q.enter(); err != nil {
		return 0, 0, err
	}
	defer q.leave()
	n, priority, err = sysv.MqReceive(q.fd, buf, wait && ctx.Done() == nil)
	if err != sys.ETIMEDOUT || !wait {
		return n, priority, err
	}
	return q.await(ctx, buf)
}

// await receives when there is a message.
func (q *posixQueue) await(ctx context.Context, buf []byte) (n int, priority uint32, err error) {
	err = q.repeat(ctx, true, func() (err error) {
		n, priority, err = sysv.MqReceive(q.fd, buf, false)
		return err
	})
	return n, priority, err
}

func (q *posixQueue) Len() (int, error) {
	if err := q.enter(); err != nil {
		return 0, failed("len", q.name, err)
	}
	defer q.leave()
	attr, err := sysv.MqAttributes(q.fd)
	return attr.Current, failed("len", q.name, err)
}

func (q *posixQueue) Remove() error { return failed("remove", q.name, sysv.MqUnlink(q.name)) }
