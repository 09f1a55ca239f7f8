package interp

import (
	"slices"
	"strconv"

	"gpipe/internal/plan"
	"gpipe/internal/redirect"
	"gpipe/internal/sys"
	"gpipe/internal/sys/rlimit"

	"mvdan.cc/sh/v3/syntax"
)

// processSubst is a compiled process substitution.
type processSubst struct {
	list   asyncList
	writes bool // >( ): what writes to the name is its input
	brief  *plan.Brief
}

// openSubst is the shell's end of the pipe of a process substitution.
type openSubst struct {
	fd   int
	file *redirect.File
}

// topSubst is the descriptor from which on, downwards, those of process
// substitutions are: out of the way of scripts, and where bash has them.
const topSubst = 63

// compileProcess is called by the word compiler for each <(...) and >(...).
func (c *compiler) compileProcess(n *syntax.ProcSubst) any {
	p := &processSubst{writes: n.Op == syntax.CmdOut}
	p.list.subst, p.list.text = true, c.written(n)
	stmts, joins := plan.ProcessStages(n)
	if stmts == nil {
		p.list.stages = []stage{{name: "( )", text: p.list.text, body: c.stmts(n.Stmts)}}
	}
	for i, s := range stmts {
		p.list.stages = append(p.list.stages, c.stage(s))
		p.list.stages[i].feed(i > 0 || p.writes)
	}
	p.list.joins = joins
	if !p.writes {
		p.brief = plan.BriefOf(n.Stmts)
	}
	if c.text == nil || len(n.Stmts) == 0 {
		return p
	}
	at := c.origin(n)
	for i := range p.list.stages {
		p.list.stages[i].at = at.place(placeProcess, i)
	}
	return p
}

// holds tells whether the names of brief commands are those of the built-ins.
func (sh *Shell) holds(b *plan.Brief) bool {
	if sh.rt.limited.Load() || sh.anyTraps() {
		return false
	}
	for _, name := range b.Names {
		if sh.funcs.get(name) != nil || sh.Builtins().Get(name) == nil {
			return false
		}
	}
	return true
}

// processSubst starts a process substitution and returns the name of the
// descriptor that the shell's end of its pipe has until the command ends.
func (sh *Shell) processSubst(p *processSubst) (string, error) {
	theirs, ours, err := p.pipe()
	if err != nil {
		return "", &redirect.Error{Op: "pipe", Name: "process substitution", Err: err}
	}
	env := sh.Fork()
	env.tally = nil // what is not waited for is not counted
	env.killed = 0
	env.level++
	if sh.extra != nil {
		for _, s := range sh.extra.substs { // or one would keep the pipe of another open
			env.files.Set(s.fd, nil)
		}
	}
	if p.writes {
		env.files.Set(0, theirs)
		env.fed = true
	} else {
		env.files.Set(1, theirs)
	}
	list := &p.list
	if p.brief != nil && sh.holds(p.brief) {
		inside := p.list
		inside.inside = true
		list = &inside
	}
	j, err := sh.launch(env, list)
	if err != nil {
		ours.Unref()
		return "", err
	}
	sh.lastBg = j.Pid
	s := openSubst{sh.substFd(), ours}
	sh.files.Set(s.fd, ours)
	x := sh.extension()
	x.substs = append(slices.Clip(x.substs), s)
	sh.extra = &x
	return "/dev/fd/" + strconv.Itoa(s.fd), nil
}

// pipe makes the pipe: the end of the commands, and the shell's.
func (p *processSubst) pipe() (theirs, ours *redirect.File, err error) {
	r, w, err := sys.Pipe()
	if err != nil {
		return nil, nil, err
	}
	in, out := redirect.NewKin(r), redirect.NewKin(w)
	if p.writes {
		return in, out, nil
	}
	return out, in, nil
}

// substFd returns a free descriptor, as high as those of bash if there may be
// such.
func (sh *Shell) substFd() int {
	top := topSubst
	if limit, err := sh.Limits().Get(rlimit.Nofile); err == nil && limit.Cur <= topSubst {
		top = int(limit.Cur) - 1
	}
	for fd := top; fd > 2; fd-- {
		if sh.files.Get(fd) == nil {
			return fd
		}
	}
	return sh.unusedFd(topSubst+1, nil)
}

// endingSubsts is a command with process substitutions: when it has ended, the
// shell has nothing open of theirs.
func endingSubsts(r run) run {
	return func(sh *Shell) Flow {
		outer := sh.takeSubsts(nil)
		f := r(sh)
		sh.endSubsts()
		sh.takeSubsts(outer)
		return f
	}
}

// takeSubsts replaces the process substitutions of the command, and returns
// what they were.
func (sh *Shell) takeSubsts(list []openSubst) (old []openSubst) {
	if sh.extra != nil {
		old = sh.extra.substs
	}
	if old != nil || list != nil {
		x := sh.extension()
		x.substs = list
		sh.extra = &x
	}
	return old
}

// endSubsts closes the shell's ends of the process substitutions of the command,
// save what a redirection has put in their place.
func (sh *Shell) endSubsts() {
	for _, s := range sh.takeSubsts(nil) {
		if sh.files.Get(s.fd) == s.file {
			sh.files.Set(s.fd, nil)
		}
	}
}

// adoptSubsts takes over the process substitutions that a fork of sh, which is
// about to end, has started for the command of sh.
func (sh *Shell) adoptSubsts(c *Shell) {
	for _, s := range c.takeSubsts(nil) {
		sh.files.Set(s.fd, s.file.Ref())
		sh.takeSubsts(append(sh.takeSubsts(nil), s))
	}
}
