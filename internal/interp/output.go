package interp

import (
	"syscall"

	"gpipe/redirect"
)

// flushAt bounds what a built-in's output keeps in memory.
const flushAt = 64 << 10

// Writer collects what a built-in writes to standard output, which goes out
// in one write(2) when it ends. An error is kept and reported once, after
// the built-in: no byte is lost in silence.
type Writer struct {
	buf   []byte
	files *redirect.Table
	waker redirect.Waker
	err   error
	wrote bool // something left the process
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
	if len(w.buf) >= flushAt {
		w.Flush()
	}
}

// Flush writes what is collected.
func (w *Writer) Flush() error {
	if len(w.buf) > 0 && w.err == nil {
		if f := w.files.Get(1); f == nil {
			w.err = syscall.EBADF
		} else {
			_, w.err = f.WriteOr(w.waker, w.buf)
			w.wrote = w.wrote || !f.IsCapture()
		}
	}
	w.buf = w.buf[:0]
	return w.err
}

// Err returns the first error of writing.
func (w *Writer) Err() error { return w.err }
