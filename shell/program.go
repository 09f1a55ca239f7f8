//go:build !windows

package shell

import (
	"context"
	"os"

	"gpipe/internal/interp"
)

// Program is source that was parsed and compiled, to be run many times by the Shell
// that has parsed it.
type Program struct {
	s *Shell
	c *interp.Compiled
}

// Parse parses and compiles src as a whole and runs nothing of it. An alias that src
// defines is none for the rest of it, unlike in Run, which reads line by line. Errors
// are a *SyntaxError, wherever it is, and those of Run about calls.
func (s *Shell) Parse(src string) (*Program, error) {
	switch {
	case !s.valid():
		return nil, os.ErrInvalid
	case hasNUL(src):
		return nil, &ArgumentError{Func: "shell.Parse", Arg: "src", Why: nul}
	case s.closed:
		return nil, os.ErrClosed
	}
	c, err := s.sh.Compile(src)
	if err != nil {
		return nil, err
	}
	return &Program{s, c}, nil
}

// Run runs the program: see Shell.Run. After a Reset of the Shell it is an
// *ArgumentError.
func (p *Program) Run(ctx context.Context) error {
	switch {
	case p == nil || p.c == nil || !p.s.valid():
		return os.ErrInvalid
	case ctx == nil:
		return &ArgumentError{Func: "shell.Program.Run", Arg: "ctx", Why: "is nil"}
	case p.s.closed:
		return os.ErrClosed
	case !p.c.Of(p.s.sh):
		return &ArgumentError{Func: "shell.Program.Run", Arg: "Program", Why: "is older than the last Reset"}
	case p.s.exited:
		return ErrExited
	}
	return p.s.bounded(ctx, func(ctx context.Context) error { return p.s.runProgram(ctx, p.c.Program()) })
}
