package pipeline

import (
	"context"
	"io"
	"slices"

	"gpipe/redirect"
)

// Stage is one command of a pipeline, as an immutable value: it may be used
// in several pipelines and started many times, also at the same time. (The
// stages made by Exec and InProc are the exception: they own an fd table and
// can be started once.)
type Stage struct {
	kind  kind
	name  string
	argv  []string
	ops   []redirect.Op
	call  func(ctx context.Context, stdio *Stdio) error
	proc  *Proc
	body  func(ctx context.Context, files *redirect.Table) int
	files *redirect.Table
	tally *Tally
	text  string

	misuse *ArgumentError // why it can't be started
}

type kind uint8

const (
	kindCmd kind = iota
	kindFunc
	kindExec
	kindInProc
)

// Cmd returns a stage that executes the program argv[0] with the arguments
// argv. No shell is involved: the arguments arrive as they are.
//
// A name without a slash is looked up in the PATH of the Env option, or in
// the host program's PATH when Env is nil or has none. A program found
// through an empty, "." or otherwise relative element of PATH is not run, but
// reported as ErrDot, unless the AllowDot option is given. A name with a
// slash is relative to the Dir option.
//
// A file that the kernel does not know how to execute (ENOEXEC) is run as a
// script by /bin/sh, as execvp(3) does.
func Cmd(argv ...string) Stage {
	s := Stage{kind: kindCmd, argv: slices.Clone(argv)}
	if len(argv) > 0 {
		s.name = argv[0]
	}
	return s
}

// Func returns a stage that runs f in a goroutine of this process, joined to
// its neighbours by real pipes. The stage ends when f returns; its ends of
// the pipes are closed then.
//
// The stage's status is 0 when f returns nil. An error that is EPIPE (from a
// write to a stage which is gone) ends it quietly as if by SIGPIPE; one with
// a method ExitCode() int, such as *Error, gives its exit code; any other is
// exit status 1. A panic is caught: the stage's error is a *PanicError, its
// exit status 2, and Wait reports it whatever the Policy.
//
// f must return soon after ctx is done: Wait waits for it. Reads from and
// writes to the streams of Stdio return the context's cause then.
func Func(name string, f func(ctx context.Context, stdio *Stdio) error) Stage {
	s := Stage{kind: kindFunc, name: name, call: f}
	if f == nil {
		s.misuse = &ArgumentError{"pipeline.Func", "f", "is nil"}
	}
	return s
}

// With returns the stage with redirections added after those it has. They
// are applied in order when the stage starts, after its ends of the pipes
// are joined: With(redirect.Dup(2, 1)) sends both outputs to the next stage.
// Relative paths are relative to the Dir option.
//
// A stage that opens a FIFO is started in the background when something
// else could go on meanwhile, since opening one waits for its other end: a
// failure to start is then reported by Wait and not by Start.
func (s Stage) With(ops ...redirect.Op) Stage {
	s.ops = slices.Concat(s.ops, ops)
	return s
}

// Written returns the stage, one in this process, with the source text that it
// was made from, for Status.Text.
func (s Stage) Written(text string) Stage {
	s.text = text
	return s
}

// Named returns the stage with another name, for messages and figures.
func (s Stage) Named(name string) Stage {
	s.name = name
	return s
}

// Name returns the name of the stage: argv[0], or that given to Func, InProc or
// Named.
func (s Stage) Name() string { return s.name }

// Stdio is what a Func stage reads and writes: raw, blocking descriptors. A
// write to a stage that is gone returns EPIPE; it never raises a signal that
// could end the program. A Stdio is valid until the function returns.
type Stdio struct {
	Stdin  io.Reader
	Stdout io.Writer
	Stderr io.Writer

	// Files is the stage's fd table, which the three streams above read and
	// write through. It belongs to the stage and is closed after it. The
	// function may change it and may close fds early (Files.Set(1, nil)
	// gives the next stage its end of file).
	Files *redirect.Table
}
