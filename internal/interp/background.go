package interp

import (
	"slices"
	"syscall"

	"gpipe/pipeline"
	"gpipe/redirect"

	"mvdan.cc/sh/v3/syntax"
)

// background compiles "cmd &": the shell goes on at once, and $! is the
// process id of the last stage, or the number of an in-process job.
func (c *compiler) background(s *syntax.Stmt) run {
	stmts, joins := asyncStages(s)
	var stages []stage
	for i, st := range stmts {
		stage := c.stage(st)
		stage.at = c.asyncPlace(s, i)
		stages = append(stages, stage)
	}
	line := c.line(s.Pos())
	return func(sh *Shell) Flow {
		sh.line = line
		return sh.startBackground(stages, joins)
	}
}

// asyncStages returns the commands that become the stages of "s &": those of
// a pipeline, or s itself.
func asyncStages(s *syntax.Stmt) (stmts []*syntax.Stmt, joins []bool) {
	fg := *s
	fg.Background = false
	if b, ok := s.Cmd.(*syntax.BinaryCmd); ok && isPipe(b.Op) && !s.Negated && len(s.Redirs) == 0 {
		return flatten(b, nil, nil)
	}
	return []*syntax.Stmt{&fg}, nil
}

// startBackground starts an asynchronous list (XCU 2.9.3.1): standard input
// is /dev/null and SIGINT and SIGQUIT are ignored, without job control.
func (sh *Shell) startBackground(stages []stage, joins []bool) Flow {
	env := sh.Fork()
	env.ignored = addSignals(env.ignored, syscall.SIGINT, syscall.SIGQUIT)
	c := env.openContext()
	undo, err := env.files.Apply([]redirect.Op{redirect.In(0, "/dev/null")}, &c)
	if err != nil {
		env.End(Next)
		return sh.redirectError(err, false)
	}
	undo.Commit()
	l, forget := sh.fork(env)
	list := make([]pipeline.Stage, len(stages))
	for i := range stages {
		list[i] = stages[i].startAsync(env)
	}
	o := sh.rt.launch
	o.JoinStderr = joins
	o.Waiting = pipeline.WaitBackground
	report := sh.watch(&o)
	mark := l.starting()
	job, err := pipeline.New(list...).StartWith(l.ctx, &o)
	l.add(job, mark)
	if err != nil {
		forget()
		env.End(Next)
		if report != nil {
			report(nil)
		}
		return sh.startError(err)
	}
	statuses := job.Statuses()
	// The stages have files of their own: what env holds would keep pipes open.
	env.files.Close()
	sh.lastBg = sh.rt.jobs.Add(job, statuses[len(statuses)-1].Pid, func() {
		if report != nil {
			report(job)
		}
		forget()
		env.End(Next)
	})
	sh.rt.lives.name(l, sh.lastBg)
	if sh.bg == nil {
		sh.bg = make(pidSet)
	}
	sh.bg[sh.lastBg] = struct{}{}
	sh.status = 0
	return Next
}

// addSignals returns set with sigs added; set itself is not changed.
func addSignals(set []sigNum, sigs ...sigNum) []sigNum {
	out := slices.Clone(set)
	for _, s := range sigs {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}
