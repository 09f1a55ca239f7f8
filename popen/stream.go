//go:build !windows

package popen

import (
	"io"
	"os"
	"sync/atomic"
	"syscall"
	"time"

	"gpipe/internal/relay"
	"gpipe/internal/sys"
	"gpipe/pipeline"
)

// running is what a Stream is joined to: a program or a line. Its methods may
// be called from many goroutines.
type running interface {
	wait() error // each call returns the same
	status() pipeline.Status
	signal(sig syscall.Signal) error
}

// Stream is the open end of a command. It may be used from many goroutines:
// Close makes pending reads and writes return. The methods of a nil Stream, as
// Open returns together with an error, return os.ErrInvalid.
type Stream struct {
	cmd    running
	r, w   *os.File // nil: not joined
	closed atomic.Bool
	wOver  atomic.Bool // CloseWrite was called
}

var (
	_ io.ReadWriteCloser = (*Stream)(nil)
	_ io.WriterTo        = (*Stream)(nil)
	_ io.ReaderFrom      = (*Stream)(nil)
)

// Read reads what the command writes to its standard output. It returns
// io.EOF when every process that has the pipe has closed it,
// os.ErrDeadlineExceeded after the read deadline, and os.ErrClosed after
// Close. Reading a Write stream is EBADF.
func (s *Stream) Read(p []byte) (int, error) {
	if !s.valid() {
		return 0, os.ErrInvalid
	}
	if s.r == nil {
		return 0, notOpen("read")
	}
	return s.r.Read(p)
}

// Write writes to the command's standard input. It blocks while the pipe is
// full. When every reader is gone it returns an error that is syscall.EPIPE.
// Writing a Read stream is EBADF.
func (s *Stream) Write(p []byte) (int, error) {
	if !s.valid() {
		return 0, os.ErrInvalid
	}
	if s.w == nil {
		return 0, notOpen("write")
	}
	return s.w.Write(p)
}

// WriteTo copies what the command writes to w, until the end.
func (s *Stream) WriteTo(w io.Writer) (int64, error) {
	if !s.valid() {
		return 0, os.ErrInvalid
	}
	if s.r == nil {
		return 0, notOpen("read")
	}
	return copyStream(w, s.r)
}

// ReadFrom copies r to the command until the end of r. It does not close the
// command's input: see CloseWrite. A reader that panics, or does what none may,
// is an error: a *pipeline.PanicError, a *pipeline.CountError, io.ErrNoProgress.
func (s *Stream) ReadFrom(r io.Reader) (int64, error) {
	if !s.valid() {
		return 0, os.ErrInvalid
	}
	if s.w == nil {
		return 0, notOpen("write")
	}
	return copyStream(s.w, careful{r})
}

// careful is a reader of the program.
type careful struct{ r io.Reader }

func (c careful) Read(p []byte) (int, error) { return relay.Read(c.r, p) }

// bufferSize is that of a pipe.
const bufferSize = 64 << 10

// copyStream is io.Copy with a buffer that takes all a pipe has.
func copyStream(w io.Writer, r io.Reader) (int64, error) {
	return io.CopyBuffer(struct{ io.Writer }{w}, struct{ io.Reader }{r}, make([]byte, bufferSize))
}

// SetDeadline sets the time after which reads and writes return
// os.ErrDeadlineExceeded; the zero time means never.
func (s *Stream) SetDeadline(t time.Time) error {
	if !s.valid() {
		return os.ErrInvalid
	}
	if s.r != nil {
		if err := s.r.SetDeadline(t); err != nil {
			return err
		}
	}
	if s.w != nil {
		return s.w.SetDeadline(t)
	}
	return nil
}

// SetReadDeadline sets the deadline of reads. A deadline that has passed
// makes reads non-blocking.
func (s *Stream) SetReadDeadline(t time.Time) error {
	if !s.valid() {
		return os.ErrInvalid
	}
	if s.r == nil {
		return notOpen("read")
	}
	return s.r.SetReadDeadline(t)
}

// SetWriteDeadline sets the deadline of writes.
func (s *Stream) SetWriteDeadline(t time.Time) error {
	if !s.valid() {
		return os.ErrInvalid
	}
	if s.w == nil {
		return notOpen("write")
	}
	return s.w.SetWriteDeadline(t)
}

// CloseWrite gives the command the end of its standard input; reading goes
// on. A second call returns os.ErrClosed.
func (s *Stream) CloseWrite() error {
	if !s.valid() {
		return os.ErrInvalid
	}
	if s.w == nil {
		return notOpen("write")
	}
	if s.wOver.Swap(true) {
		return os.ErrClosed
	}
	return s.w.Close()
}

// Close is pclose(3): it closes the pipes, waits for the command to end, and
// returns nil if its status was 0, else a *pipeline.Error with it. A command
// that is still writing gets SIGPIPE, one that is reading the end of its
// input. Nothing is buffered in the Stream, so no byte that was written is
// lost. The error of a command that ctx ended wraps context.Cause. A second
// call returns os.ErrClosed and waits for nothing.
func (s *Stream) Close() error {
	if !s.valid() {
		return os.ErrInvalid
	}
	if !s.closeOnce() {
		return os.ErrClosed
	}
	return s.Wait()
}

// close closes the pipes, once.
func (s *Stream) closeOnce() bool {
	if s.closed.Swap(true) {
		return false
	}
	if s.r != nil {
		s.r.Close()
	}
	if s.w != nil && !s.wOver.Swap(true) {
		s.w.Close()
	}
	return true
}

// Wait waits for the end of the command, without closing the Stream, and
// returns what Close would. It does not wait for processes that the command
// left behind, even if they still hold the pipe; what they write can still
// be read. (Output that is copied to a Stdout or Stderr is waited for: see
// Drain.) A command that waits for its input, or blocks on output nobody
// reads, is waited for without end.
func (s *Stream) Wait() error {
	if !s.valid() {
		return os.ErrInvalid
	}
	return s.cmd.wait()
}

// Status returns what is known about the command. It does not wait, and is
// complete after Wait or Close. Of a program, which a line with one command
// is, too, it has all of pipeline.Status; of another line Name, Start, End
// and WaitStatus: that of its last command, bit by bit, if that was a program,
// or one made of its exit status. Of a line Name is the beginning, and Text all
// of it.
func (s *Stream) Status() pipeline.Status {
	if !s.valid() {
		return pipeline.Status{}
	}
	return s.cmd.status()
}

// Signal sends sig to a program and to what it has started: see pipeline.Group.
// Of a line with more than one command, the processes of all its running
// pipelines get it, also of those in the background, and the line itself: what
// sig does to a process by default, it does to the line, unless that has a trap
// for it or ignores it. It returns os.ErrProcessDone when nobody is left, and
// EINVAL for what is no signal; 0 sends nothing.
func (s *Stream) Signal(sig syscall.Signal) error {
	switch {
	case !s.valid():
		return os.ErrInvalid
	case !isSignal(sig):
		return sys.EINVAL
	}
	return s.cmd.signal(sig)
}

// valid tells whether Open has made the Stream.
func (s *Stream) valid() bool { return s != nil && s.cmd != nil }

// failure is the error of the command, unless that is its status alone.
func (s *Stream) failure() error {
	err := s.cmd.wait()
	if pe, ok := err.(*pipeline.Error); ok && pe.WaitStatus != 0 && pe.Op != pipeline.OpCancel && pe.Op != pipeline.OpWait {
		return nil
	}
	return err
}

// notOpen is the error for a direction that the Stream does not have.
func notOpen(op string) error {
	return &os.PathError{Op: op, Path: "popen", Err: sys.EBADF}
}
