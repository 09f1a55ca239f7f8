package pipeline

import (
	"errors"
	"syscall"
	"time"

	"gpipe/internal/redirect"
	copying "gpipe/internal/relay"
	"gpipe/internal/sys/files"
	"gpipe/internal/sys/proc"
)

// opening is what remains to be done for a stage whose redirections wait for
// somebody else: opening a FIFO blocks until its other end is opened, which
// may be for a later stage of the same pipeline to do.
type opening struct {
	stage  Stage
	joined bool
	c      redirect.Context
	dir    *redirect.File // keeps c.DirFd open, if not nil
}

// mustWait tells whether the redirections of stage k open a FIFO while there
// is something else to go on with.
func (l *launcher) mustWait(s *Stage) bool {
	if l.count == 1 && l.o.engine.Waiting != WaitBackground {
		return false
	}
	for i := range s.ops {
		op := &s.ops[i]
		if op.Kind == redirect.KindOpen && op.Flags&syscall.O_RDWR == 0 && files.IsFifo(l.opens.DirFd, op.Path) {
			return true
		}
	}
	return false
}

// defers leaves the redirections of stage k to its goroutine.
func (l *launcher) defers(s *Stage) {
	o := &opening{stage: *s, joined: l.joined(), c: l.opens}
	if l.dir != nil {
		o.dir = l.dir.Ref()
	}
	l.job.runs[l.k].opening = o
}

// later makes ready the Cmd or Exec stage k that starts when its
// redirections are done. It takes files over if it succeeds.
func (l *launcher) later(s *Stage, files *redirect.Table) error {
	x := &spawner{}
	if err := l.resolve(s, &x.attr); err != nil {
		return startError(s, l.k, err)
	}
	own := files
	if files == &l.table {
		own = &redirect.Table{}
		*own, l.table = l.table, redirect.Table{}
	}
	j, k, stage := l.job, l.k, *s
	j.prepare(k, own, func() (syscall.WaitStatus, error) { return j.startLater(x, &stage, k, own) })
	l.defers(s)
	return nil
}

// startLater starts the process of stage k and waits for it.
func (j *Job) startLater(x *spawner, s *Stage, k int, files *redirect.Table) (syscall.WaitStatus, error) {
	p, err := j.spawnLater(x, s, k, files)
	switch {
	case err == errTooLate:
		return syscall.WaitStatus(syscall.SIGTERM), nil
	case err != nil:
		return j.failedLater(s, k, files, startError(s, k, err))
	}
	files.Close()
	return j.await(k, p)
}

// errTooLate: the Job was cancelled before the stage could start.
var errTooLate error = &sentinel{text: "cancelled"}

func (j *Job) spawnLater(x *spawner, s *Stage, k int, files *redirect.Table) (*proc.Process, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.cause != nil {
		return nil, errTooLate
	}
	p, err := j.spawn(x, s, k, files)
	if err == nil {
		r := &j.runs[k]
		r.proc, r.Pid, r.Start = p, p.Pid(), time.Now()
		j.watchStops(k, p)
	}
	return p, err
}

// failedLater lets the stage's Failed hook give the status of stage k, which
// could not start. One that was given up ends as a process would.
func (j *Job) failedLater(s *Stage, k int, files *redirect.Table, err error) (syscall.WaitStatus, error) {
	if isCancel(err) {
		return waitStatus(err.(*Error).ExitCode()), nil
	}
	if p := s.resolved(); p != nil && p.Failed != nil {
		return waitStatus(p.Failed(j.ctx, err, files)), nil
	}
	j.mu.Lock()
	j.runs[k].unstarted = true
	j.mu.Unlock()
	var failed *Error
	errors.As(err, &failed)
	return exited(failed.ExitCode()), err
}

// runBody is the goroutine of a stage in this process.
func (j *Job) runBody(k int) {
	r := &j.runs[k]
	work := r.body
	if o := r.opening; o != nil {
		if err := j.redirect(&o.stage, k, o.joined, r.files, &o.c); err != nil {
			work = func() (syscall.WaitStatus, error) { return j.failedLater(&o.stage, k, r.files, err) }
		}
	}
	ws, err := exited(2), copying.Goexit()
	defer func() { // also when the work ends its goroutine
		r.release()
		j.record(k, ws, err, time.Now())
		j.work.Done()
	}()
	ws, err = work()
}
