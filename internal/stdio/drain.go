package stdio

import (
	"errors"
	"io"
	"os"
	"sync"
	"syscall"
	"time"

	"gpipe/internal/sys"
	"gpipe/pipeline"
	"gpipe/redirect"
)

// drain copies what the shell and its children write to a pipe, to a writer.
type drain struct {
	fd   int
	out  io.Writer
	end  *os.File
	file *redirect.File // the other end: not its reference, nil when closed
	over chan struct{}  // closed when nothing is copied any more

	mu    sync.Mutex
	waits []chan struct{} // flushes, answered after the next catching up
	last  bool            // the next catching up is the last
	err   error
}

func (s *Streams) drain(fd int, out io.Writer) (*redirect.File, error) {
	for _, d := range s.drains {
		if same(d.out, out) {
			return d.file.Ref(), nil
		}
	}
	r, w, err := sys.HighPipe()
	if err != nil {
		return nil, err
	}
	end, err := ownEnd(r)
	if err != nil {
		sys.Close(w)
		return nil, err
	}
	d := &drain{fd: fd, out: out, end: end, file: redirect.NewFile(w), over: make(chan struct{})}
	s.drains = append(s.drains, d)
	go d.copy()
	return d.file, nil
}

// copy is the goroutine of the drain.
func (d *drain) copy() {
	err := d.copyAll()
	d.mu.Lock()
	if err != nil {
		op := pipeline.OpCopy
		if err == pipeline.ErrDrain {
			op = pipeline.OpDrain
		}
		d.err = failure(d.fd, op, err)
	}
	d.mu.Unlock()
	close(d.over)
	d.end.Close() // who writes on gets SIGPIPE
}

func (d *drain) copyAll() error {
	buf := make([]byte, chunk)
	for {
		n, err := d.end.Read(buf)
		if werr := d.deliver(buf[:n]); werr != nil {
			return werr
		}
		switch {
		case err == io.EOF:
			return nil
		case errors.Is(err, os.ErrDeadlineExceeded):
			if end, err := d.answer(buf); end || err != nil {
				return err
			}
		case err != nil:
			return err
		}
	}
}

// answer catches up and tells those that wait for it; true if it was the
// last time.
func (d *drain) answer(buf []byte) (end bool, err error) {
	d.mu.Lock()
	waits, last := d.waits, d.last
	d.waits = nil
	if !last {
		d.end.SetReadDeadline(time.Time{})
	}
	d.mu.Unlock()
	if !last {
		end, err = d.catchUp(buf)
		for _, w := range waits {
			close(w)
		}
		return end, err
	}
	d.end.SetReadDeadline(time.Time{}) // or nothing can be read
	if end, err = d.catchUp(buf); !end && err == nil {
		err = pipeline.ErrDrain
	}
	return true, err
}

// catchUp copies what is in the pipe now and waits for no more; true at the
// end of the pipe.
func (d *drain) catchUp(buf []byte) (end bool, err error) {
	conn, err := d.end.SyscallConn()
	if err != nil {
		return false, err
	}
	rest := -1
	for {
		n := 0
		cerr := conn.Read(func(fd uintptr) bool {
			if rest < 0 {
				rest, _ = sys.Buffered(int(fd))
			}
			n, err = sys.TryRead(int(fd), buf)
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
		if err := d.deliver(buf[:n]); err != nil {
			return false, err
		}
		if rest -= n; rest < 0 { // somebody writes on and on
			return false, nil
		}
	}
}

func (d *drain) deliver(p []byte) error {
	if len(p) == 0 {
		return nil
	}
	n, err := d.out.Write(p)
	if err == nil && n < len(p) {
		err = io.ErrShortWrite
	}
	return err
}

// flush waits until what is in the pipe has been delivered.
func (d *drain) flush() {
	done := make(chan struct{})
	d.mu.Lock()
	d.waits = append(d.waits, done)
	d.end.SetReadDeadline(time.Now())
	d.mu.Unlock()
	select {
	case <-done:
	case <-d.over:
	}
}

func (d *drain) takeError() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	err := d.err
	d.err = nil
	return err
}

// finish waits for the end of the pipe until deadline.
func (d *drain) finish(deadline time.Time) error {
	d.mu.Lock()
	d.last = true
	d.end.SetReadDeadline(deadline)
	d.mu.Unlock()
	<-d.over
	return d.takeError()
}
