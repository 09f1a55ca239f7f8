package interp

import (
	"slices"
	"strconv"
	"syscall"

	"gpipe/internal/expand"
	"gpipe/internal/job"
	"gpipe/internal/option"
	"gpipe/internal/redirect"
	"gpipe/internal/sys"
	"gpipe/internal/vars"

	"mvdan.cc/sh/v3/syntax"
)

// coprocClause is a compiled "coproc NAME command".
type coprocClause struct {
	name *expand.Word
	list asyncList
	line int
}

// coprocs is what an environment has of coprocesses.
type coprocs struct {
	job   *job.Job // of the one that was started last, nil: it is over
	names [2]slotNum
	text  string
	ends  []openSubst // the shell's ends of their pipes: read from, written to
}

// coproc compiles a coprocess. The parser has a name for it in any case, and a
// group around a simple command.
func (c *compiler) coproc(n *syntax.CoprocClause) run {
	s := n.Stmt
	if b, ok := s.Cmd.(*syntax.Block); ok && len(s.Redirs) == 0 && len(b.Stmts) == 1 && !b.Stmts[0].Background {
		s = b.Stmts[0]
	}
	p := &coprocClause{name: c.exp.String(n.Name), line: c.line(n.Pos())}
	st, at := c.stage(s), c.origin(s)
	st.feed(true)
	st.at = at.place(placeStmt, 0)
	p.list = asyncList{stages: []stage{st}, text: c.origin(n.Stmt).command(nil)}
	return func(sh *Shell) Flow { return sh.startCoproc(p) }
}

// startCoproc starts a coprocess: standard input and output of the command are
// pipes, the other ends of which are descriptors of the shell that the array NAME
// has the numbers of. Other children do not get them.
func (sh *Shell) startCoproc(p *coprocClause) Flow {
	sh.line = p.line
	name, err := p.name.String(&sh.st)
	if err != nil {
		return sh.expansionError(err)
	}
	if !vars.Valid(name) {
		sh.fail(&Error{Op: "coproc", Operand: name, Err: vars.ErrNotName}, 1)
		return sh.errExit(nil)
	}
	sh.reapCoproc()
	if old := sh.coprocs(); old != nil && old.job != nil {
		sh.Report("warning: coproc [" + strconv.Itoa(old.job.Pid) + ":" + sh.Vars().Names().Name(old.names[0]) + "] still exists")
	}
	pipes, err := coprocPipes()
	if err != nil {
		sh.fail(&Error{Op: "coproc", Operand: name, Err: err}, 1)
		return sh.errExit(nil)
	}
	env := sh.Fork()
	env.tally, env.killed, env.fed = nil, 0, true
	env.loopless()
	env.dropCoprocs()
	env.files.Set(0, pipes[1][0])
	env.files.Set(1, pipes[0][1])
	if sh.opts&option.Monitor == 0 {
		env.ignored = addSignals(env.ignored, syscall.SIGINT, syscall.SIGQUIT)
	}
	list := p.list
	list.text = "coproc " + name + " " + list.text
	j, err := sh.launch(env, &list)
	if err != nil {
		pipes[0][0].Unref()
		pipes[1][1].Unref()
		return sh.startError(err)
	}
	sh.lastBg, sh.status = j.Pid, 0
	return sh.haveCoproc(name, j, pipes[0][0], pipes[1][1])
}

// coprocPipes makes the pipe from the command and that to it.
func coprocPipes() (pipes [2][2]*redirect.File, err error) {
	for i := range pipes {
		r, w, err := sys.Pipe()
		if err != nil {
			if i > 0 {
				pipes[0][0].Unref()
				pipes[0][1].Unref()
			}
			return pipes, err
		}
		pipes[i] = [2]*redirect.File{redirect.NewKin(r), redirect.NewKin(w)}
	}
	return pipes, nil
}

