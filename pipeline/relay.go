package pipeline

import (
	"errors"
	"io"
	"os"
	"sync"
	"syscall"
	"time"

	"gpipe/internal/sys"
	"gpipe/redirect"
)

// chunk is the number of bytes copied at once.
const chunk = 32 << 10

// relay copies between a pipe and what the caller gave for Stdin, Stdout or
// Stderr, or collects what comes out of the pipe.
type relay struct {
	name string
	end  *os.File      // this process's end of the pipe, non-blocking
	once sync.Once     // for end.Close
	over chan struct{} // closed when err is final
	err  error
	in   io.Reader // of a feed
	out  io.Writer // of a drain
	buf  []byte    // of a drain without out: all that came

	mu      sync.Mutex
	stopped bool // of a feed: in is not read any more
}

// feed makes the pipe through which the first stage reads in, and returns
// its read end.
func (l *launcher) feed(in io.Reader) (*redirect.File, error) {
	r, w, err := sys.Pipe()
	if err != nil {
		return nil, err
	}
	return l.relay(&relay{name: stdNames[0], in: in}, w, r)
}

// drain makes the pipe through which stages write to out (nil: to be kept),
// and returns its write end.
func (l *launcher) drain(out io.Writer) (*redirect.File, error) {
	r, w, err := sys.Pipe()
	if err != nil {
		return nil, err
	}
	c := &relay{name: stdNames[1], out: out}
	if out == nil {
		l.job.capture = c
	}
	return l.relay(c, r, w)
}

// relay makes own the end of c, and other that of the stages.
func (l *launcher) relay(c *relay, own, other int) (*redirect.File, error) {
	own, err := pollable(own)
	if err != nil {
		sys.Close(other)
		return nil, err
	}
	c.end, c.over = os.NewFile(uintptr(own), "pipe"), make(chan struct{})
	l.job.relays = append(l.job.relays, c)
	return redirect.NewFile(other), nil
}

// pollable makes fd, which it closes if it fails, ready for os.NewFile: with
// a number that is not 1 or 2, where a write without a reader ends the
// program, and in the mode that saves a thread for each waiting copy. The
// other end of the pipe is another open file, in blocking mode.
func pollable(fd int) (int, error) {
	if fd <= 2 {
		k, err := sys.Dup(fd)
		sys.Close(fd)
		if err != nil {
			return noFd, err
		}
		fd = k
	}
	if err := sys.SetNonblock(fd); err != nil {
		sys.Close(fd)
		return noFd, err
	}
	return fd, nil
}

// copy is the goroutine of the relay.
func (c *relay) copy() {
	var err error
	if c.in != nil {
		err = c.feed()
	} else {
		err = c.drain()
	}
	if err != nil && !errors.Is(err, ErrDrain) {
		err = &Error{Stage: -1, Name: c.name, Op: OpCopy, Err: err}
	}
	c.err = err
	if c.in == nil {
		c.close()
		close(c.over)
		return
	}
	// The result is there before the stages can see the end, and so before
	// finish can look for it.
	close(c.over)
	c.close()
}

// close closes the relay's end of the pipe. It has been closed when close
// returns, whoever does it.
func (c *relay) close() { c.once.Do(func() { c.end.Close() }) }

// feed copies in to the pipe. That nobody reads it any more is no error.
func (c *relay) feed() error {
	buf := make([]byte, chunk)
	for !c.isStopped() {
		n, rerr := c.in.Read(buf)
		if n > 0 {
			if _, err := c.end.Write(buf[:n]); err != nil {
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

func (c *relay) isStopped() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.stopped
}

// drain copies the pipe to out until its end, or the deadline and what is in
// the pipe then.
func (c *relay) drain() error {
	buf := make([]byte, chunk)
	for {
		n, err := c.end.Read(buf)
		if werr := c.deliver(buf[:n]); werr != nil {
			return werr
		}
		switch {
		case err == io.EOF:
			return nil
		case errors.Is(err, os.ErrDeadlineExceeded):
			return c.drainRest(buf)
		case err != nil:
			return err
		}
	}
}

// drainRest delivers what is in the pipe and waits for no more.
func (c *relay) drainRest(buf []byte) error {
	conn, err := c.end.SyscallConn()
	if err != nil {
		return err
	}
	c.end.SetReadDeadline(time.Time{})
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
			return cerr
		case err == syscall.EAGAIN:
			return ErrDrain
		case err != nil:
			return err
		case n == 0:
			return nil
		}
		if err := c.deliver(buf[:n]); err != nil {
			return err
		}
		// Someone else may write on and on.
		if rest -= n; rest < 0 {
			return ErrDrain
		}
	}
}

func (c *relay) deliver(p []byte) error {
	if c.out == nil {
		c.buf = append(c.buf, p...)
		return nil
	}
	if len(p) == 0 {
		return nil
	}
	n, err := c.out.Write(p)
	if err == nil && n < len(p) {
		err = io.ErrShortWrite
	}
	return err
}

// finish ends the relay after all stages have ended, and returns its error.
// A drain goes on until its end, for at most the given time.
func (c *relay) finish(bound time.Duration) error {
	if c.in != nil {
		return c.stop()
	}
	c.end.SetReadDeadline(time.Now().Add(max(bound, 0)))
	<-c.over
	if errors.Is(c.err, ErrDrain) {
		return &Error{Stage: -1, Name: c.name, Op: OpDrain, Err: ErrDrain}
	}
	return c.err
}

// stop ends a feed, save for a Read that is under way.
func (c *relay) stop() error {
	c.mu.Lock()
	c.stopped = true
	c.mu.Unlock()
	c.close()
	select {
	case <-c.over:
		return c.err
	default:
		return nil
	}
}
