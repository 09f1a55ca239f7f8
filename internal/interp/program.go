package interp

import (
	"context"
	"errors"
	"io"
	"strings"
	"syscall"

	"gpipe/internal/option"
	"gpipe/internal/parse"
	"gpipe/internal/pipeline"
	"gpipe/internal/sys/spawn"

	"mvdan.cc/sh/v3/syntax"
)

// Program is source that is read line by line as it runs: a syntax error is
// found after the commands on the lines before it ran, and an alias counts
// from the next line on.
type Program struct {
	sh      *Shell
	src     Source
	parser  *parse.Parser
	compile *compiler
	line    *parse.Line // has been read and not run
	err     error       // why there is no next line; io.EOF at the end
	broken  *parse.Error
	failed  *pipeline.Error // why Start could not execute the command
	begun   bool            // signals reach it
	passing bool            // nothing of it is run again, unless kept is
	kept    *evalText       // what it is compiled to, nil: that is not to be kept

	compiled *Compiled // in place of all that: it was read before
}

// Load is Program, and reads the first line. When that is no valid program,
// Load fails with a *parse.Error, and nothing has been run or reported.
func (sh *Shell) Load(src Source) (*Program, error) {
	p := sh.Program(src)
	p.next()
	if errors.As(p.err, &p.broken) {
		p.Close()
		return nil, p.broken
	}
	return p, nil
}

// Program begins to read src. The result is run once, by RunProgram or Start,
// or closed.
func (sh *Shell) Program(src Source) *Program {
	if sh.opts&option.Recalls == 0 && (src.Reader != nil || asksForCommand(src.Text)) {
		sh.opts |= option.Recalls
	}
	return &Program{sh: sh, src: src, compile: newCompiler(sh.rt), parser: sh.rt.parsers.New(parse.Config{
		Text: src.Text, Reader: src.Reader, Line: src.Line,
		Alias: sh.expandedAlias, Aliases: sh.hasAliases,
	})}
}

// asksForCommand tells whether text may use what is known of the command before.
func asksForCommand(text string) bool {
	return strings.Contains(text, "$_") || strings.Contains(text, "${_") || strings.Contains(text, "BASH_COMMAND")
}

// Close gives back what reading needed.
func (p *Program) Close() {
	if p.compiled == nil {
		p.parser.Close()
	}
}

// SyntaxError returns what ended the program if that was source which is no
// valid program, and nil otherwise. It has been reported.
func (p *Program) SyntaxError() *parse.Error { return p.broken }

// Failure returns why the only command of the program could not be executed,
// when Start found that out, and nil otherwise.
func (p *Program) Failure() *pipeline.Error { return p.failed }

// next reads a line.
func (p *Program) next() {
	if p.line == nil && p.err == nil {
		if p.src.Begin != nil {
			p.sh.rt.departure.rest()
			p.src.Begin()
		}
		p.line, p.err = p.parser.Next()
	}
}

// run runs the program to its end.
func (p *Program) run() Flow {
	if p.compiled != nil {
		return p.compiled.run()
	}
	defer p.Close()
	file := p.sh.file
	if p.src.File != "" {
		p.sh.file = newFileName(p.src.File)
	}
	p.compile.file = p.sh.file
	f := p.runLines()
	p.sh.file = file
	return f
}

