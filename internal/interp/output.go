package interp

import (
	"syscall"

	"gpipe/internal/pipeline"
	"gpipe/internal/redirect"
)

// flushAt bounds what a built-in's output keeps in memory.
const flushAt = 64 << 10

// Writer collects what a built-in writes to standard output, which goes out
// in one write(2) when it ends. An error is kept and reported once, after
// the built-in: no byte is lost in silence.
type Writer struct {
	sh   *Shell // set by the first built-in
	buf  []byte
	base int // of the running built-in's output in buf: those around it come before
	err  error
}

// Write appends p.
func (w *Writer) Write(p []byte) (int, error) {
	w.buf = append(w.buf, p...)
	w.spill()
	return len(p), w.err
}

// WriteString appends s.
func (w *Writer) WriteString(s string) {
	w.buf = append(w.buf, s...)
	w.spill()
}

// WriteByte appends c.
func (w *Writer) WriteByte(c byte) error {
	w.buf = append(w.buf, c)
	w.spill()
	return w.err
}

func (w *Writer) spill() {
	if len(w.buf)-w.base >= flushAt {
		w.Flush()
	}
}

// Flush writes what is collected.
func (w *Writer) Flush() error {
	if len(w.buf) == w.base {
		return w.err
	}
	if w.err == nil {
		w.err = w.sh.write(w.buf[w.base:])
	}
	w.buf = w.buf[:w.base]
	return w.err
}

// write writes p to standard output.
func (sh *Shell) write(p []byte) error {
	f := sh.files.Get(1)
	if f == nil {
		return syscall.EBADF
	}
	for {
		was := sh.tally.Begin(pipeline.BlockedOnOutput)
		n, err := redirect.WriteOr(f, sh.Waker(), p)
		sh.tally.Begin(was)
		sh.tally.Count(0, int64(max(n, 0)))
		if !redirect.IsCapture(f) {
			sh.newEpoch()
		}
		if err != redirect.ErrWoken {
			return err
		}
		if next, again := sh.Woken(); !again {
			return &leaveError{next}
		}
		p = p[n:]
	}
}

// Err returns the first error of writing.
func (w *Writer) Err() error { return w.err }
