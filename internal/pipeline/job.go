package pipeline

import (
	"context"
	"sync"
	"syscall"
	"time"

	"gpipe/internal/redirect"
	copying "gpipe/internal/relay"
	"gpipe/internal/sys/poll"
	"gpipe/internal/sys/proc"
)

// Job is a pipeline that was started. Its methods may be called from many
// goroutines.
type Job struct {
	ctx     context.Context
	policy  Policy
	grace   time.Duration
	cancel  syscall.Signal // what ends it, before the grace
	drain   time.Duration
	waiting Waiting

	work    sync.WaitGroup // goroutines that own a stage
	collect sync.Once
	relays  []*relay
	capture *relay        // one of relays
	tail    *copying.Tail // of standard error, or nil
	watch   *watch        // nil when ctx can't be done
	wake    poll.Wake     // ends the waits of Func stages
	result  error         // of Wait

	group    bool      // the stages are put into a group
	anchor   int       // the stage that leads it, which has ended and is not reaped
	anchored time.Time // when it ended; zero: there is none
	front    *front    // of a group that is to have the terminal, or nil
	kin      *proc.Kin // what the stages have started, in the caller's group, or nil

	observed *observation // nil: it is not

	mu     sync.Mutex    // guards what follows
	done   chan struct{} // closed when result is there; made on demand
	runs   []runningProcess
	pgid   int
	leader int   // the stage that made the group; negative: none
	ended  bool  // every stage has ended
	cause  error // why it was cancelled

	one [1]runningProcess // backs runs when there is one
}

// running is one stage of a Job.
type runningProcess struct {
	Status
	proc  *proc.Process // nil: in this process, or not started
	tally *Tally        // of one in this process, or nil

	// Of a stage with a goroutine of its own:
	body    body
	files   *redirect.Table
	opening *opening // what comes before body, or nil

	unstarted bool // Err says why it could not be started
}

// status is the Status as it is now.
func (r *runningProcess) status() Status {
	st := r.Status
	if st.Usage != nil {
		u := *st.Usage
		st.Usage = &u
	}
	return st
}

// release drops what a stage in this process holds.
func (r *runningProcess) release() {
	if r.files != nil {
		r.files.Close()
	}
	if r.opening != nil && r.opening.dir != nil {
		r.opening.dir.Unref()
	}
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
		<-j.done // made by start
	} else {
		j.collect.Do(j.gather)
	}
	return j.result
}

// Done returns a channel that is closed when Wait would return at once.
func (j *Job) Done() <-chan struct{} {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.done == nil { // nobody waits yet: WaitCaller or WaitBlocking
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
	return j.capture.kept.Bytes(), err
}

// Len returns the number of stages.
func (j *Job) Len() int { return len(j.runs) }

// Status returns the state of stage k, which is from 0 to Len()-1. It does not
// wait.
func (j *Job) Status(k int) Status {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.runs[k].status()
}

// Statuses returns the state of every stage, first to last. It does not wait.
func (j *Job) Statuses() []Status {
	j.mu.Lock()
	defer j.mu.Unlock()
	list := make([]Status, len(j.runs))
	for i := range j.runs {
		list[i] = j.runs[i].status()
	}
	return list
}

// ExitCode returns the exit status of the pipeline in a shell's terms, 0 to
// 255, by its Policy. It is meant to be called after Wait.
func (j *Job) ExitCode() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.runs[j.decider()].ExitCode()
}

// Pgid returns the process group the stages were put into. It is 0 when that
// is the caller's (see GroupAuto), or no process has started.
func (j *Job) Pgid() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.pgid
}
