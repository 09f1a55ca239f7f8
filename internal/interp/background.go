package interp

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"gpipe/internal/job"
	"gpipe/internal/option"
	"gpipe/internal/pipeline"
	"gpipe/internal/plan"
	"gpipe/internal/redirect"

	"mvdan.cc/sh/v3/syntax"
)

// background compiles "cmd &": the shell goes on at once, and $! is the
// process id of the last stage, or the number of an in-process job.
func (c *compiler) background(s *syntax.Stmt) run {
	if n, ok := s.Cmd.(*syntax.CoprocClause); ok && len(s.Redirs) == 0 {
		return c.coproc(n)
	}
	stmts, joins := plan.AsyncStages(s)
	var stages []stage
	for i, st := range stmts {
		stage := c.stage(st)
		stage.at = c.asyncPlace(s, i)
		stage.feed(i > 0)
		stages = append(stages, stage)
	}
	line, text := c.line(s.Pos()), c.origin(s).command(nil)
	return func(sh *Shell) Flow {
		sh.line = line
		if sh.opts&option.DebugTrap != 0 {
			if f := sh.debugStages(stages); f != Next {
				return sh.leftOut(f)
			}
		}
		return sh.startBackground(stages, joins, text)
	}
}

// startBackground starts an asynchronous list (XCU 2.9.3.1): standard input
// is /dev/null, see lacksInput, and SIGINT and SIGQUIT are ignored, without job
// control.
func (sh *Shell) startBackground(stages []stage, joins []bool, text string) Flow {
	env := sh.Fork()
	env.tally = nil // what is not waited for is not counted
	env.dropCoprocs()
	env.loopless()
	var wrong error
	if sh.opts&option.Monitor == 0 {
		env.ignored = addSignals(env.ignored, syscall.SIGINT, syscall.SIGQUIT)
		if sh.lacksInput() {
			wrong = env.noInput()
		}
	}
	if wrong != nil {
		sh.Report(Message(wrong))
	}
	j, err := sh.launch(env, &asyncList{stages: stages, joins: joins, text: text, failed: wrong != nil})
	if err != nil {
		return sh.startError(err)
	}
	sh.lastBg = j.Pid
	sh.status = 0
	if sh.attended() {
		sh.tell("[" + strconv.Itoa(j.ID) + "] " + strconv.Itoa(j.Pid) + "\n")
	}
	return Next
}

// asyncList is commands that are started and not waited for.
type asyncList struct {
	stages []stage
	joins  []bool
	text   string
	subst  bool // of a process substitution
	inside bool // in this process, in any case
	failed bool // it is not run: its status is 1
}

// launch starts an asynchronous list in the environment env, which was forked
// for it and belongs to the list then.
func (sh *Shell) launch(env *Shell, a *asyncList) (*job.Job, error) {
	sh.reapCoproc()
	l, forget := sh.detach(env)
	list, stages, joins := failedList(1), a.stages, a.joins
	if a.failed {
		joins = nil
	} else {
		list = make([]pipeline.Stage, len(stages))
		for i := range stages {
			env.fed = env.fed || i > 0
			if a.inside {
				list[i] = stages[i].start(env)
			} else {
				list[i] = stages[i].startAsync(env)
			}
		}
	}
	o := sh.rt.launch
	o.JoinStderr = joins
	pipeline.Engine(&o).Waiting = pipeline.WaitBackground
	o.Policy = sh.policy()
	if sh.opts&option.Monitor != 0 || o.Group == pipeline.GroupForeground {
		o.Group = pipeline.GroupOwn
	}
	report := env.watch(&o)
	mark := l.Starting(env.leaving)
	run, err := pipeline.New(list...).StartWith(l.Context(), &o)
	if err != nil && l.Context().Err() == nil {
		sh.Report(strings.TrimPrefix(Message(err), "gpipe: "))
		o.JoinStderr = nil
		run, err = pipeline.New(failedList(startStatus(err))...).StartWith(l.Context(), &o)
	}
	l.Add(run, mark)
	if err != nil {
		forget()
		env.End(Next)
		if report != nil {
			report(nil)
		}
		return nil, err
	}
	statuses := run.Statuses()
	// The stages have files of their own: what env holds would keep pipes open.
	env.files.Close()
	if sh.bg == nil {
		sh.bg = &job.Owner{}
	}
	j := &job.Job{Pid: statuses[len(statuses)-1].Pid, Text: a.text, Owner: sh.bg, Subst: a.subst}
	inside := int32(0)
	if j.Pid == 0 {
		inside = 1
	}
	sh.rt.inside.Add(inside)
	sh.rt.jobs.Add(j, run, func() {
		defer sh.rt.inside.Add(-inside)
		if report != nil {
			report(run)
		}
		for _, st := range run.Statuses() {
			env.noteLost(&st, false)
		}
		forget()
		env.End(Next)
	})
	sh.rt.lives.Name(l, j.Pid)
	sh.mindHangup()
	return j, nil
}

// failedList is an asynchronous list that could not begin. Its status is there
// for wait, as that of a process would be.
func failedList(status int) []pipeline.Stage {
	return []pipeline.Stage{pipeline.InProc("&", &redirect.Table{}, func(context.Context, *redirect.Table) int { return status })}
}

// noInput makes standard input /dev/null.
func (sh *Shell) noInput() error {
	c := sh.openContext()
	undo, err := sh.files.Apply([]redirect.Op{redirect.In(0, "/dev/null")}, &c)
	if err == nil {
		undo.Commit()
	}
	return err
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
