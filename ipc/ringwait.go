//go:build !windows

package ipc

import (
	"context"
	"io"
	"io/fs"

	"gpipe/internal/sys/shm"
)

// look sees how far the reader is, and checks it.
func (w *RingWriter) look() error {
	read := w.h.read.Load()
	if w.written-read > w.size || read%ringAlign != 0 {
		return ErrLayout
	}
	w.read = read
	return nil
}

// await waits until there is room.
func (w *RingWriter) await(ctx context.Context, need uint32) error {
	room := func() (bool, error) {
		err := w.look()
		return w.size-(w.written-w.read) >= need, err
	}
	if ok, err := room(); ok || err != nil {
		return err
	}
	return w.wait(ctx, writerEnd, room, io.ErrClosedPipe)
}

// wait waits until ready says so, or the process at the other end closes it,
// which is the error gone, or ends.
func (x *ringBody) wait(ctx context.Context, which int, ready func() (bool, error), gone error) error {
	if x.r.closed.Load() {
		return fs.ErrClosed
	}
	turn, other := x.ends[which].turn, x.ends[1-which].id
	w := wait{r: x.r, ctx: ctx}
	defer w.end()
	for spins := spinTimes(); ; spins-- {
		if spins <= 0 {
			w.begin()
			w.watch(turn.word, turn.prepare())
		}
		// The other end is looked at first: what it did before it ended is seen.
		peer := other.Load()
		died := peer != 0 && peer&endClosed == 0 && !x.r.alive(peer&idMask)
		ok, err := ready()
		switch {
		case ok || err != nil:
			return err
		case peer&endClosed != 0:
			return gone
		case died:
			return ErrOwnerDied
		case spins > 0:
			shm.Pause()
			continue
		}
		if peer != 0 && !w.holder(peer&idMask) {
			continue
		}
		if err := w.pause(backstop); err != nil {
			return err
		}
	}
}

// look sees how far the writer is, and checks it. It tells whether there is a
// message.
func (d *RingReader) look() (bool, error) {
	d.written = d.h.written.Load()
	unread := d.written - d.read
	if unread > d.size || unread%ringAlign != 0 {
		d.written = d.read
		return false, ErrLayout
	}
	return unread > 0, nil
}

// await waits until there is a message.
func (d *RingReader) await(ctx context.Context) error {
	if ok, err := d.look(); ok || err != nil {
		return err
	}
	return d.wait(ctx, readerEnd, d.look, io.EOF)
}

// check checks the length of a message that anyone may have written.
func (d *RingReader) check(size uint32, room int) error {
	switch {
	case size > d.size-ringLen || ringRoom(d.read, int(size)) > d.written-d.read:
		return ErrLayout
	case int(size) > room:
		return ErrTooBig
	}
	return nil
}
