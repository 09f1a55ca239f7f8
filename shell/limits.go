//go:build !windows

package shell

import (
	"context"
	"errors"
	"io"
	"os"
	"strconv"
	"sync"
	"syscall"
	"time"

	"gpipe/internal/interp"
	"gpipe/internal/relay"
	"gpipe/pipeline"
)

// Limits bound each Run of a Shell. A Run that reaches one is ended as by its context:
// the error is a *CancelError whose cause is a *LimitError. Where there is a limit,
// asynchronous lists end with the Run that has started them: what still runs when it
// is about to return gets SIGKILL.
type Limits struct {
	Time time.Duration // that a Run may take

	// Output is how many bytes a Run may write to the Stdout and Stderr of the
	// Shell, which are copied for that also if they are files. So many are written,
	// and what comes after them is dropped.
	Output int64

	// Processes is how many stages of pipelines may run at the same time, and
	// asynchronous lists. A command alone is one; what programs start is not counted.
	Processes int
}

// LimitError says which of the Limits a Run has reached. That of time is
// context.DeadlineExceeded.
type LimitError struct {
	Limit string // "Time", "Output", "Processes"
	Max   string // the limit
}

// Error gives the limit.
func (e *LimitError) Error() string { return "limit reached: " + e.Limit + ": " + e.Max }

// Is makes the limit of time context.DeadlineExceeded.
func (e *LimitError) Is(target error) bool {
	return target == context.DeadlineExceeded && e.Limit == "Time"
}

// bounds is the Limits of a Shell, and what the Run has used of them.
type bounds struct {
	Limits

	mu      sync.Mutex
	cancel  context.CancelCauseFunc // of the Run, nil between two
	reached *LimitError             // by it
	written int64                   // by it
	running int
}

// bounds makes what keeps the limits, nil without any.
func (l Limits) bounds() *bounds {
	if l == (Limits{}) {
		return nil
	}
	return &bounds{Limits: l}
}

// misused tells which limit can't be.
func (l Limits) misused() bool { return l.Time < 0 || l.Output < 0 || l.Processes < 0 }

// begin begins a Run. What it returns ends it.
func (b *bounds) begin(ctx context.Context) (limited context.Context, end func()) {
	if b == nil {
		return ctx, func() {}
	}
	limited, cancel := context.WithCancelCause(ctx)
	b.mu.Lock()
	b.cancel, b.reached, b.written = cancel, nil, 0
	b.mu.Unlock()
	timer := new(time.Timer)
	if b.Time > 0 {
		timer = time.AfterFunc(b.Time, func() {
			b.mu.Lock()
			defer b.mu.Unlock()
			if limited.Err() == nil { // else it is an earlier Run's
				b.reach("Time", b.Time.String())
			}
		})
	}
	return limited, func() {
		if b.Time > 0 {
			timer.Stop()
		}
		b.mu.Lock()
		b.cancel = nil
		b.mu.Unlock()
		cancel(nil)
	}
}

// reach ends the Run. b.mu is held.
func (b *bounds) reach(limit, most string) {
	if b.reached == nil && b.cancel != nil {
		b.reached = &LimitError{limit, most}
		b.cancel(b.reached)
	}
}

// Start, Sample, Exit and End are for pipeline.Observer.
func (b *bounds) Start(j *pipeline.Job) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.running += len(j.Statuses()); b.running > b.Processes {
		b.reach("Processes", strconv.Itoa(b.Processes))
	}
}

func (b *bounds) Sample(*pipeline.Job)    {}
func (b *bounds) Exit(*pipeline.Job, int) {}

func (b *bounds) End(j *pipeline.Job) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.running -= len(j.Statuses())
}

// settle is the end of a Run, when its output has arrived: nothing of it goes on, and
// a limit that was reached is its error.
func (b *bounds) settle(sh *interp.Shell, err error) error {
	if b == nil {
		return err
	}
	for sh.Signal(syscall.SIGKILL) != os.ErrProcessDone {
		time.Sleep(time.Millisecond)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	var limit *LimitError
	if b.reached == nil || errors.As(err, &limit) {
		return err
	}
	exit := ExitError{sh.Status(), sh.WaitStatus()}
	return &CancelError{exit, b.reached}
}

// limitedWriter is a Stdout or Stderr with a limit. What is beyond it is taken, so that
// nobody waits.
type limitedWriter struct {
	b   *bounds
	out io.Writer
}

func (w limitedWriter) Write(p []byte) (int, error) {
	w.b.mu.Lock()
	fits := p[:min(int64(len(p)), max(0, w.b.Output-w.b.written))]
	w.b.written += int64(len(fits))
	if len(fits) < len(p) {
		w.b.reach("Output", strconv.FormatInt(w.b.Output, 10)+" bytes")
	}
	w.b.mu.Unlock()
	if len(fits) == 0 {
		return len(p), nil
	}
	if n, err := w.out.Write(fits); err != nil || n < len(fits) {
		return n, err
	}
	return len(p), nil
}

// bound puts the limits into options.
func (b *bounds) bound(o *Options) {
	if b == nil {
		return
	}
	o.Tied = true
	if b.Processes > 0 {
		o.Observer = pipeline.Observers(b, o.Observer)
	}
	if b.Output == 0 {
		return
	}
	same := relay.Same(o.Stdout, o.Stderr)
	if o.Stdout != nil {
		o.Stdout = limitedWriter{b, o.Stdout}
	}
	switch {
	case same:
		o.Stderr = o.Stdout
	case o.Stderr != nil:
		o.Stderr = limitedWriter{b, o.Stderr}
	}
}
