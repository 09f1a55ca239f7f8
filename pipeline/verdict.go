package pipeline

import (
	"errors"
	"syscall"
)

// decider returns the index of the stage that decides by the Policy: the last
// one that counts and failed, or else the last.
func (j *Job) decider() int {
	last := len(j.runs) - 1
	if j.policy == Last || j.runs[last].failed() {
		return last
	}
	for k := last - 1; k >= 0; k-- {
		if r := &j.runs[k]; r.failed() && !(j.policy == AnyButSIGPIPE && r.brokenPipe()) {
			return k
		}
	}
	return last
}

func (s *Status) failed() bool { return s.WaitStatus != 0 || s.Err != nil }

func (s *Status) brokenPipe() bool {
	return s.WaitStatus.Signaled() && s.WaitStatus.Signal() == syscall.SIGPIPE
}

// verdict is the error of Wait. In order:
//  1. The context was done first.
//  2. A stage panicked, or could not be started after all.
//  3. The deciding stage failed.
func (j *Job) verdict() error {
	k := j.decider()
	st := &j.runs[k].Status
	if j.cause != nil {
		return &Error{Stage: k, Name: st.Name, Op: OpCancel, WaitStatus: st.WaitStatus, Err: j.cause}
	}
	for i := range j.runs {
		if r := &j.runs[i]; r.unstarted || isPanic(r.Err) {
			return r.error(i)
		}
	}
	if st.failed() {
		return j.runs[k].error(k)
	}
	return nil
}

func isPanic(err error) bool {
	var panicked *PanicError
	return errors.As(err, &panicked)
}

// error describes the failure of stage k.
func (r *running) error(k int) error {
	e := &Error{Stage: k, Name: r.Name, WaitStatus: r.WaitStatus, Err: r.Err}
	switch {
	case r.unstarted:
		return r.Err // an *Error already
	case isPanic(r.Err):
		e.Op = OpPanic
	case r.Err != nil && r.Pid != 0:
		e.Op = OpWait
	case r.Err != nil:
		e.Op = OpFunc
	case r.WaitStatus.Signaled():
		e.Op = OpSignal
	default:
		e.Op = OpExit
	}
	return e
}
