package interp

import (
	"sync"

	"gpipe/internal/option"
	"gpipe/internal/redirect"
	"gpipe/internal/sys"

	"mvdan.cc/sh/v3/syntax"
)

// lastsInShell tells whether the last command of a pipeline runs in the shell
// itself: shopt lastpipe, without job control.
func (sh *Shell) lastsInShell() bool {
	return sh.extra != nil && sh.extra.shopts&option.LastPipe != 0 && sh.opts&option.Monitor == 0
}

// lastPipe runs a pipeline whose last command runs in the shell itself. The others
// are started as those of a process substitution are.
func (sh *Shell) lastPipe(stages []stage, joins []bool, last func(*Shell) run, text string) Flow {
	n := len(stages) - 1
	before := stages[:n:n]
	if joins != nil && joins[n-1] {
		before = append(before[:n-1:n-1], before[n-1].joined())
	}
	if n == 1 {
		joins = nil
	} else if joins != nil {
		joins = joins[:n-1]
	}
	r, w, err := sys.Pipe()
	if err != nil {
		return sh.startError(&redirect.Error{Op: "pipe", Name: "lastpipe", Err: err})
	}
	env := sh.Fork()
	env.files.Set(1, redirect.NewKin(w))
	ours := redirect.NewKin(r)
	j, err := sh.launch(env, &asyncList{stages: before, joins: joins, text: text, subst: true})
	if err != nil {
		ours.Unref()
		return sh.startError(err)
	}
	f := sh.runLast(last(sh), stages[n].simple != nil, ours)
	status := sh.status
	if f.kind() != Next {
		return f
	}
	if code, ok := sh.Jobs().Await(j); !ok {
		sh.setStatuses([]int{code})
		return sh.heed()
	}
	var codes []int
	for _, st := range j.Run().Statuses() {
		codes = append(codes, st.ExitCode())
	}
	sh.setStatuses(append(codes, status))
	return sh.heed()
}

// runLast runs the last command with the pipe as its standard input.
func (sh *Shell) runLast(body run, simple bool, pipe *redirect.File) Flow {
	c := sh.openContext()
	undo, err := sh.files.Apply([]redirect.Op{redirect.To(0, pipe)}, &c)
	pipe.Unref()
	if err != nil {
		return sh.redirectError(err, false)
	}
	fed := sh.fed
	sh.fed, sh.debugged = true, simple
	f := body(sh)
	sh.fed, sh.debugged = fed, false
	undo.Restore(&sh.files)
	return f
}

// lastBody returns what compiles the last command of the pipeline at a place for
// the shell itself. That of a stage is for an environment of its own, unless it is
// a simple command.
func lastBody(st *stage, at origin, file *fileName) func(*Shell) run {
	if st.simple != nil || at.text == nil {
		body := st.body
		return func(*Shell) run { return body }
	}
	var once sync.Once
	var body run
	return func(sh *Shell) run {
		once.Do(func() { body = sh.compileLast(at, file) })
		return body
	}
}

// compileLast compiles the last command of the pipeline at a place.
func (sh *Shell) compileLast(at origin, file *fileName) run {
	l, err := sh.rt.parsers.Again(at.text)
	if err == nil {
		where := at.place(placeStage, 0)
		where.text = l
		if b, ok := l.Find(where.is).(*syntax.BinaryCmd); ok {
			c := newCompiler(sh.rt)
			c.text, c.file = l, file
			c.heed(sh.opts)
			return c.stmt(b.Y)
		}
		err = errNoCommand
	}
	return func(sh *Shell) Flow {
		sh.fail(&Error{Op: "lastpipe", Err: err}, 2)
		return sh.fatal(2)
	}
}

// joined is the stage with its standard error going where its output goes.
func (s stage) joined() stage {
	body := s.body
	s.direct, s.plain, s.at = nil, nil, nil
	s.body = func(sh *Shell) Flow {
		sh.files.Set(2, sh.files.Get(1).Ref())
		return body(sh)
	}
	return s
}
