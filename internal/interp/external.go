package interp

import (
	"context"
	"errors"
	"strings"
	"syscall"

	"gpipe/internal/option"
	"gpipe/internal/pipeline"
	"gpipe/internal/redirect"
	"gpipe/internal/sys/signals"
)

// proc describes a child of this environment.
func (sh *Shell) proc(path string, argv, env []string) *pipeline.Proc {
	files := sh.files.Fork()
	p := &pipeline.Proc{
		Path: path, Argv: argv, Env: env,
		DirFd: sh.dir.Fd(), Umask: int(sh.umask),
		SigIgnore: sh.ignored,
		Rlimits:   sh.state.rlimits(),
		Files:     &files,
		Redirect:  sh.childContext(),
	}
	if sh.rt.own {
		p.Own, p.Interpreter = true, sh.interpreter
	}
	at, name := sh.where(), argv[0]
	p.Failed = func(ctx context.Context, err error, files *redirect.Table) int {
		return sh.failedStart(ctx, at, name, p, err, files)
	}
	return p
}

// failedStart takes the place of a command that could not be started.
func (sh *Shell) failedStart(ctx context.Context, at where, name string, p *pipeline.Proc, err error, files *redirect.Table) int {
	var pe *pipeline.Error
	if errors.As(err, &pe) && pe.Op == pipeline.OpRedirect {
		sh.reportAt(at, files, Message(pe.Err))
		return 1
	}
	if errors.Is(err, syscall.ENOEXEC) {
		return sh.runPlainScript(ctx, p, files)
	}
	sh.besides().unstarted = true
	status := startStatus(err)
	why := Cause(err)
	if status == 127 {
		why = "not found"
		sh.hash.Forget(name)
	}
	sh.reportAt(at, files, Quote(name)+": "+why)
	return status
}

// notFound is the stage of a command that is nowhere in PATH.
func (sh *Shell) notFound(err error, ops []redirect.Op) func(context.Context, *redirect.Table) int {
	at, c := sh.where(), sh.childContext()
	return func(_ context.Context, files *redirect.Table) int {
		var undo redirect.Undo
		rerr := sh.add(files, ops, &c, &undo)
		undo.Commit()
		if rerr != nil {
			sh.reportAt(at, files, Message(rerr))
			return 1
		}
		var nf *NotFoundError
		if errors.As(err, &nf) && nf.Err != nil {
			sh.reportAt(at, files, Quote(nf.Name)+": "+Cause(nf.Err))
		} else {
			sh.reportAt(at, files, Quote(err.(*NotFoundError).Name)+": not found")
		}
		return startStatus(err)
	}
}

// foreground runs stages and waits. It sets the status and PIPESTATUS. at is
// where the command stands, if that is known.
func (sh *Shell) foreground(stages []pipeline.Stage, join []bool, at origin) Flow {
	o := sh.rt.launch
	if e := pipeline.Engine(&o); sh.life != sh.rt.main && e.Waiting == pipeline.WaitBlocking {
		e.Waiting = pipeline.WaitCaller // there may be many who wait
	}
	o.JoinStderr = join
	tty := sh.lend(&o)
	report := sh.watch(&o)
	mark := sh.life.Starting(sh.leaving)
	job, err := pipeline.New(stages...).StartWith(sh.life.Context(), &o)
	sh.life.Add(job, mark)
	if err != nil {
		tty.takeBack(false)
		if report != nil {
			report(nil)
		}
		return sh.startError(err)
	}
	sh.tally.Wait(job)
	ended := sh.awaitForeground(job, tty, at)
	sh.tally.Waited(job)
	sh.life.Remove(job)
	if report != nil {
		report(job)
	}
	sh.newEpoch()
	sh.reapCoproc()
	if sh.life.Context().Err() != nil { // before the life has noticed
		sh.life.Finish(0)
	}
	statuses := job.Statuses()
	sh.syncSignals(statuses...)
	if sh.acts() {
		sh.life.Release()
	}
	if !ended {
		return sh.leaveLoops()
	}
	sh.collect(statuses)
	if f := sh.judge(statuses); f != Next {
		return f
	}
	return sh.heed()
}

