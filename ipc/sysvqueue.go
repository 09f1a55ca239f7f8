//go:build !windows

package ipc

import (
	"context"
	"errors"
	"io/fs"
	"strconv"
	"sync"
	"sync/atomic"

	"gpipe/internal/sys"
	"gpipe/internal/sys/files"
	"gpipe/internal/sys/sysv"
	"gpipe/internal/sys/thread"
)

// The kernel's limit on a message, where it does not say so itself, and what
// the buffer for one grows to.
const (
	usualMessage   = 8192
	largestMessage = 16 << 20
)

// sysvQueue is a message queue of System V.
type sysvQueue struct {
	id     int
	name   string
	closed atomic.Bool
	room   atomic.Int64 // the longest message that buffers are made for
	bufs   sync.Pool    // of *[]byte
}

// OpenSysV opens the System V message queue with a key, and makes it, with the
// permission bits of perm, if it is not there. A Private one is new, and has to
// be removed: it stays when all processes have ended.
//
// Messages have no priority. A wait that a context can end costs a thread and,
// when it is ended, signals SIGURG to that, which mean nothing to the program.
func OpenSysV(key Key, perm fs.FileMode) (MessageQueue, error) {
	name := keyName(key)
	if perm&^fs.ModePerm != 0 {
		return nil, failed("open", name, sys.EINVAL)
	}
	id, _, err := getSysV(true, perm, func(flags int) (int, error) { return sysv.MsgGet(int(key), flags) })
	if err != nil {
		return nil, failed("open", name, err)
	}
	return newSysVQueue(id, name), nil
}

// OpenSysVID is OpenSysV for a queue that is there and has the id.
func OpenSysVID(id int) MessageQueue { return newSysVQueue(id, idName(id)) }

func newSysVQueue(id int, name string) *sysvQueue {
	q := &sysvQueue{id: id, name: name}
	q.room.Store(int64(messageLimit()))
	return q
}

// messageLimit is what the kernel allows for a message.
func messageLimit() int {
	text, err := files.ReadFile("/proc/sys/kernel/msgmax")
	if err != nil {
		return usualMessage
	}
	n := 0
	for _, c := range text {
		if c < '0' || c > '9' || n > largestMessage {
			break
		}
		n = 10*n + int(c-'0')
	}
	return min(max(n, usualMessage), largestMessage)
}

func keyName(key Key) string {
	if key == Private {
		return "private"
	}
	return "key 0x" + strconv.FormatUint(uint64(uint32(key)), 16)
}

func idName(id int) string { return "id " + strconv.Itoa(id) }

// buffer returns one for a message and its type.
func (q *sysvQueue) buffer() *[]byte {
	n := sysv.MsgHeader + int(q.room.Load())
	if b, ok := q.bufs.Get().(*[]byte); ok && len(*b) >= n {
		return b
	}
	b := make([]byte, n)
	return &b
}

func (q *sysvQueue) Send(ctx context.Context, m Message) error {
	return failed("send", q.name, q.sendFlags(ctx, m, 0))
}

func (q *sysvQueue) TrySend(m Message) error {
	return failed("send", q.name, busy(q.sendFlags(context.Background(), m, sysv.SysVNoWait)))
}

func (q *sysvQueue) sendFlags(ctx context.Context, m Message, flags int) error {
	if err := q.check(ctx, &m); err != nil {
		return err
	}
	b := q.buffer()
	defer q.bufs.Put(b)
	if len(m.Data) > len(*b)-sysv.MsgHeader {
		return ErrTooBig
	}
	sysv.SetMsgType(*b, int(m.Type))
	n := copy((*b)[sysv.MsgHeader:], m.Data)
	return q.call(ctx, func(done <-chan struct{}) error {
		return sysv.MsgSend(done, q.id, (*b)[:sysv.MsgHeader+n], flags)
	})
}

