//go:build !windows

package ipc

import (
	"context"
	"encoding/binary"
	"io"
	"io/fs"
	"math"
	"runtime/debug"
	"sync/atomic"
	"unsafe"

	"gpipe/internal/sys"
)

const (
	ringKind  = 'R' | 'i'<<8 | 'n'<<16 | 'g'<<24
	ringAlign = 8 // what the place of a message in the ring is a multiple of
	ringLen   = 4 // bytes of the length before each message
	maxRing   = 1 << 30

	// From ringLong bytes on a message begins at a multiple of 64, where it is
	// copied faster.
	ringLong = 1 << 10
)

// ringHead is the beginning of a ring. Positions count bytes and go on from 0
// after 4 GiB.
type ringHead struct {
	kind, size uint32
	_          [14]uint32

	writer  uint32        // id of the member that has the end, with flags
	written atomic.Uint32 // the position behind the last message
	filled  uint32        // event: there is something to read
	_       [13]uint32

	reader uint32
	read   atomic.Uint32 // the position behind the last message that was read
	drawn  uint32        // event: there is room
	_      [13]uint32
}

const ringHeadSize = int(unsafe.Sizeof(ringHead{}))

// endClosed is a flag of an end that was closed.
const endClosed = 1 << 31

// RingSize is how many bytes of a Memory a Ring with room for size bytes takes.
func RingSize(size int) int { return ringHeadSize + size }

// Ring carries messages from one process to another, in order: the fastest way
// there is. It has two ends, and each is one goroutine's at a time. A message
// takes 4 bytes more than it has, rounded up to 8.
//
// A message is in the ring when Send returns; when the writer is killed before,
// it is not. When the reader is killed before Receive returns, the next one
// gets the message again. When the process at the other end has died, an end
// that would wait for it returns ErrOwnerDied instead; another process can take
// its place, by calling Writer or Reader, and then all goes on.
type Ring struct{ ringBody }

// ringBody is what a Ring and its ends have.
type ringBody struct {
	r     *region
	at    int
	size  uint32
	h     *ringHead
	data  []byte
	ends  [2]ringEnd // of the writer, of the reader
	order order
}

// NewRing returns the Ring at an offset of m, a multiple of 64, where
// RingSize(size) bytes are zeros or already one like it. Size is a power of 2
// from 64 to 1 GiB. For the same offset of the same Memory it is the same.
func NewRing(m *Memory, offset, size int) (*Ring, error) {
	if size < 64 || size > maxRing || size&(size-1) != 0 {
		return nil, failed("ring", m.name, sys.EINVAL)
	}
	return newPart(m, "ring", offset, RingSize(size), func(r *region, at int) (*Ring, error) {
		x := &Ring{ringBody{r: r, at: at, size: uint32(size), data: r.mem[at+ringHeadSize:][:size:size]}}
		// SAFETY: place has checked that RingSize bytes follow, and the offset is
		// a multiple of 64.
		x.h = (*ringHead)(unsafe.Pointer(&r.mem[at : at+ringHeadSize][0]))
		word := func(offset uintptr) *atomic.Uint32 { return r.at(at + int(offset)) }
		x.ends[writerEnd].id = word(unsafe.Offsetof(x.h.writer))
		x.ends[writerEnd].turn = event{word(unsafe.Offsetof(x.h.drawn))}
		x.ends[readerEnd].id = word(unsafe.Offsetof(x.h.reader))
		x.ends[readerEnd].turn = event{word(unsafe.Offsetof(x.h.filled))}
		return x, r.brand(at, ringKind, func() error {
			x.h.size = uint32(size)
			return nil
		}, func() error {
			if x.h.size != uint32(size) {
				return ErrLayout
			}
			return nil
		})
	})
}

func (x *ringBody) span() (int, int) { return x.at, RingSize(int(x.size)) }
func (x *ringBody) held() bool       { return x.ends[0].mine.Load() || x.ends[1].mine.Load() }

// ringEnd is an end of a ring.
type ringEnd struct {
	id   *atomic.Uint32 // of the process that has it
	turn event          // it can go on
	mine atomic.Bool
}

const (
	writerEnd = 0
	readerEnd = 1
)

// claim makes this process the one at an end, ErrBusy if there is one that
// lives, and returns the positions.
func (x *ringBody) claim(op string, which int) (written, read uint32, err error) {
	err = x.r.try(func() error {
		end := x.ends[which].id
		v := end.Load()
		if v != 0 && v&endClosed == 0 && x.r.lives(v&idMask) || !end.CompareAndSwap(v, x.r.id) {
			return ErrBusy
		}
		written, read = x.h.written.Load(), x.h.read.Load()
		if written-read > x.size || (written|read)%ringAlign != 0 {
			end.CompareAndSwap(x.r.id, v)
			return ErrLayout
		}
		x.ends[which].mine.Store(true)
		return nil
	})
	return written, read, failed(op, x.r.name, err)
}

// let gives an end back.
func (x *ringBody) let(which int) error {
	return failed("close", x.r.name, x.r.try(func() error {
		end := &x.ends[which]
		if !end.mine.CompareAndSwap(true, false) {
			return fs.ErrClosed
		}
		end.id.CompareAndSwap(x.r.id, x.r.id|endClosed)
		x.ends[1-which].turn.wake(math.MaxInt32)
		return nil
	}))
}

