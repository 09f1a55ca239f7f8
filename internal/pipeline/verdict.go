package pipeline

import (
	"errors"
	"syscall"
)

// Decides returns which of a number of stages, 0 and up, has the status of a
// pipeline by the policy p, when failed tells which of them failed and count:
//  1. With Last, the last stage.
//  2. The last stage, if it failed.
//  3. The last stage before it that failed.
//  4. The last stage: all succeeded.
func Decides(p Policy, stages int, failed func(k int) bool) int {
	last := stages - 1
	if p == Last || failed(last) {
		return last
	}
	for k := last - 1; k >= 0; k-- {
		if failed(k) {
			return k
		}
	}
	return last
}

// decider returns the index of the stage that decides by the Policy.
func (j *Job) decider() int {
	last := len(j.runs) - 1
	return Decides(j.policy, len(j.runs), func(k int) bool {
		r := &j.runs[k]
		return r.failed() && !(j.policy == AnyButSIGPIPE && k < last && r.brokenPipe())
	})
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
func (r *runningProcess) error(k int) error {
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
