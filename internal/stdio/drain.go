package stdio

import (
	"io"
	"os"
	"sync"
	"time"

	"gpipe/internal/pipeline"
	"gpipe/internal/redirect"
	"gpipe/internal/relay"
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
		if relay.Same(d.out, out) {
			return d.file.Ref(), nil
		}
	}
	end, other, err := relay.Pipe(false)
	if err != nil {
		return nil, err
	}
	d := &drain{fd: fd, out: out, end: end, file: redirect.NewKin(other), over: make(chan struct{})}
	s.drains = append(s.drains, d)
	go d.copy()
	return d.file, nil
}

// copy is the goroutine of the drain.
func (d *drain) copy() {
	err := relay.Goexit()
	defer func() { d.ended(err) }() // also when the writer ends the goroutine
	err = relay.Drain(d.end, ordered{d}, d.answer)
}

// ordered is the writer of a drain, as one that sees what the program did before
// Publish: a pipe orders nothing for the memory of Go.
type ordered struct{ d *drain }

func (o ordered) Write(p []byte) (int, error) {
	o.d.publish()
	return o.d.out.Write(p)
}

func (d *drain) publish() {
	d.mu.Lock()
	defer d.mu.Unlock()
}

// ended notes the result of the copying.
func (d *drain) ended(err error) {
	d.mu.Lock()
	if err != nil {
		op := pipeline.OpCopy
		if err == pipeline.ErrDrain {
			op = pipeline.OpDrain
		}
		d.err = failure(d.fd, op, err)
	}
	d.mu.Unlock()
	d.end.Close() // who writes on gets SIGPIPE
	close(d.over)
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
		if end, err = relay.CatchUp(d.end, ordered{d}, buf); err != nil {
			return end, err // they are told when that is noted
		}
		for _, w := range waits {
			close(w)
		}
		return end, nil
	}
	d.end.SetReadDeadline(time.Time{}) // or nothing can be read
	if end, err = relay.CatchUp(d.end, ordered{d}, buf); !end && err == nil {
		err = pipeline.ErrDrain
	}
	return true, err
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
