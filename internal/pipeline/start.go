package pipeline

import (
	"context"
	"syscall"
	"time"

	"gpipe/internal/redirect"
	"gpipe/internal/sys"
	"gpipe/internal/sys/files"
	"gpipe/internal/sys/pipes"
	"gpipe/internal/sys/poll"
)

// pidfdStages is the number of stages of one pipeline that get a process
// descriptor. The later ones are waited for without, so that a long pipeline
// does not run out of descriptors for its pipes.
const pidfdStages = 64

// launcher is the state of one Start. It owns every descriptor made on the
// way until a stage has it.
type launcher struct {
	ctx    context.Context
	o      *Options
	job    *Job
	stages []Stage // those not yet started
	k      int     // index of stages[0]
	count  int     // of all stages

	next    *redirect.File    // read end of the pipe to the stage k
	std     [3]*redirect.File // for Cmd and Func stages; made on demand
	null    *redirect.File    // /dev/null, made on demand
	dir     *redirect.File    // Options.Dir, nil without
	cgroup  *redirect.File    // Options.Cgroup, made on demand
	env     []string          // for Cmd stages, nil until needed
	path    string            // its PATH
	spawner spawner

	// Of the stage being started:
	table redirect.Table   // of a Cmd stage
	opens redirect.Context // what its redirections depend on
}

// start starts stages. Nothing but processes, and goroutines that belong to
// the Job, is left when it returns.
func start(ctx context.Context, stages []Stage, o *Options) (*Job, error) {
	l := &launcher{ctx: ctx, o: o, job: newJob(ctx, len(stages), o), stages: stages, count: len(stages)}
	defer l.release()
	err := l.job.openTerminal(o)
	if err == nil {
		err = l.startAll()
	}
	if err != nil {
		l.job.observed = nil // it has not begun
		l.unwind()
		return nil, err
	}
	l.job.run()
	return l.job, nil
}

func newJob(ctx context.Context, stages int, o *Options) *Job {
	j := &Job{ctx: ctx, policy: o.Policy, waiting: o.engine.Waiting, drain: o.Drain, grace: o.Grace, wake: poll.NoWake}
	if o.Observer != nil {
		j.observed = &observation{by: o.Observer}
	}
	if j.drain == 0 {
		j.drain = DefaultDrain
	}
	if j.grace == 0 {
		j.grace = DefaultGrace
	}
	if j.cancel = o.Cancel; j.cancel == 0 {
		j.cancel = syscall.SIGTERM
	}
	if j.waiting == WaitBackground {
		j.done = make(chan struct{})
	}
	if stages == 1 {
		j.runs = j.one[:]
	} else {
		j.runs = make([]runningProcess, stages)
	}
	j.setGroup(o)
	return j
}

func (l *launcher) startAll() error {
	if l.count == 0 {
		return &Error{Stage: -1, Op: OpStart, Err: ErrEmpty}
	}
	if err := l.openDir(); err != nil {
		return err
	}
	for len(l.stages) > 0 {
		if l.ctx.Err() != nil {
			return &Error{Stage: l.k, Name: l.stages[0].name, Op: OpCancel, Err: Cancelled(l.ctx)}
		}
		if err := l.stage(&l.stages[0]); err != nil {
			return err
		}
		l.stages = l.stages[1:]
		l.k++
	}
	return nil
}

func (l *launcher) openDir() error {
	if l.o.Dir == "" {
		return nil
	}
	fd, err := files.OpenDir(-1, l.o.Dir)
	if err != nil {
		return &Error{Stage: -1, Name: l.o.Dir, Op: OpDir, Err: err}
	}
	l.dir = redirect.NewFile(fd)
	return nil
}

// stage starts stage k or, if it runs in this process, makes it ready.
func (l *launcher) stage(s *Stage) error {
	files, err := l.files(s)
	if err != nil {
		files.Close()
		return err
	}
	l.opens = l.context(s)
	st := &l.job.runs[l.k].Status
	st.Name, st.Argv, st.Text, st.Start = s.name, s.argv, s.text, time.Now()
	if l.job.observed != nil {
		l.job.runs[l.k].tally = s.tally
	}
	err = s.does().start(l, s, files)
	if err != nil {
		files.Close()
	}
	return err
}

