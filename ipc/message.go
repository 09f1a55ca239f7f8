//go:build !windows

package ipc

import (
	"context"

	"gpipe/internal/sys"
)

// Message is what a MessageQueue carries.
type Message struct {
	Type     int64  // greater than 0; 0 is sent as 1
	Priority uint32 // up to 32767: what has more comes first
	Data     []byte
}

// MaxPriority is the highest priority of a Message.
const MaxPriority = 32767

// MessageQueue carries messages between any number of processes, each to one
// that receives it. There are three kinds: NewMessageQueue makes one in a
// Memory, which is the fastest and has all there is; OpenSysV and OpenPOSIX
// share one with other programs.
//
//	                  NewMessageQueue  OpenSysV         OpenPOSIX
//	types, selection  yes              yes              no
//	priorities        yes              no               yes
//	largest message   as made          8 KiB, usually   as made
//	sender killed     message whole or not there, with all of them
//	receiver killed   given again      lost             lost
//
// What a kind does not have is errors.ErrUnsupported. Messages of the same
// priority that a Selector lets through come in the order in which they were
// sent. All methods may be called by several goroutines at the same time.
type MessageQueue interface {
	// Send puts a message into the queue. It waits as long as that is full, or
	// until ctx is done. A message that is too long is ErrTooBig.
	Send(ctx context.Context, m Message) error

	// TrySend is Send, but returns ErrBusy where that would wait.
	TrySend(m Message) error

	// Receive takes the first message that s lets through out of the queue. It
	// waits as long as there is none, or until ctx is done.
	Receive(ctx context.Context, s Selector) (Message, error)

	// ReceiveInto is Receive into memory of the caller: the Data is a part of
	// buf. A message that does not fit is ErrTooBig, and stays in the queue. What
	// was in buf may be gone after an error, too.
	ReceiveInto(ctx context.Context, s Selector, buf []byte) (Message, error)

	// TryReceive is Receive, but returns ErrBusy where that would wait.
	TryReceive(s Selector) (Message, error)

	// Len returns how many messages are in the queue at this moment.
	Len() (int, error)

	// Remove removes the queue of System V at once and for all, who get
	// ErrRemoved, and the name of a POSIX one. A queue in a Memory goes with
	// that: errors.ErrUnsupported.
	Remove() error

	// Close lets the queue go; what is in it stays. A queue in a Memory is in
	// use until that is closed.
	Close() error
}

// Selector says which message to receive.
type Selector int64

// Any is the Selector of the first message.
const Any Selector = 0

// What the two lowest bits of a Selector say; the others are the type. Any has
// no type.
const (
	selectType   = 1
	selectUpTo   = 2
	selectExcept = 3
)

// Type is the Selector of the first message of type n.
func Type(n int64) Selector { return selectorOf(n, selectType) }

// UpTo is the Selector of the first message of the lowest type there is, if
// that is not greater than n.
func UpTo(n int64) Selector { return selectorOf(n, selectUpTo) }

// Except is the Selector of the first message of any type but n.
func Except(n int64) Selector { return selectorOf(n, selectExcept) }

func selectorOf(n int64, kind Selector) Selector {
	s := Selector(n)<<2 | kind
	if n <= 0 || s.typ() != n {
		return -1
	}
	return s
}

func (s Selector) typ() int64     { return int64(s >> 2) }
func (s Selector) kind() Selector { return s & 3 }
func (s Selector) valid() bool    { return s >= 0 && (s == Any || s.typ() > 0 && s.kind() != 0) }

// matches tells whether a message of a type is let through, not regarding that
// UpTo wants the lowest one.
func (s Selector) matches(typ int64) bool {
	switch s.kind() {
	case selectType:
		return typ == s.typ()
	case selectUpTo:
		return typ <= s.typ()
	case selectExcept:
		return typ != s.typ()
	}
	return true
}

// check returns the type and priority to send a message with.
func (m *Message) check() error {
	if m.Type < 0 || m.Priority > MaxPriority {
		return sys.EINVAL
	}
	if m.Type == 0 {
		m.Type = 1
	}
	return nil
}
