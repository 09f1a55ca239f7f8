package remote

import (
	"errors"
	"io"
	"sync"
	"syscall"
	"time"

	"gpipe/internal/sys/signals"
)

// Command is a command that a worker has started.
type Command interface {
	// Signal sends a signal to its processes.
	Signal(sig syscall.Signal)
	// Wait waits for the end of the command itself.
	Wait() Status
	// End ends all its processes, whatever they do about it.
	End()
}

// Pipes are the ends of a command's pipes that are the worker's. Stdin is nil if
// the command has none.
type Pipes struct {
	Stdin          io.WriteCloser
	Stdout, Stderr io.ReadCloser
}

// Starter starts a command. If it can't, the Status says why.
type Starter func(*Start) (Command, Pipes, *Status)

// worker is the side of the worker.
type worker struct {
	link    *link
	cmd     Command
	pipes   Pipes
	stdin   *queue
	credits [3]*credit // of 1 and 2
	done    chan struct{}
	stop    <-chan struct{}
}

// Serve runs the command that comes over the stream, and returns when it has ended
// or has been ended because nobody is there any more, or because stop is closed.
func Serve(in io.Reader, out io.Writer, stop <-chan struct{}, start Starter) error {
	w := &worker{link: newLink(in, out), stdin: newQueue(), done: make(chan struct{}), stop: stop}
	if _, err := out.Write([]byte(greeting())); err != nil {
		return err
	}
	f, err := w.first()
	if err != nil {
		return ended(err)
	}
	if f.kind != frameStart {
		return broken("a frame of the kind %q first", byte(f.kind))
	}
	what, err := decodeStart(f.data)
	if err != nil {
		return err
	}
	return w.run(what, start)
}

// patience is how long a worker waits for a command.
const patience = time.Minute

// first waits for the first frame.
func (w *worker) first() (f frame, err error) {
	came := make(chan struct{})
	go func() {
		f, err = w.link.receive()
		close(came)
	}()
	select {
	case <-came:
		return f, err
	case <-time.After(patience):
		return frame{}, &SilentError{patience}
	}
}

// run runs the command.
func (w *worker) run(what *Start, start Starter) error {
	var fault *Status
	w.cmd, w.pipes, fault = start(what)
	if fault != nil {
		w.link.send(frameStatus, fault.encode())
		return nil
	}
	defer close(w.done)
	w.credits[1], w.credits[2] = newCredit(), newCredit()
	go w.link.beat(what.Silence, w.done)
	go w.receive()
	if w.pipes.Stdin != nil {
		go w.feed()
	}
	over := make(chan Status, 1)
	go func() {
		var readers sync.WaitGroup
		readers.Go(func() { w.read(1, w.pipes.Stdout, frameOut) })
		readers.Go(func() { w.read(2, w.pipes.Stderr, frameErr) })
		status := w.cmd.Wait()
		readers.Wait() // others may write as well
		over <- status
	}()
	select {
	case status := <-over:
		w.link.send(frameStatus, status.encode())
		return nil
	case <-w.stop:
		w.link.lose(errStopped)
	case <-w.link.lost:
	}
	w.abandon()
	return w.link.why
}

// errStopped is the end of a worker by a signal.
var errStopped = errors.New("the worker was told to end")

// abandon ends everything.
func (w *worker) abandon() {
	w.stdin.end()
	w.cmd.End()
}

// read sends what the command writes, until its end or until nobody wants more.
func (w *worker) read(stream int, r io.ReadCloser, k kind) {
	w.link.pump(r, k, w.credits[stream])
	r.Close() // so that SIGPIPE ends who writes more
}

// feed writes to the command's standard input.
func (w *worker) feed() {
	err := w.link.drain(w.stdin, w.pipes.Stdin, 0)
	w.pipes.Stdin.Close()
	if err != nil {
		w.stdin.close()
		w.link.send(frameCloseIn, nil)
	}
}

// receive takes the frames of the client.
func (w *worker) receive() {
	for {
		f, err := w.link.receive()
		if err == nil {
			err = w.take(f)
		}
		if err != nil {
			w.link.lose(ended(err))
			return
		}
	}
}

func (w *worker) take(f frame) error {
	switch f.kind {
	case frameStdin:
		if w.pipes.Stdin == nil || !w.stdin.put(f.data) {
			return broken("more than there is credit for")
		}
	case frameEOF:
		w.stdin.end()
	case frameCloseOut:
		if len(f.data) != 1 || f.data[0] < 1 || f.data[0] > 2 {
			return broken("no such stream")
		}
		w.credits[f.data[0]].end() // read closes the pipe, after the read that waits, if one does
	case frameCredit:
		stream, n, err := parseCredit(f.data)
		if err != nil {
			return err
		}
		if stream == 0 || !w.credits[stream].give(n) {
			return broken("credit that nobody has used")
		}
	case frameSignal:
		w.send(string(f.data))
	case frameBeat:
	default:
		return broken("a frame of the kind %q from a client", byte(f.kind))
	}
	return nil
}

// send sends a signal, if this system has one of that name, to the command. Who
// stops it may be stopped too, and silent.
func (w *worker) send(name string) {
	n, ok := signals.Number(name)
	if !ok || n <= 0 {
		return
	}
	sig := syscall.Signal(n)
	switch sig {
	case syscall.SIGTSTP, syscall.SIGSTOP, syscall.SIGTTIN, syscall.SIGTTOU:
		w.link.resting.Store(true)
	case syscall.SIGCONT:
		w.link.resting.Store(false)
	}
	w.cmd.Signal(sig)
}
