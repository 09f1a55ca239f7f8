package remote

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// fake is a command in this process.
type fake struct {
	mu      sync.Mutex
	signals []syscall.Signal
	status  chan Status
	cancel  context.CancelFunc
	ended   chan struct{}
	once    sync.Once
}

func (f *fake) Signal(sig syscall.Signal) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.signals = append(f.signals, sig)
	f.cancel()
}
func (f *fake) Wait() Status { return <-f.status }
func (f *fake) End()         { f.cancel(); f.once.Do(func() { close(f.ended) }) }

type program func(ctx context.Context, s *Start, in io.Reader, out, err io.Writer) Status

// starter starts programs; what it has started is in the channel.
func starter(run program, started chan<- *fake) Starter {
	return func(s *Start) (Command, Pipes, *Status) {
		ctx, cancel := context.WithCancel(context.Background())
		f := &fake{status: make(chan Status, 1), cancel: cancel, ended: make(chan struct{})}
		outR, outW := io.Pipe()
		errR, errW := io.Pipe()
		p := Pipes{Stdout: outR, Stderr: errR}
		var in io.Reader = strings.NewReader("")
		if s.Stdin {
			r, w := io.Pipe()
			in, p.Stdin = r, eofPipe{w, r}
			context.AfterFunc(ctx, func() { r.CloseWithError(io.ErrUnexpectedEOF) })
		}
		go func() {
			st := run(ctx, s, in, outW, errW)
			if c, ok := in.(io.Closer); ok {
				c.Close()
			}
			outW.Close()
			errW.Close()
			f.status <- st
		}()
		started <- f
		return f, p, nil
	}
}

// eofPipe is the end of a pipe that is written, of which the other is known.
type eofPipe struct {
	io.WriteCloser
	r *io.PipeReader
}

// session is a client and a worker that are joined by pipes.
type session struct {
	client   *Session
	cut      func() // ends the way between them
	served   chan error
	commands chan *fake
	stop     chan struct{}
}

func join(t *testing.T, run program) *session {
	t.Helper()
	toWorkerR, toWorkerW := io.Pipe()
	toClientR, toClientW := io.Pipe()
	s := &session{client: NewSession(toClientR, toWorkerW), served: make(chan error, 1), commands: make(chan *fake, 1), stop: make(chan struct{})}
	s.cut = func() {
		toWorkerW.Close()
		toClientR.CloseWithError(io.EOF)
		toClientW.CloseWithError(io.EOF)
		toWorkerR.CloseWithError(io.EOF)
	}
	t.Cleanup(s.cut)
	go func() { s.served <- Serve(toWorkerR, toClientW, s.stop, starter(run, s.commands)) }()
	if noise, err := s.client.Greet(time.Hour); noise != "" || err != nil {
		t.Fatal(noise, err)
	}
	return s
}

func command(stdin bool) *Start {
	return &Start{Argv: []string{"a b", "*", "\n", "'\"\xff"}, Env: []string{"X=\n"}, Dir: "/d", Umask: 0o27, Stdin: stdin, Silence: time.Hour}
}

func echo(_ context.Context, _ *Start, in io.Reader, out, stderr io.Writer) Status {
	n, _ := io.Copy(out, in)
	io.WriteString(stderr, "copied")
	return Status{Code: int(n & 0xff)}
}

// TestCommand: what a worker is told is what the command gets.
func TestCommand(t *testing.T) {
	var got *Start
	s := join(t, func(_ context.Context, st *Start, _ io.Reader, out, _ io.Writer) Status {
		got = st
		io.WriteString(out, "here")
		return Status{Code: 143, Signal: "TERM"}
	})
	var out, stderr bytes.Buffer
	status, err := s.client.Run(command(false), Streams{Stdout: &out, Stderr: &stderr}, nil)
	if err != nil || out.String() != "here" || stderr.Len() > 0 {
		t.Errorf("%q, %q, %v", out.String(), stderr.String(), err)
	}
	if d := cmp.Diff(Status{Code: 143, Signal: "TERM"}, status); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(command(false), got); d != "" {
		t.Error(d)
	}
	if err := <-s.served; err != nil {
		t.Error(err)
	}
}

// TestFlow: more than the window goes through both ways.
func TestFlow(t *testing.T) {
	data := bytes.Repeat([]byte("0123456789abcdef"), 5*window/16+1)
	s := join(t, echo)
	var out, stderr bytes.Buffer
	status, err := s.client.Run(command(true), Streams{Stdin: bytes.NewReader(data), Stdout: &out, Stderr: &stderr}, nil)
	if err != nil || status.Code != len(data)&0xff || stderr.String() != "copied" || !bytes.Equal(out.Bytes(), data) {
		t.Errorf("%v, %v, %q, %d bytes of %d", status, err, stderr.String(), out.Len(), len(data))
	}
}

// stuck is a writer that takes nothing until it is freed.
type stuck struct {
	bytes.Buffer
	free chan struct{}
}

func (s *stuck) Write(p []byte) (int, error) {
	<-s.free
	return s.Buffer.Write(p)
}

