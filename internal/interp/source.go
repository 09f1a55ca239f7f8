package interp

import (
	"errors"
	"io"

	"gpipe/internal/parse"
	"gpipe/internal/plan"

	"mvdan.cc/sh/v3/syntax"
)

// Source is text to be run as commands.
type Source struct {
	Text   string
	Reader io.Reader // instead of Text: gives one line per Read at most
	Line   int       // line number of the first line, 0: 1
	File   string    // what it is read from; "": it is a part of what is running
	Begin  func()    // called before a command is read, which may take several calls of Reader
}

// Run runs src line by line: see Program.
func (sh *Shell) Run(src Source) Flow { return sh.Program(src).run() }

// echo writes what was read to standard error (set -v).
func (sh *Shell) echo(text string) { sh.say(&sh.files, text) }

// newCompiler makes a compiler for the commands of one source.
func newCompiler(rt *Runtime) *compiler {
	c := &compiler{rt: rt}
	exp := *rt.compiler
	exp.Subst = c.compileSubst
	exp.Process = func(n *syntax.ProcSubst) any {
		c.procs++
		return c.compileProcess(n)
	}
	c.exp = &exp
	c.effects.Words = &exp
	return c
}

// functionBody compiles what counts where the function is called.
func (c *compiler) functionBody(body *syntax.Stmt) (r run, fx *plan.Effects) {
	fx = c.effects.Function(c.source(body), func() { r = c.stmt(body) })
	return r, fx
}

// source is a node as it is written, "" if that is not known.
func (c *compiler) source(n syntax.Node) string {
	if c.text == nil {
		return ""
	}
	return c.text.Source(n)
}

// line is the number of the line that a position in the tree is on.
func (c *compiler) line(pos syntax.Pos) int {
	if c.text == nil {
		return int(pos.Line())
	}
	return c.text.Line(pos)
}

// syntaxError reports err with the text around it.
func (sh *Shell) syntaxError(err error) Flow {
	sh.status = 2
	var e *parse.Error
	if !errors.As(err, &e) {
		sh.Report("read: " + Cause(err))
		return Exit()
	}
	sh.line = e.Line
	sh.Report(e.Message() + e.Excerpt())
	return sh.textError()
}

// Check parses text without running it. The error is a *parse.Error.
func Check(text string) error {
	var parsers parse.Parsers
	p := parsers.New(parse.Config{Text: text})
	for {
		if _, err := p.Next(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}
