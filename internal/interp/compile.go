package interp

import (
	"syscall"

	"gpipe/internal/expand"
	"gpipe/internal/option"
	"gpipe/internal/parse"
	"gpipe/internal/plan"

	"mvdan.cc/sh/v3/syntax"
)

// run is a compiled command. It sets the Shell's status and returns where
// execution goes next. It is immutable: any number of Shells may run it at
// the same time.
type run func(sh *Shell) Flow

// compiler turns the parsed program into closures.
type compiler struct {
	rt   *Runtime
	exp  *expand.Compiler
	file *fileName // that it stands in
	// text is where what is compiled comes from, if positions lead there.
	text    *parse.Line
	effects plan.Collector
	alone   *parse.Line // text without its commands
	of      *parse.Line // what alone is of
	// locate tells that set -h is on: a definition of a function remembers
	// where the utilities in it are.
	locate  bool
	procs   int            // how many process substitutions were compiled, but for those that stmt has dealt with
	self    syntax.Command // what is all of this process, if it is one of a subshell
	keyword bool           // set -k: all arguments name=value are assignments
	single  bool           // the operand of a redirection must become one field
	late    bool           // the line of a command is that of its second word
	fed     bool           // the next simple command reads from a pipe
}

// stmts compiles a list of commands.
func (c *compiler) stmts(list []*syntax.Stmt) run {
	switch len(list) {
	case 0:
		return func(sh *Shell) Flow { return Next }
	case 1:
		return c.stmt(list[0])
	}
	cmds := make([]run, len(list))
	for i, s := range list {
		cmds[i] = c.stmt(s)
	}
	return func(sh *Shell) Flow {
		for _, cmd := range cmds {
			if f := cmd(sh); f != Next {
				return f
			}
		}
		return Next
	}
}

// stmt compiles one command with what stands around it: ! & and redirections.
func (c *compiler) stmt(s *syntax.Stmt) run {
	s = parse.BareFunction(s)
	if s.Background {
		return c.background(s)
	}
	procs := c.procs
	r := c.foreground(s)
	if c.procs != procs {
		c.procs = procs
		r = endingSubsts(r)
	}
	if s.Negated {
		_, group := s.Cmd.(*syntax.Block)
		return negate(r, group)
	}
	return r
}

func (c *compiler) foreground(s *syntax.Stmt) run {
	if sub, ok := s.Cmd.(*syntax.Subshell); ok {
		return c.subshell(sub, s)
	}
	if simple, ok := s.Cmd.(*syntax.CallExpr); ok {
		return c.call(simple, s).run
	}
	if s.Cmd == nil {
		return c.call(&syntax.CallExpr{}, s).run
	}
	if decl, ok := s.Cmd.(*syntax.DeclClause); ok {
		return c.decl(decl, s)
	}
	return c.redirected(c.command(s.Cmd), s.Redirs, s.Pos())
}

// command has one case for each form of compound command.
func (c *compiler) command(cmd syntax.Command) run {
	switch cmd := cmd.(type) {
	case *syntax.BinaryCmd:
		return c.binary(cmd)
	case *syntax.Block:
		return c.stmts(cmd.Stmts)
	case *syntax.IfClause:
		return c.ifClause(cmd)
	case *syntax.WhileClause:
		return c.while(cmd)
	case *syntax.ForClause:
		return c.forClause(cmd)
	case *syntax.CaseClause:
		return c.caseClause(cmd)
	case *syntax.FuncDecl:
		return c.function(cmd)
	case *syntax.TestClause:
		return c.testClause(cmd)
	case *syntax.TimeClause:
		return c.time(cmd)
	case *syntax.ArithmCmd:
		return c.arithCmd(cmd)
	case *syntax.CoprocClause:
		return c.coproc(cmd)
	}
	return c.unknown(cmd)
}

// negate is "! cmd": the logical NOT of the status, exempt from set -e. In the place of
// bash, where that is not on before it, commands within a group or a subshell are not
// exempt.
func negate(r run, group bool) run {
	return func(sh *Shell) Flow {
		bare := int32(0)
		if sh.opts&(option.Bash|option.ErrExit|option.Posix) == option.Bash {
			bare = 1
		}
		if bare > 0 && group {
			return inverted(sh, r(sh))
		}
		sh.cond++
		sh.negated += bare
		f := r(sh)
		sh.cond--
		sh.negated -= bare
		return inverted(sh, f)
	}
}

// inverted makes the status its logical NOT after a command that returned f.
func inverted(sh *Shell, f Flow) Flow {
	switch {
	case f != Next:
		return f
	case sh.status == 0:
		sh.status = 1
	default:
		sh.status = 0
	}
	return Next
}

