package pipeline

import (
	"context"
	"os"
	"sync"
	"syscall"
	"time"

	"gpipe/internal/sys"
)

// Job is a pipeline that was started. Its methods may be called from many
// goroutines.
type Job struct {
	ctx     context.Context
	policy  Policy
	grace   time.Duration
	drain   time.Duration
	waiting Waiting

	work    sync.WaitGroup // goroutines that own a stage
	collect sync.Once
	done    chan struct{} // closed when Wait has its result; made on demand
	relays  []*relay
	capture *relay // one of relays
	watch   *watch // nil when ctx can't be done

	mu     sync.Mutex // guards what follows
	runs   []running
	pgid   int
	ended  bool  // every stage has ended
	cause  error // why it was cancelled
	result error // of Wait

	one [1]running // backs runs when there is one
}

// running is one stage of a Job.
type running struct {
	Status
	proc *sys.Process // nil: in this process, or not started
	body func()       // the stage's work in this process, else nil
}

// Wait waits for the end of all stages and returns nil if the pipeline
// succeeded by its Policy, or else an *Error for the stage that decided. It
// waits for the stages only, not for processes they leave behind, even if
// those still hold a pipe; see Options.Drain for output that is copied. Each
// call returns the same.
//
// After the context was done the error is an *Error with OpCancel that wraps
// context.Cause, with the wait status of the deciding stage.
func (j *Job) Wait() error {
	if j.waiting == WaitBackground {
		<-j.done
	} else {
		j.collect.Do(j.gather)
	}
	return j.result
}

// Done returns a channel that is closed when Wait would return at once. With
// WaitCaller and WaitBlocking, Done starts a goroutine that does the waiting.
func (j *Job) Done() <-chan struct{} {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.done == nil {
		j.done = make(chan struct{})
		go func() {
			j.collect.Do(j.gather)
			close(j.done)
		}()
	}
	return j.done
}

// Output waits like Wait and returns what the last stage wrote to its
// standard output. The Job must have been started with Capture.
func (j *Job) Output() ([]byte, error) {
	err := j.Wait()
	if j.capture == nil {
		return nil, ErrNotCaptured
	}
	return j.capture.buf, err
}

// Statuses returns the state of every stage, first to last. It does not wait.
func (j *Job) Statuses() []Status {
	j.mu.Lock()
	defer j.mu.Unlock()
	list := make([]Status, len(j.runs))
	for i := range j.runs {
		list[i] = j.runs[i].Status
	}
	return list
}

// ExitCode returns the exit status of the pipeline in a shell's terms, 0 to
// 255, by its Policy. It is meant to be called after Wait.
func (j *Job) ExitCode() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.runs[decides(j.policy, j.runs)].ExitCode()
}

// Pgid returns the process group the stages were put into. It is 0 when that
// is the caller's, or no process has started.
func (j *Job) Pgid() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.pgid
}

// Signal sends sig to the whole process group, and to each stage that has
// left it. In the caller's group it is sent to each stage only. It returns
// os.ErrProcessDone when no process of the Job is left.
func (j *Job) Signal(sig syscall.Signal) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.signal(sig)
}

func (j *Job) signal(sig syscall.Signal) error {
	failed := os.ErrProcessDone
	return failed
}
