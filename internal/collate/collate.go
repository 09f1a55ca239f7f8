// Package collate puts the outputs of many jobs that run at once one after the
// other, each whole. What has to wait for its turn waits in memory, up to a bound
// on all of it, then in a file without a name; where there is no room for that
// either, who writes it waits.
package collate

import (
	"errors"
	"sync"
)

// Config says how outputs are put together.
type Config struct {
	// Emit writes to where all of it goes. The calls come one at a time.
	Emit func(p []byte) error
	// Ordered has the outputs come in the order in which they were begun, and
	// not in that in which they end. The first of those that have not ended
	// comes out as it is written.
	Ordered bool
	// Whole has nothing of an output come out before its end, unless there is no
	// room to keep it.
	Whole bool
	// Memory bounds the bytes that are kept in memory, Ahead the outputs of
	// which something, if only the order, is kept.
	Memory, Ahead int
	// File makes a file without a name: its descriptor, which the Collator
	// closes.
	File func() (fd int, err error)
}

// ErrStopped is the error of writes after Stop, or behind the last output.
var ErrStopped = errors.New("stopped")

// Collator puts outputs together. Its methods may be called from many
// goroutines.
type Collator struct {
	Config

	mu       sync.Mutex
	change   sync.Cond
	queue    []*Output // those that have a place in the order; the first one is at head
	head     int
	emitting bool // somebody is in Emit
	memory   int  // bytes kept there
	spool    spool
	err      error
}

// Output is that of one job. Its methods may be called from many goroutines.
type Output struct {
	c      *Collator
	kept   []piece
	queued bool
	closed bool
	last   bool  // what is behind it does not come out
	bytes  int64 // that were written
}

// New returns a Collator.
func New(cfg Config) *Collator {
	c := &Collator{Config: cfg}
	c.change.L = &c.mu
	c.spool.make = cfg.File
	return c
}

// Begin begins an output. It waits until fewer than Config.Ahead have not come
// out; nil: Stop was called.
func (c *Collator) Begin() *Output {
	c.mu.Lock()
	defer c.mu.Unlock()
	for len(c.queue)-c.head >= c.Ahead && c.err == nil {
		c.change.Wait()
	}
	if c.err != nil {
		return nil
	}
	o := &Output{c: c}
	if c.Ordered {
		c.enqueue(o)
	}
	return o
}

func (c *Collator) enqueue(o *Output) {
	if c.head > 64 && c.head > len(c.queue)/2 {
		n := copy(c.queue, c.queue[c.head:])
		clear(c.queue[n:])
		c.queue, c.head = c.queue[:n], 0
	}
	o.queued = true
	c.queue = append(c.queue, o)
}

// first returns the output whose turn it is, or nil.
func (c *Collator) first() *Output {
	if c.head < len(c.queue) {
		return c.queue[c.head]
	}
	return nil
}

// Write takes all of p, in its turn or to be kept, or returns why not.
func (o *Output) Write(p []byte) (int, error) {
	c := o.c
	c.mu.Lock()
	defer c.mu.Unlock()
	for {
		switch {
		case c.err != nil:
			return 0, c.err
		case c.Whole && c.keep(o, p):
			o.bytes += int64(len(p))
			return len(p), nil
		case c.first() == o && len(o.kept) == 0 && !c.emitting:
			if err := c.emit(p); err != nil {
				return 0, err
			}
			o.bytes += int64(len(p))
			c.pump()
			return len(p), nil
		case !c.Whole && c.keep(o, p):
			o.bytes += int64(len(p))
			c.pump()
			return len(p), nil
		}
		if c.Whole && c.first() == o && len(o.kept) > 0 && !c.emitting { // it cannot be kept whole
			c.bringOut(o, nil)
			continue
		}
		if !o.queued { // from here on it has its turn and keeps it
			c.enqueue(o)
			c.pump()
			continue
		}
		c.change.Wait()
	}
}

// Bytes returns how much was written.
func (o *Output) Bytes() int64 {
	o.c.mu.Lock()
	defer o.c.mu.Unlock()
	return o.bytes
}

// Close ends the output.
func (o *Output) Close() {
	c := o.c
	c.mu.Lock()
	defer c.mu.Unlock()
	o.closed = true
	if !o.queued && len(o.kept) > 0 {
		c.enqueue(o)
	}
	c.pump()
}

// Refuse ends the output, which does not come out, nor does any behind it: what is
// before it does.
func (o *Output) Refuse() { o.endAll(false) }

// CloseLast ends the output; it comes out, and none that is behind it.
func (o *Output) CloseLast() { o.endAll(true) }

func (o *Output) endAll(with bool) {
	c := o.c
	c.mu.Lock()
	defer c.mu.Unlock()
	o.closed, o.last = true, true
	if !with {
		o.kept = nil
	}
	if !o.queued {
		c.enqueue(o)
	}
	c.pump()
}

// keep keeps p for later, if there is room for it.
func (c *Collator) keep(o *Output, p []byte) bool {
	if c.memory+len(p) <= c.Memory {
		c.memory += len(p)
		o.kept = appendBytes(o.kept, p)
		return true
	}
	at, ok := c.spool.write(p)
	if ok {
		o.kept = appendExtent(o.kept, at, int64(len(p)))
	}
	return ok
}

// emit writes p, with the lock given up meanwhile.
func (c *Collator) emit(p []byte) error {
	c.emitting = true
	c.mu.Unlock()
	err := c.Emit(p)
	c.mu.Lock()
	c.emitting = false
	if err != nil && c.err == nil {
		c.err = err
	}
	c.change.Broadcast()
	return c.err
}

// pump brings out what has its turn.
func (c *Collator) pump() {
	var buf []byte
	for c.err == nil && !c.emitting {
		o := c.first()
		switch {
		case o == nil:
			return
		case len(o.kept) > 0 && (o.closed || !c.Whole):
			buf = c.bringOut(o, buf)
		case o.last:
			c.err = ErrStopped
			c.change.Broadcast()
			return
		case o.closed:
			c.queue[c.head] = nil
			c.head++
			c.change.Broadcast()
		default:
			return
		}
	}
}

// bringOut emits the first of what was kept of o. It uses buf, which it returns.
func (c *Collator) bringOut(o *Output, buf []byte) []byte {
	p := &o.kept[0]
	if p.bytes != nil {
		text := p.bytes
		o.kept = o.kept[1:]
		c.memory -= len(text)
		c.emit(text)
		return buf
	}
	if buf == nil {
		buf = make([]byte, spoolChunk)
	}
	n := min(p.size, int64(len(buf)))
	at := p.at
	p.at, p.size = p.at+n, p.size-n
	if p.size == 0 {
		o.kept = o.kept[1:]
	}
	if err := c.spool.read(buf[:n], at); err != nil {
		c.err = err
		c.change.Broadcast()
		return buf
	}
	c.spool.release(at, n)
	c.emit(buf[:n])
	return buf
}

// Flush waits until all that was closed has come out, and returns why something
// has not.
func (c *Collator) Flush() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	for c.err == nil && (c.head < len(c.queue) || c.emitting) {
		c.change.Wait()
	}
	return c.err
}

// Stop ends waits and lets nothing more come out. Emit, if it is under way, is
// for the caller to end.
func (c *Collator) Stop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err == nil {
		c.err = ErrStopped
	}
	c.change.Broadcast()
}

// Free gives back what is kept. Nobody uses the Collator any more.
func (c *Collator) Free() { c.spool.close() }
