//go:build !windows

// Package shell embeds the gpipe shell in a Go program: it runs shell source
// without /bin/sh and without changing anything process-wide.
//
//	sh, err := shell.New(shell.Options{Stdout: &out})
//	...
//	defer sh.Close()
//	err = sh.Run(ctx, `cd /tmp && ls | wc -l`)
//
// The working directory, umask, environment, resource limits, signal
// dispositions and descriptors of the host program are never changed: cd,
// umask, export, ulimit, trap, exec and kill $$ in the source act on the Shell
// alone, and on the commands that it starts. Subshells and command
// substitutions of built-ins run in the host process, and so do asynchronous
// lists that are more than a program, $! being a number above every process
// id then; external commands are
// real processes joined by kernel pipes, each pipeline in a process group of
// its own, and are given the Shell's open files and nothing else.
//
// A Shell begins in POSIX mode, in which, as for dash, an error of a special
// built-in, in an expansion or an assignment ends the Run; after "set +o posix"
// it goes on as bash does, and has the built-ins of gpipe that other shells lack,
// such as lock and queue. The manual page lists what else differs.
package shell

import (
	"context"
	"errors"
	"os"
	"strconv"
	"syscall"

	"gpipe/internal/interp"
	"gpipe/internal/parse"
	"gpipe/internal/stdio"
	"gpipe/internal/sys"
	"gpipe/internal/vars"
	"gpipe/pipeline"
)

// Shell is a shell whose variables, functions, options, directory and open
// files last from one Run to the next. It is used by one goroutine at a time,
// but Signal may be called from any.
type Shell struct {
	sh      *interp.Shell
	streams stdio.Streams
	config  interp.Config // for Reset
	hooks   hooks
	watched *watched // nil: nobody observes
	bounds  *bounds  // nil: there are no limits
	closed  bool
	exited  bool
}

// ArgumentError is the error of a call that makes no sense, such as one with a
// nil context or with a NUL byte in a string. It has the fields Func, Arg and
// Why, and it is syscall.EINVAL. Nothing was done.
type ArgumentError = pipeline.ArgumentError

// SyntaxError is the error of Run about source that is no valid program. It
// has the fields Line and Col, counted from 1, of the place, Text, which says
// what is wrong, and Source, the line of the program that it is on, or a part of
// a long one. Its text gives the first three. To errors.Is it is ErrSyntax.
// Excerpt() gives Source and, under it, a mark, each after a newline; Message() what
// is wrong without the place.
type SyntaxError = parse.Error

// ErrSyntax is what every SyntaxError is.
var ErrSyntax = parse.ErrSyntax

// ExitError is the status of source that did not end with 0.
type ExitError struct {
	Code int // 1 to 255; 128+n when signal n ended the last command

	// WaitStatus is the status as that of a shell process: the one of the
	// last command, bit by bit, if that was a program which a signal ended.
	WaitStatus syscall.WaitStatus
}

// Error gives the status in words.
func (e *ExitError) Error() string {
	if e.WaitStatus.Signaled() {
		return "signal: " + e.WaitStatus.Signal().String()
	}
	return "exit status " + strconv.Itoa(e.Code)
}

// ExitCode returns Code.
func (e *ExitError) ExitCode() int { return e.Code }

// CancelError is the error of a Run that its context ended. It is
// context.Cause of that, and the context's own error.
type CancelError struct {
	ExitError       // of what ran
	Err       error // the cause
}

// Error gives the cause.
func (e *CancelError) Error() string { return "run: " + e.Err.Error() }

// Unwrap returns the cause.
func (e *CancelError) Unwrap() error { return e.Err }

// ErrExited is the error of Run after a Run that has ended the shell: by
// exit or exec, or by an error that ends one (XCU 2.8.1).
var ErrExited = errors.New("shell has exited")

// Run runs src and waits until its last foreground command has ended. The
// error is nil when the status of src is 0, and else
//
//   - an *ExitError with the status;
//   - a *SyntaxError when src is no valid program. It is read line by line:
//     the lines before have run. It has been reported on standard error, too,
//     unless it is on the first line. It does not end the Shell;
//   - a *CancelError when ctx was done before src had ended. The processes
//     that were running got SIGTERM, and after the grace SIGKILL, waits of
//     built-ins were ended, and nothing more was run. The Shell can be used
//     again. Asynchronous lists ("cmd &") go on: see Signal;
//   - ErrExited, or os.ErrClosed after Close;
//   - an *ArgumentError for a nil ctx, or a NUL byte in src;
//   - joined to it, or alone, a *pipeline.Error with OpCopy when a Stdin could
//     not be read, or a Stdout or Stderr not be written; with OpWait, which is
//     pipeline.ErrStatusLost, when it is not known how a command has ended, its
//     $? being 127; with OpPanic when the Observer panicked.
//
// What commands have written to a Stdout or Stderr that is no file has reached
// that when Run returns.
func (s *Shell) Run(ctx context.Context, src string) error {
	switch {
	case !s.valid():
		return os.ErrInvalid
	case ctx == nil:
		return &ArgumentError{Func: "shell.Run", Arg: "ctx", Why: "is nil"}
	case hasNUL(src):
		return &ArgumentError{Func: "shell.Run", Arg: "src", Why: nul}
	case s.closed:
		return os.ErrClosed
	case s.exited:
		return ErrExited
	}
	return s.bounded(ctx, func(ctx context.Context) error { return s.runText(ctx, src) })
}

