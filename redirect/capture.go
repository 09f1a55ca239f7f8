package redirect

import (
	"sync"

	"gpipe/internal/sys"
)

// Capture collects what is written to its File, as a command substitution
// does. It stays in memory as long as only this process writes to it; the
// first need for a real descriptor turns it into a pipe with a reader.
type Capture struct {
	file *File

	mu   sync.Mutex
	buf  []byte
	w    int           // the pipe's write end, -1 while in memory
	done chan struct{} // made on demand; closed when nobody can write any more
	over bool
}

// NewCapture returns a Capture that appends to buf, and whose File has one
// reference.
func NewCapture(buf []byte) *Capture {
	c := &Capture{buf: buf, w: -1}
	c.file = &File{fd: -1, capture: c}
	c.file.refs.Store(1)
	return c
}

// File returns the writing side.
func (c *Capture) File() *File { return c.file }

// Bytes waits until every writer is gone, other processes included, and
// returns what was written.
func (c *Capture) Bytes() []byte {
	c.mu.Lock()
	if c.over {
		defer c.mu.Unlock()
		return c.buf
	}
	if c.done == nil {
		c.done = make(chan struct{})
	}
	done := c.done
	c.mu.Unlock()
	<-done
	return c.buf
}

func (c *Capture) write(p []byte) (int, error) {
	c.mu.Lock()
	if c.w < 0 {
		c.buf = append(c.buf, p...)
		c.mu.Unlock()
		return len(p), nil
	}
	c.mu.Unlock()
	return sys.Write(c.w, p)
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
	go c.drain(r)
	return w, nil
}

// drain reads the pipe to its end. Only it appends to buf meanwhile: writers
// in this process use the pipe as well.
func (c *Capture) drain(r int) {
	chunk := make([]byte, 32<<10)
	for {
		n, err := sys.Read(r, chunk)
		if n <= 0 || err != nil {
			break
		}
		c.buf = append(c.buf, chunk[:n]...)
	}
	sys.Close(r)
	c.finish()
}

// release is called when this process holds no reference any more.
func (c *Capture) release() error {
	c.mu.Lock()
	w := c.w
	c.mu.Unlock()
	if w >= 0 {
		return sys.Close(w)
	}
	c.finish()
	return nil
}

func (c *Capture) finish() {
	c.mu.Lock()
	c.over = true
	if c.done != nil {
		close(c.done)
	}
	c.mu.Unlock()
}
