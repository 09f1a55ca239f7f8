package pipeline

import (
	"context"
	"io"
	"slices"

	"gpipe/internal/redirect"
)

// Stage is one command of a pipeline, as an immutable value: it may be used
// in several pipelines and started many times, also at the same time.
type Stage struct {
	work  work // of Exec and InProc: owns an fd table, and can be started once
	name  string
	argv  []string // of a program
	ops   []redirect.Op
	tally *Tally
	text  string

	misuse *ArgumentError // why it can't be started
}

// work is what a stage does. A kind of stage is a type with these methods: it
// starts a process, or makes ready what runs in this one until it returns a
// status, in whatever way; statuses, signals, figures and the ends of pipes are
// the Job's affair.
type work interface {
	// table is the descriptor table that the stage brings, nil: it has none. It
	// takes that over.
	table() *redirect.Table
	// shared tells whether it has the streams of the Options.
	shared() bool
	// start starts it with files, which has the ends of the pipes. When it
	// fails files stays the caller's.
	start(l *launcher, s *Stage, files *redirect.Table) error
}

// program is the work of a Cmd stage, and of the zero Stage.
type program struct{}

func (program) table() *redirect.Table { return nil }
func (program) shared() bool           { return true }
func (program) start(l *launcher, s *Stage, files *redirect.Table) error {
	return l.command(s, files)
}

// does returns the work of the stage.
func (s *Stage) does() work {
	if s.work == nil {
		return program{}
	}
	return s.work
}

// resolved returns what the stage executes, if that was resolved by the caller,
// and else nil.
func (s *Stage) resolved() *Proc {
	p, _ := s.work.(*Proc)
	return p
}

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
	s := Stage{work: program{}, argv: slices.Clone(argv)}
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
	s := Stage{work: function(f), name: name}
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

// Name returns the name of the stage: argv[0], or that given to Func or Named.
func (s Stage) Name() string { return s.name }

// Stdio is what a Func stage reads and writes: raw, blocking descriptors. A
// write to a stage that is gone returns EPIPE; it never raises a signal that
// could end the program. A Stdio is valid until the function returns.
type Stdio struct {
	Stdin  io.Reader
	Stdout io.Writer
	Stderr io.Writer

	files *redirect.Table // of the stage, which the three read and write through
}

// File returns what the stage's descriptor fd is, 3 for the first of
// Options.ExtraFiles, or nil when that is closed. It belongs to the stage and is
// closed after it: who needs it for longer takes a reference.
func (s *Stdio) File(fd int) *redirect.File { return s.files.Get(fd) }

// Close closes the stage's descriptor fd before the function returns: Close(1)
// gives the next stage its end of file.
func (s *Stdio) Close(fd int) {
	if fd >= 0 {
		s.files.Set(fd, nil)
	}
}
