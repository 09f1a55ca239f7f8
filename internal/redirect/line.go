package redirect

import (
	"bytes"
	"os"
	"syscall"
	"time"

	"gpipe/internal/sys/files"
	"gpipe/internal/sys/poll"
)

// Line says what ReadLine reads and how long it waits.
type Line struct {
	Delim   byte // ends the line and is part of it
	NoDelim bool // nothing ends it but Max and the end of the file
	Max     int  // bytes at most; 0: any number

	Deadline time.Time // for waits; zero: none
	Waker    Waker     // ends waits, nil: nothing does

	// Epoch tells how fresh the bytes must be: those of a file that were
	// read ahead in a call with another Epoch are read again.
	Epoch uint64
}

// ReadLine appends a line to dst and reads not a byte more: whoever reads the
// same open file next, here or in another process, gets what follows the line.
// At the end of the file there is nothing, or no delimiter, to append.
//
// It fails with what read(2) fails with, os.ErrDeadlineExceeded when
// l.Deadline has come, or ErrWoken; dst then has what was read before.
func ReadLine(f *File, dst []byte, l *Line) ([]byte, error) {
	if f.capture != nil {
		return dst, syscall.EBADF
	}
	if m := f.inMemory(); m != nil {
		return m.line(dst, l), nil
	}
	f.mu.Lock()
	if f.ahead == nil {
		if err := f.begin(); err != nil {
			f.mu.Unlock()
			return dst, err
		}
	}
	if f.ahead.kind == files.KindRegular {
		dst, err := f.fileLine(dst, l)
		f.mu.Unlock()
		return dst, err
	}
	f.mu.Unlock()
	if f.ahead.kind == files.KindFIFO {
		return f.pipeLine(dst, l)
	}
	return f.byteLine(dst, l)
}

// Live tells whether what ReadLine has read of f came from somebody who is at
// work meanwhile, as through a pipe, and not from a file.
func Live(f *File) bool {
	f.mu.Lock()
	live := f.ahead != nil && f.ahead.kind != files.KindRegular
	f.mu.Unlock() // not deferred: read asks after each line
	return live
}

// begin finds out how f can be read. f.mu is held.
func (f *File) begin() error {
	kind, err := files.KindOf(f.fd)
	if err != nil {
		return err
	}
	switch {
	case kind == files.KindBlock:
		kind = files.KindRegular
	case kind == files.KindFIFO && f.named:
		f.own.Store(false) // others can open it, too
	}
	f.ahead = &ahead{kind: kind, want: leastAhead, pipeR: -1, pipeW: -1}
	return nil
}

// cut tells how many of the next bytes, of which there is at least one, belong
// to a line that has got so many already, and whether it is complete then.
func (l *Line) cut(next []byte, got int) (n int, done bool) {
	n = len(next)
	if l.Max > 0 && n >= l.Max-got {
		n, done = l.Max-got, true
	}
	if !l.NoDelim {
		if i := bytes.IndexByte(next[:n], l.Delim); i >= 0 {
			return i + 1, true
		}
	}
	return n, done
}

// wait waits until f can be read.
func (f *File) wait(l *Line) error {
	timeout := time.Duration(-1)
	if !l.Deadline.IsZero() {
		timeout = max(time.Until(l.Deadline), 0)
	}
	ready, err := poll.WaitReadableWake(f.fd, l.Waker, timeout)
	if err == nil && !ready {
		err = os.ErrDeadlineExceeded
	}
	return err
}

// byteLine reads a byte at a time, for what cannot be read otherwise without
// taking away what others are to read.
func (f *File) byteLine(dst []byte, l *Line) ([]byte, error) {
	start := len(dst)
	for {
		c, n, err := f.oneByte(l)
		if n == 0 || err != nil {
			return dst, err
		}
		dst = append(dst, c)
		if _, done := l.cut(dst[len(dst)-1:], len(dst)-1-start); done {
			return dst, nil
		}
		if (len(dst)-start)%endless == 0 && poll.Woken(l.Waker) {
			return dst, ErrWoken
		}
	}
}

// endless is a length after which a line may have no end.
const endless = 4096

func (f *File) oneByte(l *Line) (byte, int, error) {
	if !l.Deadline.IsZero() {
		if err := f.wait(l); err != nil {
			return 0, 0, err
		}
	}
	var p [1]byte
	n, err := poll.ReadWake(f.fd, l.Waker, p[:])
	return p[0], n, err
}
