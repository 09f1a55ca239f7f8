package pipeline

import (
	"io/fs"
	"strconv"
	"syscall"

	"gpipe/internal/columns"
	copying "gpipe/internal/relay"
	"gpipe/internal/sys/signals"
	"gpipe/internal/sys/spawn"
)

// What failed, in Error.Op.
const (
	OpStart    = "start"    // looking up or executing the program
	OpRedirect = "redirect" // a redirection of a stage, or Stdin, Stdout, Stderr
	OpPipe     = "pipe"     // making a pipe between two stages
	OpDir      = "chdir"    // opening Options.Dir
	OpExit     = "exit"     // the stage exited with a status other than 0
	OpSignal   = "signal"   // a signal ended the stage
	OpWait     = "wait"     // its status was lost: see ErrStatusLost
	OpFunc     = "func"     // the function of a Func stage returned an error
	OpPanic    = "panic"    // it panicked, or the Observer did
	OpCancel   = "cancel"   // the context was done before the pipeline was
	OpCopy     = "copy"     // copying Stdin, Stdout or Stderr
	OpDrain    = "drain"    // output still held open by another process
)

// Error says which stage of a pipeline failed, and how.
type Error struct {
	Stage int    // index of the stage; -1: none in particular
	Name  string // its name; or "stdin", "stdout", "stderr", "observer"
	Op    string // one of the Op constants

	// WaitStatus is that of the stage, as far as it had one: a stage that
	// could not be started has none.
	WaitStatus syscall.WaitStatus

	// Stderr is the end of what the stages wrote to their standard error, where
	// Output kept it since nobody else took it. Error does not show it.
	Stderr []byte

	// Err is the cause; nil for OpExit and OpSignal. For OpCancel it wraps
	// context.Cause.
	Err error
}

// Error gives operation, operand and cause. Of a long name it gives the
// beginning, and control characters as escapes.
func (e *Error) Error() string {
	name := columns.Plain(columns.Shorten(e.Name, longName))
	switch e.Op {
	case OpExit, OpSignal:
		return name + ": " + describe(e.WaitStatus)
	case OpFunc, OpPanic, OpCancel:
		if name == "" {
			return e.Err.Error()
		}
		return name + ": " + e.Err.Error()
	}
	s := e.Op
	if name != "" {
		s += " " + name
	}
	return s + ": " + e.Err.Error()
}

// longName is how many bytes of a name are shown.
const longName = 200

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// ExitCode returns the exit status a shell would give, 1 to 255: 127 for a
// program that is not found, 126 for one that can't be executed, 128+n for
// signal n, 127 for a status that was lost. Op tells a program that could not
// be started from one that itself exits with 127.
func (e *Error) ExitCode() int {
	switch e.Op {
	case OpStart:
		return startCode(e.Err)
	case OpRedirect, OpPipe, OpDir, OpCopy, OpDrain:
		return 1
	}
	switch code := exitCode(e.WaitStatus); {
	case code != 0:
		return code
	case e.Op == OpCancel:
		return 128 + int(syscall.SIGTERM)
	}
	return 1
}

// isCancel tells whether err says that something was given up.
func isCancel(err error) bool {
	e, ok := err.(*Error)
	return ok && e.Op == OpCancel
}

// describe says in words how a process ended.
func describe(ws syscall.WaitStatus) string {
	if !ws.Signaled() {
		return "exit status " + strconv.Itoa(ws.ExitStatus())
	}
	s := "signal: " + ws.Signal().String()
	if ws.CoreDump() {
		s += " (core dumped)"
	}
	return s
}

// sentinel is a constant error that may be one of the fs package's, too.
type sentinel struct {
	text string
	also error
	exec bool // or of package os/exec
}

func (s *sentinel) Error() string { return s.text }
func (s *sentinel) Is(target error) bool {
	return s.also != nil && target == s.also || s.exec && spawn.IsExecError(target, s.also != nil)
}

// Causes of an Error, for errors.Is.
var (
	// ErrNotFound: no such program. It is fs.ErrNotExist, too, and exec.ErrNotFound.
	ErrNotFound error = &sentinel{"not found", fs.ErrNotExist, true}

	// ErrDot: the program was found relative to the current directory,
	// through PATH, and AllowDot was not given. It is exec.ErrDot, too.
	ErrDot error = &sentinel{text: "found in the current directory only", exec: true}

	// ErrEmpty: a pipeline without stages, or a Cmd without a name.
	ErrEmpty error = &sentinel{text: "no command"}

	// ErrDrain: a process that the pipeline left behind still holds its
	// output open.
	ErrDrain error = &sentinel{text: "output still open after the last stage ended"}

	// ErrStatusLost: the stage has ended, but how is not known, since somebody
	// else waited for it, or the program ignores SIGCHLD, so that the system
	// keeps no status (as by signal.Ignore, or in a library that a program in
	// C has loaded). It is syscall.ECHILD, too.
	ErrStatusLost error = &sentinel{text: "status lost"}

	// ErrNotCaptured: Output of a Job that was started without Capture.
	ErrNotCaptured error = &sentinel{text: "output was not captured"}
)

// lost is ErrStatusLost, and what the system said.
type lost struct{ err error }

func lostStatus(err error) error { return &lost{err} }

func (l *lost) Error() string {
	if signals.LosesChildren() {
		return ErrStatusLost.Error() + ": the program ignores SIGCHLD"
	}
	return ErrStatusLost.Error() + ": " + l.err.Error()
}

func (l *lost) Unwrap() []error { return []error{ErrStatusLost, l.err} }

// PanicError is the cause of an Error about a function, a reader, a writer or
// an observer of the program that panicked: its Value, and the goroutine's Stack
// as text. It is the value if that is an error.
type PanicError = copying.PanicError

// CountError is the cause of an Error about a reader or a writer of the program
// that says it has read or written a number of bytes which can't be: it has Op,
// "read" or "write", the Count, and the number of bytes it was Of.
type CountError = copying.CountError
