// Package stdio makes the standard streams of a shell that is embedded in a
// Go program out of what that program has: files, its own descriptors, and
// any io.Reader or io.Writer, which is joined by a pipe and a goroutine that
// copies.
package stdio

import (
	"io"
	"os"
	"strconv"
	"syscall"
	"time"

	"gpipe/internal/pipeline"
	"gpipe/internal/redirect"
	"gpipe/internal/sys"
	"gpipe/internal/sys/pipes"
)

// Streams is the streams of one shell that need copying. The zero value has
// none. It is used by one goroutine at a time.
type Streams struct {
	feeds  []*feed
	drains []*drain
	null   *redirect.File
}

// name is what fd is called in an error.
func name(fd int) string {
	switch fd {
	case 0:
		return "stdin"
	case 1:
		return "stdout"
	case 2:
		return "stderr"
	}
	return strconv.Itoa(fd)
}

// failure is the error of a stream.
func failure(fd int, op string, err error) error {
	return &pipeline.Error{Stage: -1, Name: name(fd), Op: op, Err: err}
}

// Read makes fd in t read what r gives: an *os.File directly, where that can
// be, anything else through a pipe. A nil r is /dev/null.
func (s *Streams) Read(t *redirect.Table, fd int, r io.Reader) error {
	return s.join(t, fd, r, func() (*redirect.File, error) { return s.feed(fd, r) })
}

// Write makes fd in t write to w, as Read does. Two fds with the same w share
// one pipe, so that w is written to by one goroutine only.
func (s *Streams) Write(t *redirect.Table, fd int, w io.Writer) error {
	return s.join(t, fd, w, func() (*redirect.File, error) { return s.drain(fd, w) })
}

func (s *Streams) join(t *redirect.Table, fd int, v any, pipe func() (*redirect.File, error)) error {
	f, err := s.file(v)
	if err == pipes.ErrShare {
		f, err = pipe()
	}
	if err != nil {
		return failure(fd, pipeline.OpRedirect, cause(err))
	}
	t.Set(fd, f)
	return nil
}

// file returns what v has for the shell, or ErrShare if it has nothing.
func (s *Streams) file(v any) (*redirect.File, error) {
	switch v := v.(type) {
	case nil:
		return s.devNull()
	case *redirect.File:
		if v == nil {
			return nil, os.ErrInvalid
		}
		return v.Ref(), nil
	case *os.File:
		f, err := redirect.FromOS(v)
		if err != nil {
			err = cause(err)
		}
		return f, err
	}
	return nil, pipes.ErrShare
}

// cause is the error inside that of package redirect.
func cause(err error) error {
	if e, ok := err.(*redirect.Error); ok {
		return e.Err
	}
	return err
}

func (s *Streams) devNull() (*redirect.File, error) {
	if s.null == nil {
		fd, err := sys.Open(-1, os.DevNull, syscall.O_RDWR, 0)
		if err != nil {
			return nil, err
		}
		s.null = redirect.NewFile(fd)
	}
	return s.null.Ref(), nil
}

// Host makes fd in t what a program that the host executes would have as fd:
// its own, or none if that is closed or close-on-exec. A non-blocking pipe,
// FIFO or terminal is opened anew in blocking mode, so that neither side sees
// the other's; a socket, which can't be, comes as it is.
func (s *Streams) Host(t *redirect.Table, fd int) error {
	k, err := pipes.ShareInherited(fd)
	if err == pipes.ErrShare {
		k, err = sys.Dup(fd)
	}
	switch err {
	case nil:
		t.Set(fd, redirect.NewFile(k))
	case syscall.EBADF:
		t.Set(fd, nil)
	default:
		return failure(fd, pipeline.OpRedirect, err)
	}
	return nil
}

// Publish makes what the program has done to the writers by now, as to empty a
// buffer, come before what is written to them from now on.
func (s *Streams) Publish() {
	for _, d := range s.drains {
		d.publish()
	}
}

// Flush returns when all that was written so far has reached the writers. It
// reports the first error of a stream, once.
func (s *Streams) Flush() error {
	var failed error
	for _, d := range s.drains {
		d.flush()
	}
	for _, f := range s.feeds {
		failed = first(failed, f.takeError())
	}
	for _, d := range s.drains {
		failed = first(failed, d.takeError())
	}
	return failed
}

func first(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

// Close ends the copying. The shell's side must be closed. Output that others
// hold open is copied to its end, but not for longer than bound; what was
// written by then is copied in any case. It returns an error
// that is pipeline.ErrDrain when that was not the end, or the first error of a stream.
func (s *Streams) Close(bound time.Duration) error {
	if s.null != nil {
		s.null.Unref()
		s.null = nil
	}
	var failed error
	for _, f := range s.feeds {
		failed = first(failed, f.stop())
	}
	deadline := time.Now().Add(max(bound, 0))
	for _, d := range s.drains {
		failed = first(failed, d.finish(deadline))
	}
	s.feeds, s.drains = nil, nil
	return failed
}