// haveCoproc gives the ends of the pipes numbers, and sets NAME and NAME_PID. The
// numbers are those of bash, which has all four ends for a moment.
func (sh *Shell) haveCoproc(name string, j *job.Job, in, out *redirect.File) Flow {
	c := &coprocs{job: j, text: name, names: [2]slotNum{sh.Slot(name), sh.Slot(name + "_PID")}}
	if old := sh.coprocs(); old != nil {
		c.ends = slices.Clip(old.ends)
	}
	var fds [4]int
	for i := range fds {
		fds[i] = sh.substFd()
		sh.files.Set(fds[i], in.Ref())
	}
	sh.files.Set(fds[1], nil)
	sh.files.Set(fds[2], nil)
	sh.files.Set(fds[3], out)
	in.Unref()
	c.ends = append(c.ends, openSubst{fds[0], in}, openSubst{fds[3], out})
	sh.besides().coprocs = c
	v := sh.st.Vars
	var err error
	if v.Attrs(c.names[0])&vars.Assoc != 0 {
		err = v.Unset(c.names[0], false)
	}
	if err == nil {
		err = v.SetArray(c.names[0], []string{strconv.Itoa(fds[0]), strconv.Itoa(fds[3])})
	}
	if err == nil {
		err = v.Set(c.names[1], strconv.Itoa(j.Pid))
	}
	if err != nil {
		sh.Report(Message(err))
	}
	return Next
}

// coprocs returns what sh has of them, or nil.
func (sh *Shell) coprocs() *coprocs {
	if sh.aside == nil {
		return nil
	}
	return sh.aside.coprocs
}

// fork is what a subshell has: descriptors, and no coprocess.
func (c *coprocs) fork() *coprocs {
	if c == nil {
		return nil
	}
	return &coprocs{ends: slices.Clip(c.ends)}
}

// dropCoprocs closes the descriptors of coprocesses, in a subshell.
func (sh *Shell) dropCoprocs() {
	c := sh.coprocs()
	if c == nil {
		return
	}
	for _, e := range c.ends {
		if sh.files.Get(e.fd) == e.file {
			sh.files.Set(e.fd, nil)
		}
	}
	sh.aside.coprocs = nil
}

// reapCoproc closes the descriptors of a coprocess that is over, and unsets its
// variables.
func (sh *Shell) reapCoproc() {
	c := sh.coprocs()
	if c == nil || c.job == nil || !c.job.Over() {
		return
	}
	own := c.ends[len(c.ends)-2:]
	for _, e := range own {
		if sh.files.Get(e.fd) == e.file {
			sh.files.Set(e.fd, nil)
		}
	}
	c.job, c.ends = nil, c.ends[:len(c.ends)-2]
	for _, s := range c.names {
		if err := sh.st.Vars.Unset(s, false); err != nil {
			sh.Report(Message(err))
		}
	}
}

// noteClosed makes those elements of the array -1 whose descriptors a redirection
// has closed for good.
func (c *coprocs) noteClosed(sh *Shell) {
	if c.job == nil {
		return
	}
	for i, e := range c.ends[len(c.ends)-2:] {
		if n, _ := sh.st.Vars.Elem(c.names[0], int64(i)); n == strconv.Itoa(e.fd) && sh.files.Get(e.fd) != e.file {
			sh.st.Vars.SetElem(c.names[0], int64(i), "-1")
		}
	}
}

// closing appends to the redirections of a program what closes the descriptors of
// coprocesses, which are close-on-exec, unless those have made them others.
func (c *coprocs) closing(sh *Shell, ops []redirect.Op) []redirect.Op {
	n := len(ops)
	for _, e := range c.ends {
		named := slices.ContainsFunc(ops[:n], func(op redirect.Op) bool { return op.Fd == e.fd })
		if !named && sh.files.Get(e.fd) == e.file {
			ops = append(ops, redirect.Close(e.fd))
		}
	}
	return ops
}
