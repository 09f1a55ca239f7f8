package pipeline

import (
	"context"
	"os"
	"syscall"

	"gpipe/internal/sys/poll"
)

// Signal sends sig to the stages and to what they have started: to the whole
// process group, and to each stage that has left it. In the caller's group it is
// sent to the stages and their descendants, as Group says. It returns
// os.ErrProcessDone when no stage of the Job that is a process is left, and
// EINVAL for what is no signal; 0 sends nothing.
func (j *Job) Signal(sig syscall.Signal) error {
	if sig < 0 || sig > maxSignal {
		return syscall.EINVAL
	}
	if sig != 0 {
		j.front.told(sig)
		j.lookForKin()
	}
	sent, failed := j.signalStages(sig)
	if sent && sig != 0 && j.kin != nil {
		j.kin.Signal(sig)
	}
	if !sent {
		j.front.told(syscall.SIGCONT) // nobody was stopped
		if failed == nil {
			failed = os.ErrProcessDone
		}
	}
	return failed
}

// signalStages sends sig to the group, and to the stages that are not in it.
func (j *Job) signalStages(sig syscall.Signal) (sent bool, failed error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	sent, failed = j.signalGroup(sig)
	for k := range j.runs {
		p := j.runs[k].proc
		if p == nil {
			continue
		}
		switch done, err := p.SignalOutside(j.pgid, sig); {
		case done:
			sent = true
		case err != nil && err != os.ErrProcessDone && err != syscall.ESRCH && failed == nil:
			failed = err
		}
	}
	return sent, failed
}

// signalGroup sends sig to the group through a stage that is in it and not
// reaped, so that the group can't be another's.
func (j *Job) signalGroup(sig syscall.Signal) (sent bool, err error) {
	if j.pgid == 0 {
		return false, nil
	}
	for k := range j.runs {
		p := j.runs[k].proc
		if p == nil {
			continue
		}
		switch err := p.SignalGroup(j.pgid, sig); {
		case err == nil:
			return true, nil
		case err != syscall.ESRCH && err != os.ErrProcessDone:
			return false, err
		}
	}
	return false, nil
}

// watch ends a Job when its context is done.
type watch struct {
	stop  func() bool
	ended chan struct{} // closed when all stages have ended
	over  chan struct{} // closed when the watch has done its work
}

func (j *Job) watchContext() {
	if j.ctx.Done() == nil {
		return
	}
	w := &watch{ended: make(chan struct{}), over: make(chan struct{})}
	j.watch = w
	w.stop = context.AfterFunc(j.ctx, func() {
		defer close(w.over)
		j.mu.Lock()
		if j.ended {
			j.mu.Unlock()
			return
		}
		j.cause = Cancelled(j.ctx)
		j.mu.Unlock()
		j.wake.Ring()
		j.terminate(w.ended)
	})
}

// unwatch returns when the context can't do anything to the Job any more.
// Every stage must have ended.
func (j *Job) unwatch() {
	if w := j.watch; w != nil {
		close(w.ended)
		if !w.stop() {
			<-w.over
		}
	}
}

// terminate ends the processes: SIGTERM, or Options.Cancel, the grace, SIGKILL. It returns when
// that is done, or ended is closed.
func (j *Job) terminate(ended <-chan struct{}) {
	if j.grace > 0 {
		j.lookForKin()
		for _, sig := range [...]syscall.Signal{j.cancel, syscall.SIGCONT} { // a stopped process does not see the first
			j.signalStages(sig)
			if j.kin != nil {
				j.kin.Signal(sig)
			}
		}
		if poll.Await(ended, j.grace) {
			return
		}
	}
	if j.kin != nil {
		j.killKin()
	}
	j.signalStages(syscall.SIGKILL)
}

// errAborted is the cause of the end of a Job that could not be started.
var errAborted error = &sentinel{text: "another stage could not be started"}

// abort ends and reaps the processes of a Job whose start failed.
func (j *Job) abort() {
	j.cause, j.waiting = errAborted, WaitCaller
	ended, over := make(chan struct{}), make(chan struct{})
	go func() {
		j.terminate(ended)
		close(over)
	}()
	j.reapAll(true)
	close(ended)
	<-over
	j.reapAnchor()
	j.front.close(j)
	j.wake.Close()
}
