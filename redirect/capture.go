package redirect

import (
	"slices"
	"sync"

	"gpipe/internal/sys"
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
}

// NewCapture returns a Capture that appends to buf, and whose File has one
// reference.
func NewCapture(buf []byte) *Capture {
	c := &Capture{buf: buf, w: -1}
	c.file.fd, c.file.capture = -1, c
	c.file.refs.Store(1)
	return c
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
	if w < 0 {
		c.buf = append(c.buf, p...)
		c.mu.Unlock()
		return len(p), nil
	}
	c.mu.Unlock()
	return sys.Write(w, p)
}

// materialize makes the pipe, once, and starts its reader.
func (c *Capture) materialize() (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.w >= 0 {
		return c.w, nil
	}
	r, w, err := sys.Pipe()
	if err != nil {
		return -1, err
	}
	c.w = w
	go c.drain(r, c.buf)
	return w, nil
}

// drain reads the pipe to its end, behind buf. The writers of this process
// use the pipe as well by now, so buf is this goroutine's alone.
func (c *Capture) drain(r int, buf []byte) {
	for {
		if cap(buf)-len(buf) < drainMin {
			buf = slices.Grow(buf, max(drainMin, len(buf)))
		}
		n, err := sys.ReadWake(r, c.waker, buf[len(buf):cap(buf)])
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