func (q *sysvQueue) check(ctx context.Context, m *Message) error {
	if err := m.check(); err != nil {
		return err
	}
	switch {
	case q.closed.Load():
		return fs.ErrClosed
	case m.Priority != 0:
		return errors.ErrUnsupported
	case int64(int(m.Type)) != m.Type:
		return ErrTooBig
	}
	return ctx.Err()
}

// call makes a call of the kernel. That an object is not there any more is
// EIDRM for who waits and EINVAL for who comes later.
func (q *sysvQueue) call(ctx context.Context, f func(done <-chan struct{}) error) error {
	switch err := f(ctx.Done()); err {
	case sys.EINVAL:
		return ErrRemoved
	case thread.ErrInterrupted:
		return ctx.Err()
	default:
		return err
	}
}

// busy is ErrBusy for what would have to wait.
func busy(err error) error {
	switch err {
	case sys.EAGAIN, sys.ENOMSG, sys.ETIMEDOUT:
		return ErrBusy
	}
	return err
}

func (q *sysvQueue) Receive(ctx context.Context, s Selector) (Message, error) {
	return q.receiveFlags(ctx, s, nil, 0)
}

func (q *sysvQueue) ReceiveInto(ctx context.Context, s Selector, buf []byte) (Message, error) {
	if buf == nil {
		buf = []byte{}
	}
	return q.receiveFlags(ctx, s, buf, 0)
}

func (q *sysvQueue) TryReceive(s Selector) (Message, error) {
	return q.receiveFlags(context.Background(), s, nil, sysv.SysVNoWait)
}

func (q *sysvQueue) receiveFlags(ctx context.Context, s Selector, buf []byte, flags int) (m Message, err error) {
	typ, more, err := s.sysv()
	if q.closed.Load() {
		err = fs.ErrClosed
	}
	if err == nil {
		err = ctx.Err()
	}
	if err == nil {
		m, err = q.receiveType(ctx, typ, flags|more, buf)
	}
	return m, failed("receive", q.name, busy(err))
}

// receiveType receives into buf, or into new memory if that is nil.
func (q *sysvQueue) receiveType(ctx context.Context, typ, flags int, buf []byte) (Message, error) {
	for {
		b := q.buffer()
		room := *b
		if buf != nil {
			room = room[:min(len(room), sysv.MsgHeader+len(buf))]
		}
		n := 0
		err := q.call(ctx, func(done <-chan struct{}) (err error) {
			n, err = sysv.MsgReceive(done, q.id, room, typ, flags)
			return err
		})
		if err == nil {
			m := Message{Type: int64(sysv.MsgType(*b)), Data: buf}
			m.Data = append(buf[:0], (*b)[sysv.MsgHeader:][:n]...)
			q.bufs.Put(b)
			return m, nil
		}
		q.bufs.Put(b)
		grown := q.room.Load() * 2
		if err != sys.E2BIG || buf != nil && len(buf) < int(q.room.Load()) || grown > largestMessage {
			return Message{}, err
		}
		q.room.Store(grown) // the kernel's limit was raised
	}
}

// sysv is what msgrcv wants instead of a Selector.
func (s Selector) sysv() (typ, flags int, err error) {
	typ = int(s.typ())
	switch {
	case !s.valid():
		return 0, 0, sys.EINVAL
	case int64(typ) != s.typ():
		return 0, 0, ErrTooBig
	case s.kind() == selectUpTo:
		return -typ, 0, nil
	case s.kind() == selectExcept:
		return typ, sysv.MsgExcept, nil
	}
	return typ, 0, nil
}

func (q *sysvQueue) Len() (int, error) {
	o, err := sysv.SysVState("msg", q.id)
	if err == sys.EINVAL {
		err = ErrRemoved
	}
	return o.Count, failed("len", q.name, err)
}

func (q *sysvQueue) Remove() error {
	err := sysv.MsgRemove(q.id)
	if err == sys.EINVAL {
		err = ErrRemoved
	}
	return failed("remove", q.name, err)
}

func (q *sysvQueue) Close() error {
	if q.closed.Swap(true) {
		return failed("close", q.name, fs.ErrClosed)
	}
	return nil
}
