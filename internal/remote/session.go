package remote

import (
	"errors"
	"fmt"
	"io"
	"sync"
	"syscall"
	"time"

	"gpipe/internal/sys/signals"
)

// Streams are what a command has here.
type Streams struct {
	Stdin  io.Reader // nil: none
	Stdout io.Writer
	Stderr io.Writer

	// EndStdin, if not nil, is called when the command reads no more, and ends a Read
	// of Stdin that waits. If Stdin is an io.Closer it is closed then, or when the
	// command is not run.
	EndStdin func()

	// Stop, if not nil, is called when the command was told to stop at a terminal.
	Stop func()
}

// Session is the client's side of one command.
type Session struct {
	link   *link
	std    Streams
	stdin  *credit
	queues [3]*queue // of 1 and 2

	result chan Status
	ending sync.Once
	done   chan struct{} // closed at the end of Run

	mu     sync.Mutex
	failed error // a write here that failed, not by EPIPE
}

// NewSession returns a session over the stream that in and out make.
func NewSession(in io.Reader, out io.Writer) *Session {
	return &Session{link: newLink(in, out), result: make(chan Status, 1), done: make(chan struct{})}
}

// Greet waits for the worker, at most so long; 0: for ever. It returns what else came
// on the way to it.
func (s *Session) Greet(limit time.Duration) (noise string, err error) {
	type answer struct {
		noise string
		err   error
	}
	came := make(chan answer, 1)
	go func() {
		noise, err := s.link.in.greeted()
		came <- answer{noise, err}
	}()
	var late <-chan time.Time
	if limit > 0 {
		late = time.After(limit)
	}
	select {
	case a := <-came:
		return a.noise, a.err
	case <-late:
		return "", &SilentError{limit}
	}
}

// LostError is a way to the other host that has failed: what the command did there,
// and whether it ended, is not known; the worker ends it.
type LostError struct{ Err error }

func (e *LostError) Error() string { return e.Err.Error() }
func (e *LostError) Unwrap() error { return e.Err }

// WriteError is a stream here that takes no more, though somebody reads it.
type WriteError struct {
	Stream int // 1 or 2
	Err    error
}

func (e *WriteError) Error() string { return "write: " + e.Err.Error() }
func (e *WriteError) Unwrap() error { return e.Err }

// Run runs the command and returns its status when all that it has written is
// written here. Signals go to the command as they come. An error is a *LostError
// or, with a status, a *WriteError.
func (s *Session) Run(start *Start, std Streams, sigs <-chan syscall.Signal) (Status, error) {
	defer close(s.done)
	payload := start.encode()
	if len(payload) > maxStart {
		closeInput(std.Stdin)
		return Status{Code: 126, Fault: syscall.E2BIG.Error()}, nil
	}
	s.std, s.stdin = std, newCredit()
	defer s.stdin.end()
	s.queues[1], s.queues[2] = newQueue(), newQueue()
	s.link.send(frameStart, payload)
	go s.link.beat(start.Silence, s.done)
	go s.receive()
	go s.signal(sigs)
	if start.Stdin {
		go s.feed()
	}
	var writers sync.WaitGroup
	writers.Go(func() { s.write(1, std.Stdout) })
	writers.Go(func() { s.write(2, std.Stderr) })
	select {
	case status := <-s.result:
		writers.Wait()
		s.endStdin()
		return status, s.failure()
	case <-s.link.lost:
		s.endStdin()
		return Status{}, &LostError{s.link.why}
	}
}

func (s *Session) endStdin() {
	s.stdin.end()
	if s.std.EndStdin != nil {
		s.ending.Do(s.std.EndStdin)
	}
}

// feed sends standard input.
func (s *Session) feed() {
	err := s.link.pump(s.std.Stdin, frameStdin, s.stdin)
	closeInput(s.std.Stdin)
	if err != nil { // an error of reading is the end, as it would be to the command
		s.link.send(frameEOF, nil)
	}
}

func closeInput(in io.Reader) {
	if c, ok := in.(io.Closer); ok {
		c.Close()
	}
}

// write writes what comes of a stream.
func (s *Session) write(stream int, w io.Writer) {
	err := s.link.drain(s.queues[stream], w, stream)
	if err == nil {
		return
	}
	s.queues[stream].close()
	if !errors.Is(err, syscall.EPIPE) {
		s.mu.Lock()
		s.failed = &WriteError{stream, err}
		s.mu.Unlock()
	}
	s.link.send(frameCloseOut, []byte{byte(stream)})
}

func (s *Session) failure() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.failed
}

// signal sends signals.
func (s *Session) signal(sigs <-chan syscall.Signal) {
	for {
		select {
		case <-s.done:
			return
		case sig, ok := <-sigs:
			if !ok {
				return
			}
			s.link.send(frameSignal, []byte(signals.Name(int(sig))))
			if sig == syscall.SIGTSTP && s.std.Stop != nil {
				s.std.Stop()
			}
		}
	}
}

// receive takes the frames of the worker.
func (s *Session) receive() {
	for {
		f, err := s.link.receive()
		if err == nil {
			err = s.take(f)
		}
		if err != nil {
			s.link.lose(ended(err))
			return
		}
		if f.kind == frameStatus {
			return
		}
	}
}

// errEnded is the end of the stream before there is a status.
var errEnded = errors.New("the connection has ended")

// ended words the end of a stream.
func ended(err error) error {
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return errEnded
	}
	return err
}

func (s *Session) take(f frame) error {
	switch f.kind {
	case frameOut, frameErr:
		stream := 1 + int(f.kind-frameOut)
		if !s.queues[stream].put(f.data) {
			return broken("more than there is credit for")
		}
	case frameCloseIn:
		s.endStdin()
	case frameCredit:
		stream, n, err := parseCredit(f.data)
		if err != nil {
			return err
		}
		if stream != 0 || !s.stdin.give(n) {
			return broken("credit that nobody has used")
		}
	case frameStatus:
		status, err := decodeStatus(f.data)
		if err != nil {
			return err
		}
		s.queues[1].end()
		s.queues[2].end()
		s.result <- status
	case frameBeat:
	default:
		return broken("a frame of the kind %q from a worker", byte(f.kind))
	}
	return nil
}

// String is what people see of a status.
func (s Status) String() string {
	if s.Signal != "" {
		return "signal " + s.Signal
	}
	return fmt.Sprint("status ", s.Code)
}