// leaveLoops ends all loops when someone at the terminal has stopped a job in one, as
// in bash: who wants to do something else does not want the next round.
func (sh *Shell) leaveLoops() Flow {
	if f := sh.heed(); f != Next || sh.loops == 0 || sh.opts&option.Interactive == 0 || sh.posix() {
		return f
	}
	return Break(int(sh.loops))
}

// await calls wait, which waits for a foreground job. When nothing here can
// write meanwhile, since the job is alone a process and no other runs here, a SIGPIPE from outside ends
// the shell as it would end one without threads.
func (sh *Shell) await(alone bool, wait func()) {
	l, f := sh.rt.main, &sh.rt.signals.farewells
	if alone && sh.rt.own && sh.rt.inside.Load() == 0 && sh.observer() == nil && sh.life == l && sh.acts() && f.actions.Load() == 0 &&
		l.Defaults(syscall.SIGPIPE) {
		signals.LetPipeSignalEnd()
		defer signals.KeepPipeSignal()
	}
	sh.park(wait)
}

// startError reports a pipeline that could not be started.
func (sh *Shell) startError(err error) Flow {
	if sh.life.Context().Err() != nil {
		sh.life.Finish(0)
		return sh.stopped()
	}
	if pe := (*pipeline.Error)(nil); errors.As(err, &pe) && pe.Op == pipeline.OpCancel { // a FIFO was not opened
		sh.setStatuses([]int{pe.ExitCode()})
		return Next
	}
	sh.Report(strings.TrimPrefix(Message(err), "gpipe: "))
	sh.setStatuses([]int{startStatus(err)})
	return Next
}

// collect turns the statuses of the stages into $? and PIPESTATUS.
func (sh *Shell) collect(stages []pipeline.Status) {
	if len(stages) == 1 { // the usual case, without a slice
		sh.pipe = append(sh.pipe[:0], stages[0].ExitCode())
	} else {
		sh.pipe = sh.pipe[:0]
		for i := range stages {
			sh.pipe = append(sh.pipe, stages[i].ExitCode())
		}
	}
	last := &stages[len(stages)-1]
	for i := range stages {
		sh.noteLost(&stages[i], true)
	}
	if last.Pid != 0 {
		sh.announce(last.Name, last.WaitStatus)
	}
	sh.last = last.WaitStatus
	sh.piped, sh.pooled = true, false
	sh.status = sh.pipe[sh.decider()]
}

// setStatuses sets $? and PIPESTATUS of a pipeline that did not run.
func (sh *Shell) setStatuses(codes []int) {
	sh.pipe = append(sh.pipe[:0], codes...)
	sh.piped, sh.pooled = true, false
	sh.status = sh.pipe[sh.decider()]
}

// policy says which stages of a pipeline that begins now count.
func (sh *Shell) policy() pipeline.Policy {
	if sh.opts&option.PipeFail != 0 {
		return pipeline.Any
	}
	return pipeline.Last
}

// decider is the stage whose status is that of the pipeline (XCU 2.9.2).
func (sh *Shell) decider() int {
	return pipeline.Decides(sh.policy(), len(sh.pipe), func(k int) bool { return sh.pipe[k] != 0 })
}

// announce tells of a command that a signal ended, save by those that end
// commands in the ordinary course of things.
func (sh *Shell) announce(name string, ws syscall.WaitStatus) {
	if !ws.Signaled() {
		return
	}
	switch ws.Signal() {
	case syscall.SIGINT, syscall.SIGPIPE:
		return
	}
	text := signals.Text(ws.Signal())
	if ws.CoreDump() {
		text += " (core dumped)"
	}
	sh.Report(Quote(name) + ": " + text)
}
