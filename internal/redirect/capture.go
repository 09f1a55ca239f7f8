package redirect

import (
	"errors"
	"io"
	"os"
	"slices"
	"sync"
	"time"

	"gpipe/internal/relay"
	"gpipe/internal/sys"
	"gpipe/internal/sys/poll"
)

// Capture collects what is written to its File, as a command substitution
// does. It stays in memory as long as only this process writes to it; the
// first need for a real descriptor turns it into a pipe, which a goroutine
// reads until no writer is left.
type Capture struct {
	file File

	mu   sync.Mutex
	buf  []byte        // once there is a pipe: its reader's until over
	w    int           // the pipe's write end, -1 while in memory
	done chan struct{} // made on demand; closed when over
	over bool          // nobody can write any more
	err  error         // of reading the pipe

	waker Waker // ends the reading of the pipe early; nil: nobody does

	sink      io.Writer // gets what is written, and buf nothing; nil: buf does
	end       *os.File  // the pipe's read end, for a sink
	abandoned bool
}

// NewCapture returns a Capture that appends to buf, and whose File has one
// reference.
func NewCapture(buf []byte) *Capture {
	c := &Capture{buf: buf, w: -1}
	c.file.fd, c.file.capture = -1, c
	c.file.refs.Store(1)
	return c
}

// CaptureTo returns a Capture that hands on to sink what is written to it, as it
// comes. While the sink does not return the writers wait; when it fails they find
// nobody reading.
func CaptureTo(sink io.Writer) *Capture {
	c := NewCapture(nil)
	c.sink = sink
	return c
}

// Abandon ends the reading of a pipe that the Capture, which has a sink, becomes
// or has become, when what is in it now has been read.
func (c *Capture) Abandon() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.abandoned = true
	if c.end != nil {
		c.end.SetReadDeadline(time.Now())
	}
}

// File returns the writing side. It can't be read.
func (c *Capture) File() *File { return &c.file }

// Bytes waits until the File has no reference and, if it became a pipe, no
// other process has that open for writing, and returns buf with what was
// written behind it. The caller must have dropped its own reference.
func (c *Capture) Bytes() []byte {
	c.mu.Lock()
	if !c.over {
		if c.done == nil {
			c.done = make(chan struct{})
		}
		c.mu.Unlock()
		<-c.done
		c.mu.Lock()
	}
	defer c.mu.Unlock()
	return c.buf
}

// Err is why something may be missing from Bytes, which has been called.
func (c *Capture) Err() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.err
}

// write is for holders of a reference: what they wrote comes before the end.
func (c *Capture) write(p []byte) (int, error) {
	c.mu.Lock()
	w := c.w
	if w < 0 && c.sink == nil {
		c.buf = append(c.buf, p...)
		c.mu.Unlock()
		return len(p), nil
	}
	c.mu.Unlock()
	if w < 0 {
		return c.sink.Write(p)
	}
	return sys.Write(w, p)
}

// materialize makes the pipe, once, and starts its reader.
func (c *Capture) materialize() (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.w >= 0 {
		return c.w, nil
	}
	if c.sink != nil {
		return c.pipeTo()
	}
	r, w, err := sys.Pipe()
	if err != nil {
		return -1, err
	}
	c.w = w
	go c.drain(r, c.buf)
	return w, nil
}

// pipeTo makes the pipe whose reader the sink is. The reader costs no thread, for
// there may be many. c.mu is held.
func (c *Capture) pipeTo() (int, error) {
	end, w, err := relay.Pipe(false)
	if err != nil {
		return -1, err
	}
	c.w, c.end = w, end
	if c.abandoned {
		end.SetReadDeadline(time.Now())
	}
	go c.pour(end)
	return w, nil
}

// pour hands on what is in the pipe.
func (c *Capture) pour(end *os.File) {
	buf := make([]byte, pourMin)
	for {
		n, err := end.Read(buf)
		if n > 0 {
			if _, werr := c.sink.Write(buf[:n]); werr != nil {
				break
			}
		}
		if errors.Is(err, os.ErrDeadlineExceeded) { // what is there counts
			end.SetReadDeadline(time.Time{})
			relay.CatchUp(end, c.sink, buf)
			break
		}
		if err != nil {
			if err != io.EOF {
				c.fail(err)
			}
			break
		}
		if n == len(buf) && n < pourMax {
			buf = make([]byte, 4*n)
		}
	}
	end.Close()
	c.finish(nil)
}

// fail notes why something may be missing.
func (c *Capture) fail(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.err = err
}

// How much is read at once grows with what there is.
const (
	pourMin = 4 << 10
	pourMax = 64 << 10
)

// drain reads the pipe to its end, behind buf. The writers of this process
// use the pipe as well by now, so buf is this goroutine's alone.
func (c *Capture) drain(r int, buf []byte) {
	for {
		if cap(buf)-len(buf) < drainMin {
			buf = slices.Grow(buf, max(drainMin, len(buf)))
		}
		n, err := poll.ReadWake(r, c.waker, buf[len(buf):cap(buf)])
		if err != nil && err != ErrWoken {
			c.mu.Lock()
			c.err = err
			c.mu.Unlock()
		}
		if n <= 0 || err != nil {
			break
		}
		buf = buf[:len(buf)+n]
	}
	sys.Close(r)
	c.finish(buf)
}

// drainMin is the least room for one read.
const drainMin = 2048

// release is called when this process holds no reference any more.
func (c *Capture) release() error {
	c.mu.Lock()
	w, buf := c.w, c.buf
	c.mu.Unlock()
	if w >= 0 {
		return sys.Close(w)
	}
	c.finish(buf)
	return nil
}

func (c *Capture) finish(buf []byte) {
	c.mu.Lock()
	c.buf, c.over = buf, true
	if c.done != nil {
		close(c.done)
	}
	c.mu.Unlock()
}