// RingWriter is the end of a Ring to which messages are written. It is one
// goroutine's at a time.
type RingWriter struct {
	*ringBody
	written uint32 // the position, which only this end changes
	read    uint32 // the other one, as it was seen last
	closed  bool
}

// Writer makes this process the one that writes: ErrBusy if there is another.
func (x *Ring) Writer() (*RingWriter, error) {
	written, read, err := x.claim("writer", writerEnd)
	if err != nil {
		return nil, err
	}
	return &RingWriter{ringBody: &x.ringBody, written: written, read: read}, nil
}

// Close gives the end back. The reader gets what is in the ring, and then
// io.EOF.
func (w *RingWriter) Close() error {
	w.closed = true
	return w.let(writerEnd)
}

// Send writes a message. It waits as long as the ring is full, or until ctx is
// done. It is ErrTooBig for one that is longer than the ring, io.ErrClosedPipe
// if the ring is full and its reader has closed it, and ErrOwnerDied if the
// reader has died.
func (w *RingWriter) Send(ctx context.Context, p []byte) (err error) {
	if w.r.unsteady {
		defer w.r.caught(debug.SetPanicOnFault(true), &err)
	}
	switch {
	case w.closed:
		return failed("send", w.r.name, fs.ErrClosed)
	case len(p) > w.Max():
		return failed("send", w.r.name, ErrTooBig)
	}
	if err := ctx.Err(); err != nil {
		return failed("send", w.r.name, err)
	}
	need := ringRoom(w.written, len(p))
	if w.size-(w.written-w.read) < need {
		if err := w.await(ctx, need); err != nil {
			return failed("send", w.r.name, err)
		}
	}
	w.fill(p)
	w.order.before()
	w.written += need
	w.h.written.Store(w.written)
	w.ends[readerEnd].turn.wake(1)
	return nil
}

// Max is how many bytes the longest message has: 64 less than the ring, or 4 if
// that has at most 1 KiB.
func (x *ringBody) Max() int {
	if x.size <= ringLong {
		return int(x.size) - ringLen
	}
	return int(x.size) - align
}

// ringLead is how many bytes before a message at a position are for its length.
func ringLead(at uint32, n int) uint32 {
	if n < ringLong {
		return ringLen
	}
	return (at+ringLen+align-1)&^(align-1) - at
}

// ringRoom is how many bytes a message of n bytes at a position takes.
func ringRoom(at uint32, n int) uint32 {
	return (ringLead(at, n) + uint32(n) + ringAlign - 1) &^ (ringAlign - 1)
}

// fill writes a message behind the last one.
func (w *RingWriter) fill(p []byte) {
	at := w.written & (w.size - 1)
	binary.NativeEndian.PutUint32(w.data[at:], uint32(len(p)))
	at = (at + ringLead(at, len(p))) & (w.size - 1)
	n := copy(w.data[at:], p)
	copy(w.data, p[n:])
}

// RingReader is the end of a Ring from which messages are read. It is one
// goroutine's at a time.
type RingReader struct {
	*ringBody
	read    uint32
	written uint32
	closed  bool
}

// Reader makes this process the one that reads: ErrBusy if there is another.
func (x *Ring) Reader() (*RingReader, error) {
	written, read, err := x.claim("reader", readerEnd)
	if err != nil {
		return nil, err
	}
	return &RingReader{ringBody: &x.ringBody, written: written, read: read}, nil
}

// Close gives the end back.
func (d *RingReader) Close() error {
	d.closed = true
	return d.let(readerEnd)
}

// Receive reads the next message into buf and returns how many bytes it has. It
// waits as long as the ring is empty, or until ctx is done. A message that does
// not fit is ErrTooBig, and stays in the ring. It returns io.EOF if the writer
// has closed the ring, and ErrOwnerDied if it has died, and all was read.
func (d *RingReader) Receive(ctx context.Context, buf []byte) (n int, err error) {
	if d.r.unsteady {
		defer d.r.caught(debug.SetPanicOnFault(true), &err)
	}
	if d.closed {
		return 0, failed("receive", d.r.name, fs.ErrClosed)
	}
	if err := ctx.Err(); err != nil {
		return 0, failed("receive", d.r.name, err)
	}
	if d.written == d.read {
		if err := d.await(ctx); err == io.EOF {
			return 0, err
		} else if err != nil {
			return 0, failed("receive", d.r.name, err)
		}
	}
	at := d.read & (d.size - 1)
	size := binary.NativeEndian.Uint32(d.data[at:])
	if err := d.check(size, len(buf)); err != nil {
		return 0, failed("receive", d.r.name, err)
	}
	at = (at + ringLead(at, int(size))) & (d.size - 1)
	d.order.after()
	n = copy(buf[:size], d.data[at:])
	copy(buf[n:size], d.data)
	d.read += ringRoom(d.read, int(size))
	d.h.read.Store(d.read)
	d.ends[writerEnd].turn.wake(1)
	return int(size), nil
}
