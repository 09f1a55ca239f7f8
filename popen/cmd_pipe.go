//go:build !windows

package popen

import (
	"io"
	"os"
	"sync/atomic"

	table "gpipe/internal/redirect"
	"gpipe/internal/relay"
)

// StdinPipe returns the write end of a pipe that becomes the standard input. Wait
// closes it when the command has ended; to close it sooner is the end of the
// command's input. A write after the command has ended returns an error that is
// syscall.EPIPE.
func (c *Cmd) StdinPipe() (io.WriteCloser, error) {
	if err := c.mayPipe("StdinPipe", "Stdin", c != nil && (c.Stdin != nil || c.ends.in != nil)); err != nil {
		return nil, err
	}
	r, w, err := pipe(0)
	if err != nil {
		return nil, pipeError(short(c.Line), err)
	}
	c.ends.w, c.ends.in = ourEnd(w), table.NewKin(r)
	return c.ends.w, nil
}

// StdoutPipe returns the read end of a pipe that becomes the standard output. It
// may be read before Wait and after, and at the same time: Wait does not close it.
// It is closed at its end, and by its Close.
func (c *Cmd) StdoutPipe() (io.ReadCloser, error) {
	if err := c.mayPipe("StdoutPipe", "Stdout", c != nil && (c.Stdout != nil || c.ends.out != nil)); err != nil {
		return nil, err
	}
	r, w, err := pipe(0)
	if err != nil {
		return nil, pipeError(short(c.Line), err)
	}
	c.ends.r, c.ends.out = ourEnd(r), table.NewKin(w)
	return &readEnd{f: c.ends.r}, nil
}

// StderrPipe is StdoutPipe for the standard error.
func (c *Cmd) StderrPipe() (io.ReadCloser, error) {
	if err := c.mayPipe("StderrPipe", "Stderr", c != nil && (c.Stderr != nil || c.ends.err != nil)); err != nil {
		return nil, err
	}
	r, w, err := pipe(0)
	if err != nil {
		return nil, pipeError(short(c.Line), err)
	}
	c.ends.r2, c.ends.err = ourEnd(r), table.NewKin(w)
	return &readEnd{f: c.ends.r2}, nil
}

// mayPipe tells why a pipe can't be had for a stream, which is taken or not.
func (c *Cmd) mayPipe(f, stream string, taken bool) error {
	switch {
	case c == nil:
		return os.ErrInvalid
	case taken:
		return &ArgumentError{Func: "popen.Cmd." + f, Arg: stream, Why: "is set already"}
	case c.begun():
		return &ArgumentError{Func: "popen.Cmd." + f, Arg: "Cmd", Why: "was started already"}
	}
	return nil
}

// keepStderr has the end of standard error kept, if nobody else takes it.
func (c *Cmd) keepStderr() error {
	if c.Stderr != nil || c.ends.err != nil {
		return nil
	}
	bound := keptStderr
	if c.MaxOutput > 0 {
		bound = min(bound, max(c.MaxOutput/2, 1))
	}
	tail, other, err := relay.NewTail(bound)
	if err != nil {
		return pipeError(short(c.Line), err)
	}
	c.tail, c.ends.err = tail, table.NewKin(other)
	return nil
}

// keptStderr is how much of standard error an error has.
const keptStderr = 32 << 10

// readEnd is the read end of a pipe, which closes itself at the end.
type readEnd struct {
	f    *os.File
	over atomic.Bool // the end was seen
}

func (r *readEnd) Read(p []byte) (int, error) {
	if r.over.Load() {
		return 0, io.EOF
	}
	n, err := r.f.Read(p)
	if err == io.EOF {
		r.end()
	}
	return n, err
}

// WriteTo copies all that comes to w.
func (r *readEnd) WriteTo(w io.Writer) (int64, error) {
	if r.over.Load() {
		return 0, nil
	}
	n, err := copyStream(w, r.f)
	if err == nil {
		r.end()
	}
	return n, err
}

func (r *readEnd) end() {
	r.over.Store(true)
	r.f.Close()
}

// Close closes the pipe: who writes on gets SIGPIPE. It is no error after the end.
func (r *readEnd) Close() error {
	if r.over.Load() {
		return nil
	}
	return r.f.Close()
}
