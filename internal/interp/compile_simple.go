package interp

import (
	"strings"
	"sync/atomic"

	"gpipe/internal/expand"
	"gpipe/internal/option"
	"gpipe/internal/parse"
	"gpipe/internal/vars"

	"mvdan.cc/sh/v3/syntax"
)

// simple is a compiled simple command (XCU 2.9.1).
type simple struct {
	line    int
	origin  origin
	assigns []assign
	words   words
	redirs  []redir
	name    string   // when it is a constant, and none of a built-in that is Extra
	builtin *Builtin // that the name is of
	special bool
	fn      atomic.Pointer[boundFunc] // that the name was of lately
}

// assign is one assignment before a command, or alone.
type assign struct {
	slot   vars.Slot
	name   string
	append bool
	value  *expand.Word // nil: empty
	index  *expand.Subscript
	array  []arrayElem
	list   bool   // name=(...)
	text   string // name=(...) or name[subscript] as it is written
}

// arrayElem is one element of name=(...): a word that becomes any number of
// fields, or [index]=value.
type arrayElem struct {
	index *expand.Subscript
	word  *expand.Word
	add   bool // [index]+=value
}

// call compiles a simple command.
func (c *compiler) call(n *syntax.CallExpr, stmt *syntax.Stmt) *simple {
	args, assigns := n.Args, n.Assigns
	if c.keyword {
		args, assigns = keywords(args, assigns)
	}
	fed := c.fed
	c.fed = false
	s := &simple{
		line: c.commandLine(n, stmt), origin: c.origin(stmt),
		words: c.callWords(args), redirs: c.redirs(stmt.Redirs),
	}
	s.origin.fed = fed
	for _, a := range assigns {
		s.assigns = append(s.assigns, c.assign(a))
	}
	c.bindName(s)
	c.effects.Call(n)
	return s
}

// commandLine is the line of a simple command.
func (c *compiler) commandLine(n *syntax.CallExpr, stmt *syntax.Stmt) int {
	if !c.late || len(n.Assigns) > 0 || len(n.Args) == 0 {
		return c.line(stmt.Pos())
	}
	known := n.Args[0].End()
	if len(n.Args) > 1 {
		known = n.Args[1].End()
	}
	for _, r := range stmt.Redirs {
		switch {
		case r.OpPos.Offset() < n.Args[0].Pos().Offset():
			return c.line(stmt.Pos())
		case r.OpPos.Offset() < known.Offset():
			known = r.OpPos
		}
	}
	return c.line(known)
}

func (c *compiler) bindName(s *simple) {
	s.name = s.words.name()
	s.builtin = c.rt.builtins[s.name]
	if s.builtin != nil && s.builtin.Extra { // it may not be there when the command runs
		s.name, s.builtin = "", nil
	}
	s.special = s.builtin != nil && s.builtin.Class == Special
}

func (c *compiler) assign(a *syntax.Assign) assign {
	name := strings.Clone(a.Name.Value)
	r := assign{slot: c.exp.Names.Slot(name), name: name, append: a.Append}
	if a.Index != nil {
		r.index = c.exp.Subscript(a.Index)
		r.text = beforeValue(c.source(a))
	}
	if a.Value != nil {
		r.value = c.exp.Assignment(a.Value)
	}
	if a.Array != nil {
		r.list, r.text = true, c.source(a)
		for _, e := range a.Array.Elems {
			r.array = append(r.array, c.arrayElem(e))
		}
	}
	return r
}

// beforeValue is the name with its subscript in an assignment to an element.
func beforeValue(text string) string {
	if i := strings.Index(text, "]+="); i >= 0 {
		return text[:i+1]
	}
	return text[:strings.Index(text, "]=")+1]
}

func (c *compiler) arrayElem(e *syntax.ArrayElem) arrayElem {
	var x arrayElem
	if e.Index != nil {
		x.index = c.exp.Subscript(e.Index)
		if e.Value != nil {
			var value *syntax.Word
			value, x.add = parse.Added(e.Value)
			x.word = c.exp.Assignment(value)
		}
	} else {
		x.word = c.exp.Word(e.Value)
	}
	return x
}

// run executes the command: words, then redirections, then assignments.
func (s *simple) run(sh *Shell) Flow {
	if sh.opts&(option.Recalls|option.AnyTrap|option.Asked) != 0 {
		return s.runNoted(sh)
	}
	sh.line = s.line
	sh.subst = 0
	base := len(sh.stack)
	stack, err := s.words.append(sh, sh.stack)
	if err != nil {
		return sh.expansionError(err)
	}
	sh.stack = stack
	f := s.perform(sh, stack[base:])
	sh.stack = sh.stack[:base]
	if f != Next {
		return f
	}
	return sh.errExitBefore(&s.origin)
}

// runNoted is run where BASH_COMMAND and $_ may be asked for, or commands have
// traps, or somebody decides about them.
func (s *simple) runNoted(sh *Shell) Flow {
	sh.line = s.line
	trapped := sh.opts&option.ErrTrap != 0
	if f := s.note(sh); f != Next {
		return sh.leftOut(f)
	}
	sh.subst = 0
	base := len(sh.stack)
	stack, err := s.words.append(sh, sh.stack)
	if err != nil {
		return sh.expansionError(err)
	}
	sh.stack = stack
	f := s.perform(sh, stack[base:])
	if n := len(stack); n > base {
		sh.lastArg = stack[n-1]
	} else if sh.lastArg != "" {
		sh.lastArg = ""
	}
	sh.stack = sh.stack[:base]
	if f != Next {
		return f
	}
	if !trapped {
		return sh.errExitBefore(&s.origin)
	}
	return sh.errExit(&s.origin)
}

// note makes the command BASH_COMMAND, and runs the action for DEBUG before it.
func (s *simple) note(sh *Shell) Flow {
	sh.at = &s.origin
	if sh.opts&option.DebugTrap == 0 {
		return Next
	}
	return s.debug(sh)
}

// perform executes the command with its words expanded.
func (s *simple) perform(sh *Shell, args []string) Flow {
	switch {
	case len(args) == 0:
		return s.assignOnly(sh)
	case sh.opts&option.Asked != 0:
		return s.runAsked(sh, args)
	}
	return s.dispatch(sh, args)
}

// assignOnly is a simple command without a name: redirections are tried and
// undone, assignments stay. The status is that of the last command
// substitution.
func (s *simple) assignOnly(sh *Shell) Flow {
	if len(s.redirs) > 0 {
		if f := sh.tryRedirect(s.redirs); f != Next || sh.status != 0 {
			return f
		}
	}
	if sh.opts&option.XTrace != 0 {
		if err := sh.assignAndTrace(s.assigns); err != nil {
			return sh.assignError(err)
		}
	} else {
		for i := range s.assigns {
			if err := sh.assign(&s.assigns[i]); err != nil {
				return sh.assignError(err)
			}
		}
	}
	sh.status = int(sh.subst)
	sh.piped = false
	return Next
}

// tryRedirect makes redirections in a subshell, for their effects on files
// alone. The status is 1 if one fails.
func (sh *Shell) tryRedirect(rs []redir) Flow {
	child := sh
	if !redirsPure(rs) {
		child = sh.Fork()
		defer func() { sh.subst = child.subst; child.End(Next) }()
	}
	undo, err := child.redirect(rs)
	if err != nil {
		f := child.redirectError(err, false)
		sh.status = child.status
		return sh.inChild(f)
	}
	undo.Restore(&child.files)
	sh.status = 0
	return Next
}