// files returns the fd table of a stage with the ends of the pipes joined.
// The caller closes it, also on failure.
func (l *launcher) files(s *Stage) (*redirect.Table, error) {
	t := s.does().table()
	if _, own := s.does().(program); own {
		t = &l.table // nobody needs it when the process has started
	} else if t == nil {
		t = new(redirect.Table)
	}
	if err := l.joinStd(s, t); err != nil {
		return t, err
	}
	if l.next != nil {
		t.Set(0, l.next)
		l.next = nil
	}
	if l.k == l.count-1 {
		return t, nil
	}
	w, err := l.pipe()
	if err != nil {
		return t, &Error{Stage: l.k, Name: s.name, Op: OpPipe, Err: err}
	}
	t.Set(1, w)
	return t, nil
}

// pipe makes the pipe after stage k: it keeps the read end for the next
// stage and returns the write end.
func (l *launcher) pipe() (*redirect.File, error) {
	r, w, err := sys.Pipe()
	if err != nil {
		return nil, err
	}
	if l.o.PipeSize > 0 {
		pipes.SetPipeSize(w, l.o.PipeSize) // only a wish
	}
	l.next = redirect.Own(redirect.NewKin(r))
	return redirect.NewKin(w), nil
}

// joined tells whether stderr of stage k goes into the pipe after it.
func (l *launcher) joined() bool {
	return l.k < len(l.o.JoinStderr) && l.o.JoinStderr[l.k] && l.k < l.count-1
}

// redirect applies the redirections of stage k, which is s. Those before one
// that fails stay in effect, as in a shell's child. The error is an *Error
// with OpRedirect, or OpCancel when it was c.Done that ended a wait.
func (j *Job) redirect(s *Stage, k int, joined bool, files *redirect.Table, c *redirect.Context) error {
	for i := range s.ops {
		undo, err := files.Apply(s.ops[i:i+1], c)
		if err != nil {
			return j.redirectError(s, k, c, err)
		}
		undo.Commit()
	}
	if out := files.Get(1); joined && out != nil {
		files.Set(2, out.Ref())
	}
	return nil
}

func (j *Job) redirectError(s *Stage, k int, c *redirect.Context, err error) *Error {
	e := &Error{Stage: k, Name: s.name, Op: OpRedirect, Err: err}
	select {
	case <-c.Done:
		e.Op = OpCancel
		if c.By != nil {
			e.WaitStatus = syscall.WaitStatus(c.By())
		}
		if j.ctx.Err() != nil {
			e.Err = Cancelled(j.ctx)
		}
	default:
	}
	return e
}

// context is what the redirections of a stage depend on.
func (l *launcher) context(s *Stage) redirect.Context {
	c := redirect.Context{DirFd: l.dirFd(), Umask: -1}
	if p := s.resolved(); p != nil {
		c = p.Redirect
	}
	if c.Done == nil {
		c.Done = l.ctx.Done()
	}
	return c
}

func (l *launcher) dirFd() int {
	if l.dir == nil {
		return -1
	}
	fd, _ := l.dir.Fd() // it is no capture
	return fd
}

// release drops what the stages share.
func (l *launcher) release() {
	for _, f := range [...]*redirect.File{l.std[0], l.std[1], l.std[2], l.null, l.dir, l.next, l.cgroup} {
		if f != nil {
			f.Unref()
		}
	}
	l.std, l.null, l.dir, l.next, l.cgroup = [3]*redirect.File{}, nil, nil, nil, nil
}

// unwind takes everything back after stage k could not be started: the
// tables of the stages that don't run, then the processes that do.
func (l *launcher) unwind() {
	drop(l.stages)
	l.release()
	j := l.job
	for i := range j.runs {
		j.runs[i].release()
	}
	for _, r := range j.relays {
		r.close()
	}
	if j.tail != nil {
		j.tail.Drop()
	}
	j.abort()
}

// drop closes the tables of stages that are not started.
func drop(stages []Stage) {
	for i := range stages {
		if files := stages[i].does().table(); files != nil {
			files.Close()
		}
	}
}

// Cancelled returns why ctx is done: an error that is context.Cause and ctx.Err().
func Cancelled(ctx context.Context) error {
	why, err := context.Cause(ctx), ctx.Err()
	if why == err {
		return err
	}
	return &causeError{why, err}
}

// causeError is a cause given by the program, together with the context's
// own error.
type causeError struct{ cause, err error }

func (e *causeError) Error() string   { return e.cause.Error() }
func (e *causeError) Unwrap() []error { return []error{e.cause, e.err} }

// errno tells whether err is e somewhere inside.
func errno(err error, e syscall.Errno) bool { return sys.Errno(err) == e }
