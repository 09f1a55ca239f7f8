package remote

import "sync"

// credit is how much a sender may send of a stream.
type credit struct {
	mu    sync.Mutex
	more  sync.Cond
	left  int
	ended bool
}

func newCredit() *credit {
	c := &credit{left: window}
	c.more.L = &c.mu
	return c
}

// take takes up to n bytes, and waits while there is nothing; 0: it is over.
func (c *credit) take(n int) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	for c.left == 0 && !c.ended {
		c.more.Wait()
	}
	if c.ended {
		return 0
	}
	n = min(n, c.left)
	c.left -= n
	return n
}

// give adds n bytes. It tells whether that can be.
func (c *credit) give(n int) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.left += n
	c.more.Signal()
	return c.left <= window
}

// end ends the waits: nothing more may be sent.
func (c *credit) end() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ended = true
	c.more.Broadcast()
}

// queue is what came of a stream and is not yet written. Whoever sends keeps to
// the window, so that it is bounded.
type queue struct {
	mu     sync.Mutex
	more   sync.Cond
	chunks [][]byte
	held   int  // bytes that no credit was given for yet
	ended  bool // nothing more comes
	closed bool // nothing more is wanted
}

func newQueue() *queue {
	q := &queue{}
	q.more.L = &q.mu
	return q
}

// put adds a chunk, which is the queue's then. It tells whether the sender has kept
// to the window.
func (q *queue) put(chunk []byte) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return true
	}
	if q.ended || q.held+len(chunk) > window {
		return false
	}
	q.held += len(chunk)
	q.chunks = append(q.chunks, chunk)
	q.more.Signal()
	return true
}

// end says that nothing more comes.
func (q *queue) end() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.ended = true
	q.more.Broadcast()
}

// take returns the next chunk, and waits for it; nil: there is none any more.
func (q *queue) take() []byte {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.chunks) == 0 && !q.ended && !q.closed {
		q.more.Wait()
	}
	if q.closed || len(q.chunks) == 0 {
		return nil
	}
	c := q.chunks[0]
	q.chunks = q.chunks[1:]
	return c
}

// written notes that n bytes have been used.
func (q *queue) written(n int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.held -= n
}

// close says that nothing more is wanted.
func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed, q.chunks = true, nil
	q.more.Broadcast()
}
