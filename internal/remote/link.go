package remote

import (
	"io"
	"sync"
	"sync/atomic"
	"time"
)

// link is one side of the stream, with what both sides do: they send frames, show
// signs of life and look for those of the other side.
type link struct {
	in   *decoder
	out  io.Writer
	pool buffers

	sending sync.Mutex
	deaf    bool         // nothing can be sent any more
	heard   atomic.Int64 // when the other side was heard last, in ns since began
	resting atomic.Bool  // it may be silent
	began   time.Time

	lost chan struct{} // closed when the link is of no use any more
	once sync.Once
	why  error
}

func newLink(in io.Reader, out io.Writer) *link {
	return &link{in: newDecoder(in), out: out, began: time.Now(), lost: make(chan struct{})}
}

// lose ends the link.
func (l *link) lose(why error) {
	l.once.Do(func() {
		l.why = why
		close(l.lost)
	})
}

// send sends a frame.
func (l *link) send(k kind, data []byte) {
	b := l.pool.get(headerSize + len(data))
	copy(b[headerSize:], data)
	l.sendIn(b, k, len(data))
	l.pool.put(b)
}

// sendIn sends a frame whose payload, of n bytes, is in b behind the place of a
// header. That nothing can be sent any more may be because the other side has ended
// in order: what it said last says so, or the end of the stream that it was not.
func (l *link) sendIn(b []byte, k kind, n int) {
	putHeader(b, k, n)
	l.sending.Lock()
	defer l.sending.Unlock()
	if l.deaf {
		return
	}
	_, err := l.out.Write(b[:headerSize+n])
	l.deaf = err != nil
}

// receive returns the next frame.
func (l *link) receive() (frame, error) {
	f, err := l.in.next(l.pool.get)
	l.heard.Store(int64(time.Since(l.began)))
	return f, err
}

// SilentError is the other side, or the way to it, without a sign of life.
type SilentError struct{ For time.Duration }

func (e *SilentError) Error() string { return "no sign of life for " + e.For.String() }

// beatsEach is how many signs of life there are in the time of a silence.
const beatsEach = 4

// beat shows signs of life, and looks for those of the other side, until the link
// is lost or done is closed. A process that was itself stopped meanwhile waits anew.
func (l *link) beat(silence time.Duration, done <-chan struct{}) {
	l.heard.Store(int64(time.Since(l.began)))
	interval := max(silence/beatsEach, time.Millisecond)
	signs := time.NewTicker(interval)
	defer signs.Stop()
	go l.showLife(interval, done)
	last := time.Now()
	for {
		select {
		case <-done:
			return
		case <-l.lost:
			return
		case <-signs.C:
		}
		now := time.Now()
		if now.Sub(last) > silence/2 || l.resting.Load() {
			l.heard.Store(int64(now.Sub(l.began)))
		}
		last = now
		if now.Sub(l.began)-time.Duration(l.heard.Load()) > silence {
			l.lose(&SilentError{silence})
			return
		}
	}
}

// showLife sends the signs. It may have to wait for who takes them, and so does
// nothing else.
func (l *link) showLife(interval time.Duration, done <-chan struct{}) {
	signs := time.NewTicker(interval)
	defer signs.Stop()
	for {
		select {
		case <-done:
			return
		case <-l.lost:
			return
		case <-signs.C:
			l.send(frameBeat, nil)
		}
	}
}

// pump sends what r gives as frames of the kind, as long as there is credit, and
// returns what ended it; nil: the credit did.
func (l *link) pump(r io.Reader, k kind, c *credit) error {
	b := l.pool.get(bufferSize)
	defer l.pool.put(b)
	for {
		n := c.take(maxData)
		if n == 0 {
			return nil
		}
		got, err := r.Read(b[headerSize : headerSize+n])
		if got > 0 {
			l.sendIn(b, k, got)
		}
		c.give(n - got)
		if err != nil {
			return err
		}
	}
}

// creditEach is how many bytes are used before credit for them is given.
const creditEach = window / 8

// drain writes what is queued of a stream to w, giving credit, until its end or an
// error of w, which it returns.
func (l *link) drain(q *queue, w io.Writer, stream int) error {
	used := 0
	for {
		chunk := q.take()
		if chunk == nil {
			return nil
		}
		_, err := w.Write(chunk)
		n := len(chunk)
		l.pool.put(chunk)
		if err != nil {
			return err
		}
		q.written(n)
		if used += n; used >= creditEach {
			l.send(frameCredit, creditPayload(stream, used))
			used = 0
		}
	}
}
