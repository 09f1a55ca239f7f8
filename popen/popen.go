//go:build !windows

// Package popen is popen(3) and pclose(3) for Go programs, a command line
// joined to the program by a pipe, and a Cmd in the place of
// exec.Command("sh", "-c", line).
//
//	out, err := popen.Command("ps aux | grep -- \"$1\"", name).Output()
//
// And as in C:
//
//	s, err := popen.Open(ctx, "ps aux | grep root", popen.Read)
//	...
//	io.Copy(w, s)
//	err = s.Close() // waits; a *pipeline.Error when the status is not 0
//
// The line is shell source, as popen(3) defines it, but it is parsed and run
// in this process, in POSIX mode, as sh would: no /bin/sh is needed, and none is
// started. Its external
// commands are real processes, joined to each other and to the Stream by
// kernel pipes.
//
// A child has exactly the fds 0, 1 and 2 (and what the line itself opens):
// no stream of another Open, and nothing of the host program's, is ever
// inherited. So closing a Write stream gives its reader the end of file at
// once, however many other streams are open. A write to a command that is
// gone returns EPIPE; it never ends the host program. Nothing process-wide is
// changed, and no other child of the host is ever waited for.
//
// Standard streams that are not given: Open and Popen are popen(3), and what is not
// joined to the Stream is the host's own. A Cmd is like exec.Cmd: /dev/null.
//
// When the host has a controlling terminal, the commands are in its process
// group, as those of popen(3) are: they can read the terminal and change its
// mode, ^C ends them together with the host, ^Z stops and fg continues both. A
// host that handles SIGINT itself, and wants the rest of a line ended by it,
// says so by the context or by Stream.Signal. Without a terminal every pipeline
// of a line has a process group of its own. The options OwnGroup, CallerGroup
// and Foreground are for what else is wanted; package pipeline gives reasons.
package popen

import (
	"context"

	"gpipe/internal/parse"
	"gpipe/pipeline"
)

// Mode says which ends of the command are joined to the Stream.
type Mode uint8

// The modes.
const (
	Read      Mode = iota + 1 // read the command's standard output
	Write                     // write the command's standard input
	ReadWrite                 // both, through two pipes
)

func (m Mode) reads() bool  { return m == Read || m == ReadWrite }
func (m Mode) writes() bool { return m == Write || m == ReadWrite }
func (m Mode) valid() bool  { return m >= Read && m <= ReadWrite }

func (m Mode) name() string {
	return [...]string{Read: "Read", Write: "Write", ReadWrite: "ReadWrite"}[m]
}

// SyntaxError is the error of Open about a line that is no valid program. It
// has the fields Line and Col, counted from 1, of the place, Text, which says
// what is wrong, and Source, the line of the program that it is on, or a part of
// a long one. Its text gives the first three. To errors.Is it is ErrSyntax.
// Excerpt() gives Source and, under it, a mark, each after a newline; Message() what
// is wrong without the place.
type SyntaxError = parse.Error

// ErrSyntax is what every SyntaxError is.
var ErrSyntax = parse.ErrSyntax

// Open starts a command line and joins it to the returned Stream, which must
// be closed. It returns when the line has begun to run.
//
// The line is read as a shell reads it: its first line, with all the lines
// that belong to it, is parsed by Open, what follows when its turn comes. So
// an error of Open means that nothing was run. It is
//
//   - a *SyntaxError when the first line is no valid program (in a later one
//     it is a message on standard error, and the status 2);
//   - an *ArgumentError for what makes no sense: a nil ctx, a mode that is none,
//     a NUL byte in the line or an option, an option without effect;
//   - a *pipeline.Error that wraps context.Cause(ctx) when ctx is done;
//   - the system's error when no pipe or process can be had.
//
// A command that cannot be found or executed is no failure of Open: as with
// popen(3) it is a status, 127 or 126. If it is all of the line, the error of
// Close is a *pipeline.Error with OpStart, which a program that itself exits
// with 127 is not. Errors call the line by its beginning: it may be long, and
// have in it what is not for a log.
//
// When ctx is done before the line has ended, the processes of every pipeline
// of the line that is running, also in the background, and what they have
// started, get SIGTERM, and after the grace SIGKILL: see pipeline.Group. Waits of
// the line end, and nothing more of it is run. Once the line has ended ctx has
// no effect.
func Open(ctx context.Context, line string, mode Mode, opts ...Option) (*Stream, error) {
	o := apply(opts)
	as := formLine
	if o.realSh {
		as = formReal
	}
	if err := o.check("popen.Open", ctx, mode, as); err != nil {
		return nil, err
	}
	if hasNUL(line) {
		return nil, &ArgumentError{Func: "popen.Open", Arg: "line", Why: nul}
	}
	if o.realSh {
		return startProgram(ctx, short(line), shellArgs(line, o), mode, o)
	}
	return openLine(ctx, line, mode, o, false)
}

// OpenArgs starts the program argv[0] with the arguments argv, and joins it to
// the returned Stream, which must be closed. No shell language is involved:
// the arguments arrive as they are. A name without a slash is looked up in
// the PATH of Env.
//
// A program that is not found or cannot be executed is an error of OpenArgs:
// a *pipeline.Error with Op OpStart, ExitCode 127 or 126, which a program
// that itself exits with 127 is not. The errors of Open apply, too; an argv
// without elements is an *ArgumentError. When ctx is done, the program and what
// it has started get SIGTERM, and after the grace SIGKILL: see pipeline.Group.
func OpenArgs(ctx context.Context, argv []string, mode Mode, opts ...Option) (*Stream, error) {
	o := apply(opts)
	if err := o.check("popen.OpenArgs", ctx, mode, formArgs); err != nil {
		return nil, err
	}
	why := ""
	switch {
	case len(argv) == 0:
		why = "is empty"
	case anyNUL(argv):
		why = nul
	}
	if why != "" {
		return nil, &ArgumentError{Func: "popen.OpenArgs", Arg: "argv", Why: why}
	}
	return startProgram(ctx, argv[0], argv, mode, o)
}

// shellArgs is the command that runs a line with a real shell.
func shellArgs(line string, o *options) []string {
	argv := []string{"/bin/sh"}
	if o.pipefail {
		argv = append(argv, "-o", "pipefail")
	}
	return append(append(argv, "-c", "--", line, "sh"), o.args...)
}

// pipeError is the failure to make the pipe of a Stream.
func pipeError(name string, err error) error {
	return &pipeline.Error{Stage: -1, Name: name, Op: pipeline.OpPipe, Err: err}
}
