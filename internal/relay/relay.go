// Package relay copies between a pipe, whose other end the children have, and
// the readers and writers of a Go program.
package relay

import (
	"errors"
	"io"
	"os"
	"reflect"
	"syscall"

	"gpipe/internal/sys"
	"gpipe/internal/sys/pipes"
	"gpipe/internal/sys/poll"
)

// chunk is how many bytes are copied at once: what a pipe holds.
const chunk = 64 << 10

// Pipe makes a pipe. Own is this process's end, the one to write to if writes
// is true, in the mode that saves a thread for each copy that waits; other, a
// blocking one, is for the children. The numbers of both are above the standard
// streams: a write to 1 or 2 without a reader would end a Go program.
func Pipe(writes bool) (own *os.File, other int, err error) {
	if !poll.CanPoll() {
		return nil, -1, syscall.EMFILE
	}
	r, w, err := pipes.HighPipe()
	if err != nil {
		return nil, -1, err
	}
	fd, other := r, w
	if writes {
		fd, other = w, r
	}
	if err := pipes.SetNonblock(fd); err != nil {
		sys.Close(r)
		sys.Close(w)
		return nil, -1, err
	}
	return os.NewFile(uintptr(fd), "pipe"), other, nil
}

// Feed copies in to end, to the end of in or until stopped says so. That nobody
// reads the pipe any more is no error; that in panics, or does what no reader
// may, is one. It may read further than the other side.
func Feed(end *os.File, in io.Reader, stopped func() bool) error {
	buf := make([]byte, chunk)
	for !stopped() {
		n, rerr := Read(in, buf)
		if n > 0 {
			if _, err := end.Write(buf[:n]); err != nil {
				if errors.Is(err, syscall.EPIPE) || errors.Is(err, os.ErrClosed) {
					return nil
				}
				return err
			}
		}
		if rerr == io.EOF {
			return nil
		}
		if rerr != nil {
			return rerr
		}
	}
	return nil
}

// Drain copies the pipe to out, until its end; that out panics, or does what no
// writer may, is an error. Whenever a read deadline of end
// passes it calls expired, which may CatchUp and says whether that is all.
func Drain(end *os.File, out io.Writer, expired func(buf []byte) (done bool, err error)) error {
	buf := make([]byte, chunk)
	for {
		n, err := end.Read(buf)
		if werr := deliver(out, buf[:n]); werr != nil {
			return werr
		}
		switch {
		case err == io.EOF:
			return nil
		case errors.Is(err, os.ErrDeadlineExceeded):
			if done, err := expired(buf); done || err != nil {
				return err
			}
		case err != nil:
			return err
		}
	}
}

// CatchUp copies to out what is in the pipe now and waits for no more; true at
// the end of the pipe. No read deadline of end may have passed.
func CatchUp(end *os.File, out io.Writer, buf []byte) (ended bool, err error) {
	conn, err := end.SyscallConn()
	if err != nil {
		return false, err
	}
	rest := -1
	for {
		n := 0
		cerr := conn.Read(func(fd uintptr) bool {
			if rest < 0 {
				rest, _ = pipes.Buffered(int(fd))
			}
			n, err = poll.TryRead(int(fd), buf)
			return true
		})
		switch {
		case cerr != nil:
			return false, cerr
		case err == syscall.EAGAIN:
			return false, nil
		case err != nil || n == 0:
			return err == nil, err
		}
		if err := deliver(out, buf[:n]); err != nil {
			return false, err
		}
		if rest -= n; rest < 0 { // somebody writes on and on
			return false, nil
		}
	}
}

func deliver(out io.Writer, p []byte) error {
	if len(p) == 0 {
		return nil
	}
	return Write(out, p)
}

// Same tells whether a and b are the same value, so that they need one pipe and
// are never written to at the same time.
func Same(a, b io.Writer) bool {
	if a == nil || b == nil {
		return false
	}
	va, vb := reflect.ValueOf(a), reflect.ValueOf(b)
	return va.Comparable() && vb.Comparable() && a == b
}
