package pipeline

import (
	"context"
	"errors"
	"io"
	"iter"
	"os"
	"strings"
	"sync"
	"syscall"

	"gpipe/internal/columns"
	"gpipe/internal/redirect"
	copying "gpipe/internal/relay"
)

// Reader starts the pipeline and returns what its last stage writes to its standard
// output, while it runs. It excludes Stdout and Capture. The reader must be closed.
//
// Close waits, and returns what Job.Wait does. Before the end it closes the pipe
// first: a pipeline that is still writing is ended by SIGPIPE, which is no error
// then, as it is none of a stage that a later one reads no more.
func (p *Pipeline) Reader(ctx context.Context, opts ...Option) (io.ReadCloser, error) {
	return p.openReader("pipeline.Reader", ctx, opts)
}

func (p *Pipeline) openReader(f string, ctx context.Context, opts []Option) (*reader, error) {
	o := optionsOf(opts)
	switch {
	case o.Stdout != nil:
		o.wrong("Stdout", "has no effect with Reader")
	case o.Capture:
		o.wrong("Capture", "has no effect with Reader")
	}
	end, other, err := copying.Pipe(false)
	if err != nil {
		return nil, &Error{Stage: -1, Op: OpPipe, Err: err}
	}
	w := redirect.NewKin(other)
	defer w.Unref()
	if o.misuse == nil {
		o.Stdout = w
	}
	j, err := p.startAs(f, ctx, &o)
	if err != nil {
		end.Close()
		return nil, err
	}
	return &reader{end: end, job: j}, nil
}

// reader is what Reader returns.
type reader struct {
	end *os.File
	job *Job

	mu     sync.Mutex
	over   bool // the end was seen
	closed bool
}

func (r *reader) Read(p []byte) (int, error) {
	n, err := r.end.Read(p)
	if err == io.EOF {
		r.mu.Lock()
		r.over = true
		r.mu.Unlock()
	}
	return n, err
}

// Close closes the pipe and waits. A second call returns os.ErrClosed.
func (r *reader) Close() error {
	r.mu.Lock()
	over, closed := r.over, r.closed
	r.closed = true
	r.mu.Unlock()
	if closed {
		return os.ErrClosed
	}
	r.end.Close()
	err := r.job.Wait()
	if !over && r.leftAlone(err) {
		return nil
	}
	return err
}

// leftAlone tells whether err is that the last stage got SIGPIPE, or an EPIPE that
// it has made a status of, and nothing else.
func (r *reader) leftAlone(err error) bool {
	e, ok := err.(*Error)
	return ok && e.Op == OpSignal && e.Stage == r.job.Len()-1 && e.WaitStatus.Signal() == syscall.SIGPIPE
}

// Writer starts the pipeline and returns what its first stage reads from its
// standard input. It excludes Stdin. The writer must be closed: that is the end of
// the input, after which Close waits and returns what Job.Wait does. A write when
// nobody reads any more returns an error that is syscall.EPIPE.
func (p *Pipeline) Writer(ctx context.Context, opts ...Option) (io.WriteCloser, error) {
	o := optionsOf(opts)
	if o.Stdin != nil {
		o.wrong("Stdin", "has no effect with Writer")
	}
	end, other, err := copying.Pipe(true)
	if err != nil {
		return nil, &Error{Stage: -1, Op: OpPipe, Err: err}
	}
	r := redirect.NewKin(other)
	defer r.Unref()
	o.Stdin = r
	j, err := p.startAs("pipeline.Writer", ctx, &o)
	if err != nil {
		end.Close()
		return nil, err
	}
	return &writer{end: end, job: j}, nil
}

// writer is what Writer returns.
type writer struct {
	end *os.File
	job *Job
}

func (w *writer) Write(p []byte) (int, error) { return w.end.Write(p) }

// Close is the end of the input. A second call returns os.ErrClosed.
func (w *writer) Close() error {
	if err := w.end.Close(); errors.Is(err, os.ErrClosed) {
		return os.ErrClosed
	}
	return w.job.Wait()
}

// Lines runs the pipeline each time that it is ranged over, and yields what it
// writes to its standard output line by line, without the newlines, however long
// they are, while it runs. An error, of the start or of Wait, is the last that is
// yielded, with an empty line. A loop that is left ends the pipeline as a context
// does that is done.
func (p *Pipeline) Lines(ctx context.Context, opts ...Option) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		if ctx == nil {
			yield("", &ArgumentError{"pipeline.Lines", "ctx", "is nil"})
			return
		}
		own, cancel := context.WithCancel(ctx)
		defer cancel()
		r, err := p.openReader("pipeline.Lines", own, opts)
		if err != nil {
			yield("", err)
			return
		}
		defer func() { // the loop may be left by a panic, too
			cancel()
			r.Close()
		}()
		if !copying.Lines(r, func(line string) bool { return yield(line, nil) }) {
			return
		}
		if err := r.Close(); err != nil {
			yield("", err)
		}
	}
}

// String returns the pipeline as a line of shell. What runs in this process is
// there by its name.
func (p *Pipeline) String() string {
	if p == nil {
		return ""
	}
	stages := make([]string, len(p.stages))
	for i := range p.stages {
		stages[i] = p.stages[i].String()
	}
	return strings.Join(stages, " | ")
}

// String returns the stage as a command of shell: see Pipeline.String.
func (s Stage) String() string {
	text := s.text
	switch {
	case text != "":
	case len(s.argv) > 0:
		text = columns.QuoteAll(s.argv)
	default:
		text = columns.Quote(s.name)
	}
	for i := range s.ops {
		text += " " + s.ops[i].String()
	}
	return text
}