// TestStuckOutput: who does not read standard output does not keep standard error,
// and the sender keeps to the window.
func TestStuckOutput(t *testing.T) {
	sent := make(chan int, 1)
	s := join(t, func(ctx context.Context, _ *Start, _ io.Reader, out, stderr io.Writer) Status {
		full := make(chan struct{})
		go func() {
			defer close(full)
			out.Write(make([]byte, 2*window))
		}()
		io.WriteString(stderr, "x")
		<-full
		return Status{}
	})
	out := &stuck{free: make(chan struct{})}
	r, w := io.Pipe()
	go func() {
		b := make([]byte, 1)
		io.ReadFull(r, b)
		sent <- 1
		close(out.free)
		io.Copy(io.Discard, r)
	}()
	if status, err := s.client.Run(command(false), Streams{Stdout: out, Stderr: w}, nil); err != nil || status.Code != 0 || out.Len() != 2*window {
		t.Error(status, err, out.Len())
	}
	<-sent
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

// TestClosedOutput: who writes to what nobody reads gets EPIPE there, and another
// error is told here.
func TestClosedOutput(t *testing.T) {
	for _, cause := range []error{syscall.EPIPE, syscall.ENOSPC} {
		s := join(t, func(_ context.Context, _ *Start, _ io.Reader, out, _ io.Writer) Status {
			for {
				if _, err := out.Write(make([]byte, 1000)); err != nil {
					return Status{Code: 141, Signal: "PIPE"}
				}
			}
		})
		status, err := s.client.Run(command(false), Streams{Stdout: failing{cause}, Stderr: io.Discard}, nil)
		if status.Code != 141 || (cause == syscall.EPIPE) != (err == nil) || err != nil && !errors.Is(err, cause) {
			t.Error(cause, status, err)
		}
	}
}

// endless is an input that can be ended.
type endless struct{ ended chan struct{} }

func (e *endless) Read(p []byte) (int, error) {
	select {
	case <-e.ended:
		return 0, io.EOF
	default:
		return len(p), nil
	}
}

// TestClosedInput: a command that reads no more ends the input here, while it goes on.
func TestClosedInput(t *testing.T) {
	in := &endless{make(chan struct{})}
	s := join(t, func(_ context.Context, _ *Start, r io.Reader, _, _ io.Writer) Status {
		r.Read(make([]byte, 1))
		r.(io.Closer).Close()
		<-in.ended
		return Status{Code: 3}
	})
	status, err := s.client.Run(command(true), Streams{Stdin: in, EndStdin: func() { close(in.ended) }, Stdout: io.Discard, Stderr: io.Discard}, nil)
	if status.Code != 3 || err != nil {
		t.Error(status, err)
	}
}

// TestSignals: signals come by name.
func TestSignals(t *testing.T) {
	s := join(t, func(ctx context.Context, _ *Start, _ io.Reader, _, _ io.Writer) Status {
		<-ctx.Done()
		return Status{Signal: "INT", Code: 130}
	})
	sigs := make(chan syscall.Signal, 1)
	sigs <- syscall.SIGINT
	status, err := s.client.Run(command(false), Streams{Stdout: io.Discard, Stderr: io.Discard}, sigs)
	if status.Signal != "INT" || err != nil {
		t.Error(status, err)
	}
	f := <-s.commands
	if d := cmp.Diff([]syscall.Signal{syscall.SIGINT}, f.signals); d != "" {
		t.Error(d)
	}
}

func forever(ctx context.Context, _ *Start, _ io.Reader, _, _ io.Writer) Status {
	<-ctx.Done()
	return Status{}
}

// TestLost: when the way is cut the worker ends the command, and the client says that
// it was lost.
func TestLost(t *testing.T) {
	s := join(t, forever)
	go func() {
		f := <-s.commands
		s.commands <- f
		s.cut()
	}()
	_, err := s.client.Run(command(false), Streams{Stdout: io.Discard, Stderr: io.Discard}, nil)
	var lost *LostError
	if !errors.As(err, &lost) {
		t.Error(err)
	}
	if err := <-s.served; err == nil {
		t.Error("the worker does not know")
	}
	<-(<-s.commands).ended
}

// TestStopped: a worker that is told to end ends the command.
func TestStopped(t *testing.T) {
	s := join(t, forever)
	go func() { s.stop <- struct{}{} }()
	go s.client.Run(command(false), Streams{Stdout: io.Discard, Stderr: io.Discard}, nil)
	if err := <-s.served; err != errStopped {
		t.Error(err)
	}
	<-(<-s.commands).ended
}

// TestSilence: a way that carries nothing any more is noticed at both ends.
func TestSilence(t *testing.T) {
	start := command(false)
	start.Silence = 50 * time.Millisecond
	client := NewSession(neverEnding{}, io.Discard)
	_, err := client.Run(start, Streams{Stdout: io.Discard, Stderr: io.Discard}, nil)
	var silent *SilentError
	if !errors.As(err, &silent) {
		t.Errorf("client: %v", err)
	}
	r, w := io.Pipe()
	go (&link{out: w}).send(frameStart, start.encode())
	commands := make(chan *fake, 1)
	if err := Serve(r, io.Discard, nil, starter(forever, commands)); !errors.As(err, &silent) {
		t.Errorf("worker: %v", err)
	}
	<-(<-commands).ended
}

type neverEnding struct{}

func (neverEnding) Read([]byte) (int, error) { select {} }

// TestNoGreeting: who does not answer is not waited for.
func TestNoGreeting(t *testing.T) {
	var silent *SilentError
	if _, err := NewSession(neverEnding{}, io.Discard).Greet(time.Millisecond); !errors.As(err, &silent) {
		t.Error(err)
	}
}

// TestLong: what is too long for a frame is not sent.
func TestLong(t *testing.T) {
	start := command(false)
	start.Argv = append(start.Argv, strings.Repeat("x", maxStart))
	status, err := NewSession(neverEnding{}, io.Discard).Run(start, Streams{Stdout: io.Discard, Stderr: io.Discard}, nil)
	if status.Code != 126 || err != nil {
		t.Error(status, err)
	}
}
