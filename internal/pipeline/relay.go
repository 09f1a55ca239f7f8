package pipeline

import (
	"bytes"
	"errors"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"gpipe/internal/redirect"
	copying "gpipe/internal/relay"
)

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
	kept *bytes.Buffer

	stopped atomic.Bool // of a feed: in is not read any more
}

// feed makes the pipe through which the first stage reads in, and returns
// its read end.
func (l *launcher) feed(in io.Reader) (*redirect.File, error) {
	return l.relay(&relay{name: stdNames[0], in: in})
}

// drain makes the pipe through which stages write to out (nil: to be kept),
// and returns its write end.
func (l *launcher) drain(out io.Writer) (*redirect.File, error) {
	c := &relay{name: stdNames[1], out: out}
	if out == nil {
		c.kept = new(bytes.Buffer)
		c.out = c.kept
	}
	f, err := l.relay(c)
	if err == nil && out == nil {
		l.job.capture = c
	}
	return f, err
}

// relay makes the pipe of c, and returns the end of the stages.
func (l *launcher) relay(c *relay) (*redirect.File, error) {
	end, other, err := copying.Pipe(c.in != nil)
	if err != nil {
		return nil, err
	}
	c.end, c.over = end, make(chan struct{})
	l.job.relays = append(l.job.relays, c)
	return redirect.NewKin(other), nil
}

// copy is the goroutine of the relay.
func (c *relay) copy() {
	err := copying.Goexit()
	defer func() { c.ended(err) }() // also when the reader or writer ends the goroutine
	if c.in != nil {
		err = copying.Feed(c.end, c.in, c.stopped.Load)
	} else {
		err = copying.Drain(c.end, c.out, c.rest)
	}
}

// ended notes the result of the copying.
func (c *relay) ended(err error) {
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

// rest delivers what is in the pipe when the time for a drain has passed.
func (c *relay) rest(buf []byte) (bool, error) {
	c.end.SetReadDeadline(time.Time{}) // or nothing can be read
	end, err := copying.CatchUp(c.end, c.out, buf)
	if !end && err == nil {
		err = ErrDrain
	}
	return true, err
}

// close closes the relay's end of the pipe. It has been closed when close
// returns, whoever does it.
func (c *relay) close() { c.once.Do(func() { c.end.Close() }) }

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
	c.stopped.Store(true)
	c.close()
	select {
	case <-c.over:
		return c.err
	default:
		return nil
	}
}