func (p *Program) runLines() Flow {
	sh, ran := p.sh, false
	for {
		p.next()
		line := p.line
		if sh.opts&option.Verbose != 0 && line != nil {
			sh.echo(line.Text)
		}
		switch {
		case p.err == io.EOF:
			if !ran {
				sh.status = 0
			}
			return Next
		case p.err != nil:
			if next, ok := leftBy(p.err); ok {
				return next
			}
			if p.err == parse.ErrDropped {
				p.err = nil
				continue
			}
			errors.As(p.err, &p.broken)
			if p.isBinary() {
				sh.Report("standard input: " + ErrBinary.Error())
				sh.status = 126
				return Exit()
			}
			if f := sh.syntaxError(p.err); !sh.survives(f) {
				return f
			}
			p.err, p.broken = nil, nil
			continue
		}
		if f := sh.heed(); f != Next && !p.brokenOff(f) {
			return f
		}
		p.line = nil
		if sh.opts&option.History != 0 && p.isScript() {
			sh.record(line.Text)
		}
		p.compile.text, p.compile.exp.Names = line, p.names(line)
		if p.src.Begin != nil && len(line.Stmts) > 0 {
			sh.rt.departure.begin(line.Lines())
		}
		for i, s := range line.Stmts {
			if sh.opts&option.NoExec != 0 && sh.opts&option.Interactive == 0 {
				break
			}
			ran = true
			p.compile.heed(sh.opts)
			compile := p.compile.stmt
			if i == len(line.Stmts)-1 && p.endsShell() {
				compile = p.compile.last
			}
			command := compile(s)
			if p.kept != nil {
				p.keep(command)
			}
			f := command(sh)
			if sh.survives(f) || p.brokenOff(f) {
				break
			}
			if f != Next && sh.opts&option.NoExec == 0 {
				return f
			}
		}
		if sh.opts&option.OneCmd != 0 && p.isScript() {
			return Exit()
		}
	}
}

// isBinary tells whether the standard input turned out to be no script: see
// IsBinary.
func (p *Program) isBinary() bool {
	return p.broken != nil && parse.AtNul(p.broken) && p.broken.Line == 1 && p.src.Reader != nil
}

// isScript tells whether the program is the script, or the standard input, that
// the shell was started for.
func (p *Program) isScript() bool {
	return p.sh.opts&option.CommandString == 0 && p.sh.depth == 0 && p.sh.sub == 0
}

// endsShell tells whether the shell has nothing to do after the line that was
// given out: a program at its end may take the shell's place, so that signals
// reach it, and there is a process less. It may not where somebody looks on.
func (p *Program) endsShell() bool {
	sh := p.sh
	return sh.root == sh && sh.depth == 0 && sh.opts&option.CommandString != 0 && sh.opts&(option.Interactive|option.Stats) == 0 &&
		!sh.watched() && p.parser.AtEnd()
}

// Start starts a program that is one external command and nothing else. The
// process takes the shell's place, as after exec: signals are its affair, its
// status is the program's, and the shell has nothing left to do but to be
// ended. Without a Job and an error the program is something else, or the
// command cannot be executed: then it is to be run.
func (p *Program) Start(ctx context.Context) (*pipeline.Job, error) {
	cmd := p.only()
	if cmd == nil {
		return nil, nil
	}
	x, ok := cmd.prepareWords(p.sh)
	if ok && x.lookup != nil {
		p.failed = notStarted(x.lookup)
	}
	if !ok || x.lookup != nil || x.opensFifo(p.sh) { // nothing waits before the process is there
		return nil, nil
	}
	o := p.sh.rt.launch
	job, err := pipeline.New(x.alone(p.sh)).StartWith(ctx, &o)
	if err == nil {
		p.Close()
		return job, nil
	}
	var pe *pipeline.Error
	var se *spawn.Error
	if errors.As(err, &se) && se.Step != "execve" || errors.As(err, &pe) && pe.Op == pipeline.OpCancel {
		p.Close()
		return nil, err
	}
	if pe.Op == pipeline.OpStart && !errors.Is(err, syscall.ENOEXEC) { // no script
		p.failed = pe
	}
	return nil, nil
}

// notStarted is the error for a command that is nowhere in PATH.
func notStarted(lookup error) *pipeline.Error {
	e := &pipeline.Error{Op: pipeline.OpStart, Err: pipeline.ErrNotFound}
	var nf *NotFoundError
	if errors.As(lookup, &nf) {
		e.Name = nf.Name
		if nf.Err != nil {
			e.Err = nf.Err
		}
	}
	return e
}

// only returns the simple command the program is, if that is all of it.
func (p *Program) only() *simple {
	sh := p.sh
	if p.line == nil || len(p.line.Stmts) != 1 || len(p.line.Text) != len(p.src.Text) || sh.opts&(option.NoExec|option.Verbose|option.XTrace) != 0 {
		return nil
	}
	s := p.line.Stmts[0]
	if _, ok := s.Cmd.(*syntax.CallExpr); !ok || s.Negated || s.Background || s.Coprocess {
		return nil
	}
	p.compile.text = p.line
	return p.compile.stage(s).direct
}
