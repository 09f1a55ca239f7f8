package popen

import (
	"bytes"
	"io"
	"os"
	"sync"
)

// EachLine returns a writer that calls f with each line that is written to it,
// without the newline, however long it is. What comes after the last newline is
// a line, too: Close gives it to f, and so does Wait of a Cmd that has the writer as
// its Stdout or Stderr. An error of f is that of the Write, and f is not called
// again: as a Stdout it ends the command by SIGPIPE, and is an error of Wait. The
// writer may be used from many goroutines; f is called by one at a time.
func EachLine(f func(line string) error) io.WriteCloser { return &lineWriter{f: f} }

// lineWriter is what EachLine returns.
type lineWriter struct {
	mu     sync.Mutex
	f      func(line string) error
	rest   []byte
	err    error
	closed bool
}

func (w *lineWriter) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return 0, os.ErrClosed
	}
	for n := 0; ; {
		i := bytes.IndexByte(p[n:], '\n')
		switch {
		case w.err != nil:
			return n, w.err
		case i < 0:
			w.rest = append(w.rest, p[n:]...)
			return len(p), nil
		}
		w.call(p[n : n+i])
		n += i + 1
	}
}

// call gives f the line that ends with last.
func (w *lineWriter) call(last []byte) {
	line := string(last)
	if len(w.rest) > 0 {
		line = string(append(w.rest, last...))
		w.rest = w.rest[:0]
	}
	if w.f == nil {
		w.err = &ArgumentError{Func: "popen.EachLine", Arg: "f", Why: "is nil"}
		return
	}
	w.err = w.f(line)
}

// Close gives f the last line, if that has no newline. A second call returns
// os.ErrClosed.
func (w *lineWriter) Close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return os.ErrClosed
	}
	w.closed = true
	return w.last()
}

// last gives f what comes after the last newline.
func (w *lineWriter) last() error {
	if w.err == nil && len(w.rest) > 0 {
		w.call(nil)
		return w.err
	}
	return nil
}