// bounded runs something within the limits, and waits for its output.
func (s *Shell) bounded(ctx context.Context, do func(context.Context) error) error {
	ctx, end := s.bounds.begin(ctx)
	defer end()
	err := do(ctx)
	streams := s.streams.Flush()
	return s.and(s.bounds.settle(s.sh, err), streams)
}

// and joins what else there is to be reported to err, and to the error of the
// streams.
func (s *Shell) and(err, streams error) error {
	for _, e := range [...]error{streams, s.sh.Lost(), s.watched.failure(), s.hooks.failure()} {
		if e != nil {
			err = both(err, e)
		}
	}
	return err
}

// valid tells whether New has made the Shell.
func (s *Shell) valid() bool { return s != nil && s.sh != nil }

func (s *Shell) runText(ctx context.Context, src string) error {
	p, err := s.sh.Load(interp.Source{Text: src})
	if err != nil {
		return err
	}
	return s.runProgram(ctx, p)
}

func (s *Shell) runProgram(ctx context.Context, p *interp.Program) error {
	s.streams.Publish()
	f, cut := s.sh.RunProgram(ctx, p, false)
	exit := ExitError{s.sh.Status(), s.sh.WaitStatus()}
	if cut != nil {
		return &CancelError{exit, errors.Unwrap(cut)}
	}
	if e := p.SyntaxError(); e != nil {
		return e
	}
	s.exited = f == interp.Exit()
	if exit.Code == 0 {
		return nil
	}
	return &exit
}

func both(a, b error) error {
	if a == nil {
		return b
	}
	return errors.Join(a, b)
}

// Check parses src without running it. It returns a *SyntaxError, or nil; for a
// NUL byte in src an *ArgumentError.
func Check(src string) error {
	if hasNUL(src) {
		return &ArgumentError{Func: "shell.Check", Arg: "src", Why: nul}
	}
	return interp.Check(src)
}

// Status returns $?: the exit status of the last command.
func (s *Shell) Status() int {
	if !s.valid() {
		return 0
	}
	return s.sh.Status()
}

// Exited tells whether a Run has ended the shell: see ErrExited.
func (s *Shell) Exited() bool { return s.valid() && s.exited }

// Get returns the value of a variable and whether it is set. What is no name is
// none.
func (s *Shell) Get(name string) (string, bool) {
	if !s.valid() || !vars.Valid(name) {
		return "", false
	}
	return s.sh.Vars().Get(s.sh.Slot(name))
}

// Set assigns a variable. It fails if the variable is read-only, with an
// *ArgumentError if name is no name of a variable (letters, digits and
// underscores, no digit first) or value has a NUL byte, and with os.ErrClosed
// after Close.
func (s *Shell) Set(name, value string) error {
	switch {
	case !s.valid():
		return os.ErrInvalid
	case !vars.Valid(name):
		return &ArgumentError{Func: "shell.Set", Arg: name, Why: "is no name of a variable"}
	case hasNUL(value):
		return &ArgumentError{Func: "shell.Set", Arg: "value of " + name, Why: nul}
	case s.closed:
		return os.ErrClosed
	}
	return s.sh.Vars().Set(s.sh.Slot(name), value)
}

// Dir returns the working directory of the Shell, "" when it is not known.
func (s *Shell) Dir() string {
	if !s.valid() {
		return ""
	}
	return s.sh.Dir().Name()
}

// Signal sends sig to every process that the Shell runs, also in the
// background, and to what these have started (see pipeline.Group), and to the
// Shell itself while it is in Run: what sig does to a process by default, it
// does to that Run, and to asynchronous lists that run in the host process,
// unless they have a trap for it or ignore it. It returns os.ErrProcessDone when
// there is nobody, and EINVAL for what is no signal; 0 sends nothing.
func (s *Shell) Signal(sig syscall.Signal) error {
	switch {
	case !s.valid():
		return os.ErrInvalid
	case !isSignal(sig):
		return sys.EINVAL
	}
	return s.sh.Signal(sig)
}

// Close runs the action of a trap for EXIT, if exit has not, and closes the
// Shell's files. It does not wait for asynchronous lists, which go on; but
// their output to a Stdout or Stderr that is no file ends here, and they get
// SIGPIPE if they write any more.
func (s *Shell) Close() error {
	switch {
	case !s.valid():
		return os.ErrInvalid
	case s.closed:
		return os.ErrClosed
	}
	s.closed = true
	s.sh.End(interp.Next)
	err := s.streams.Close(-1)
	if errors.Is(err, pipeline.ErrDrain) {
		err = nil // as documented
	}
	return s.and(nil, err)
}