// binary compiles && and || lists and pipelines.
func (c *compiler) binary(b *syntax.BinaryCmd) run {
	switch b.Op {
	case syntax.AndStmt:
		return andOr(c.stmt(b.X), c.stmt(b.Y), true)
	case syntax.OrStmt:
		return andOr(c.stmt(b.X), c.stmt(b.Y), false)
	}
	return c.pipeline(b)
}

// andOr runs y if x succeeded, or if it failed. set -e ignores x.
func andOr(x, y run, and bool) run {
	return func(sh *Shell) Flow {
		sh.cond++
		f := x(sh)
		sh.cond--
		if f != Next || (sh.status == 0) != and {
			return f
		}
		return y(sh)
	}
}

// subshell is ( list ), with redirections that are made in the subshell. Under
// job control it is a job, and has a process.
func (c *compiler) subshell(n *syntax.Subshell, s *syntax.Stmt) run {
	body := c.apart(placeCommand, n, func() run { return c.stmts(n.Stmts) })
	rs := c.redirs(s.Redirs)
	line, at := c.line(s.Pos()), c.origin(s)
	whole := func(sh *Shell) Flow { return sh.inSubshell(rs, body) }
	return func(sh *Shell) Flow {
		sh.line, sh.at = line, &at
		if sh.controls() {
			if f, ok := sh.runAsJob([]stage{{name: "( )", body: whole}}, nil, at, placeStmt); ok {
				return f
			}
		}
		child := sh.nested()
		child.dropCoprocs()
		child.fed = false
		child.loopless()
		sh.status = child.End(whole(child))
		sh.joined(child)
		if child.killed != 0 {
			sh.announce("( )", syscall.WaitStatus(child.killed))
		}
		sh.last = child.WaitStatus()
		sh.piped, sh.at = false, &at
		return sh.errExit(&at)
	}
}

// whole compiles a command that is all an environment of its own runs, such
// as a stage of a pipeline: its redirections need no undoing.
func (c *compiler) whole(s *syntax.Stmt) run { return c.environment(s, c.apart) }

// environment is whole where apart decides in which process commands run.
func (c *compiler) environment(s *syntax.Stmt, apart func(placeKind, syntax.Node, func() run) run) run {
	if s.Negated || s.Background {
		return c.stmt(s)
	}
	var body run
	switch cmd := s.Cmd.(type) {
	case nil, *syntax.CallExpr, *syntax.DeclClause:
		return c.stmt(s)
	case *syntax.Subshell:
		body = apart(placeCommand, cmd, func() run { return c.stmts(cmd.Stmts) })
	default:
		body = apart(placeCommand, cmd, func() run { return c.command(cmd) })
	}
	rs := c.redirs(s.Redirs)
	line := c.line(s.Pos())
	return func(sh *Shell) Flow {
		sh.line = line
		return sh.inSubshell(rs, body)
	}
}

// inSubshell runs body in an environment of its own.
func (sh *Shell) inSubshell(rs []redir, body run) Flow {
	if len(rs) > 0 {
		if f := sh.redirectForGood(rs); f != Next {
			return f
		}
		sh.fed = sh.fed || feeds(rs)
	}
	return body(sh)
}

// redirectForGood applies redirections that nothing will undo, and drops the
// files they replace: a saved file would keep a pipe open. A failure ends the
// environment.
func (sh *Shell) redirectForGood(rs []redir) Flow {
	undo, err := sh.redirect(rs)
	if err != nil {
		sh.redirectError(err, false)
		return Exit()
	}
	undo.Commit()
	return Next
}

// errExit is what follows a command whose status set -e looks at. at is where it
// stands, nil: not known.
func (sh *Shell) errExit(at *origin) Flow {
	if sh.status != 0 && sh.opts&(option.ErrExit|option.ErrTrap) != 0 && sh.cond == 0 {
		return sh.failedCommand(at)
	}
	return sh.heed()
}

// errExitBefore is errExit of a simple command before which ERR had no action: one
// that the command has set is for those after it.
func (sh *Shell) errExitBefore(at *origin) Flow {
	if sh.status != 0 && sh.opts&option.ErrExit != 0 && sh.cond == 0 {
		return sh.leave(at)
	}
	return sh.heed()
}

// unknown compiles what the parser knows and is no part of the language: running
// it is a syntax error.
func (c *compiler) unknown(n syntax.Node) run {
	line := c.line(n.Pos())
	return func(sh *Shell) Flow {
		sh.line = line
		sh.Report("syntax error: this construct is not supported")
		return sh.fatal(2)
	}
}
