package interp

import (
	"errors"
	"io"

	"gpipe/internal/parse"
)

// Compiled is source that was read and compiled as a whole, to be run many times by
// the Shell that has compiled it.
type Compiled struct {
	sh    *Shell
	lines [][]run
}

// Compile reads all of text before anything of it runs: the aliases in it are those
// that there are now. Its error is a *parse.Error.
func (sh *Shell) Compile(text string) (*Compiled, error) {
	p := sh.Program(Source{Text: text})
	defer p.Close()
	c := &Compiled{sh: sh}
	for {
		p.next()
		var broken *parse.Error
		switch {
		case p.err == io.EOF:
			return c, nil
		case errors.As(p.err, &broken):
			return nil, broken
		case p.err != nil:
			return nil, p.err
		}
		line := p.line
		p.line = nil
		p.compile.text, p.compile.exp.Names = line, sh.rt.keeping
		p.compile.heed(sh.opts)
		commands := make([]run, len(line.Stmts))
		for i, s := range line.Stmts {
			commands[i] = p.compile.stmt(s)
		}
		c.lines = append(c.lines, commands)
	}
}

// Of tells whether sh is the Shell that may run it.
func (c *Compiled) Of(sh *Shell) bool { return c.sh == sh }

// Program returns what RunProgram runs, once.
func (c *Compiled) Program() *Program { return &Program{sh: c.sh, compiled: c} }

// run runs the lines, as Program does those that it reads.
func (c *Compiled) run() Flow {
	sh := c.sh
	if len(c.lines) == 0 {
		sh.status = 0
	}
	for _, line := range c.lines {
		if f := sh.runCommands(line); f != Next {
			return f
		}
	}
	return Next
}
