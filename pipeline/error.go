package pipeline

import (
	"io/fs"
	"strconv"
	"syscall"
)

// What failed, in Error.Op.
const (
	OpStart    = "start"    // looking up or executing the program
	OpRedirect = "redirect" // a redirection of a stage, or Stdin, Stdout, Stderr
	OpPipe     = "pipe"     // making a pipe between two stages
	OpDir      = "chdir"    // opening Options.Dir
	OpExit     = "exit"     // the stage exited with a status other than 0
	OpSignal   = "signal"   // a signal ended the stage
	OpWait     = "wait"     // its status was lost: someone else reaped it
	OpFunc     = "func"     // the function of a Func stage returned an error
	OpPanic    = "panic"    // it panicked
	OpCancel   = "cancel"   // the context was done before the pipeline was
	OpCopy     = "copy"     // copying Stdin, Stdout or Stderr
	OpDrain    = "drain"    // output still held open by another process
)

// Error says which stage of a pipeline failed, and how.
type Error struct {
	Stage int    // index of the stage; -1: none in particular
	Name  string // its name
	Op    string // one of the Op constants

	// WaitStatus is that of the stage, as far as it had one: a stage that
	// could not be started has none.
	WaitStatus syscall.WaitStatus

	// Err is the cause; nil for OpExit and OpSignal. For OpCancel it wraps
	// context.Cause, or is the *redirect.Error of a wait that Proc.Redirect
	// had given up.
	Err error
}

// Error gives operation, operand and cause.
func (e *Error) Error() string {
	switch e.Op {
	case OpExit, OpSignal:
		return e.Name + ": " + describe(e.WaitStatus)
	case OpFunc, OpPanic, OpCancel:
		if e.Name == "" {
			return e.Err.Error()
		}
		return e.Name + ": " + e.Err.Error()
	}
	s := e.Op
	if e.Name != "" {
		s += " " + e.Name
	}
	return s + ": " + e.Err.Error()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// ExitCode returns the exit status a shell would give, 1 to 255: 127 for a
// program that is not found, 126 for one that can't be executed, 128+n for
// signal n. Op tells a program that could not be started from one that itself
// exits with 127.
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
	is   error
}

func (s *sentinel) Error() string        { return s.text }
func (s *sentinel) Is(target error) bool { return s.is != nil && target == s.is }

// Causes of an Error, for errors.Is.
var (
	// ErrNotFound: no such program. It is fs.ErrNotExist, too.
	ErrNotFound error = &sentinel{"not found", fs.ErrNotExist}

	// ErrDot: the program was found relative to the current directory,
	// through PATH, and AllowDot was not given.
	ErrDot error = &sentinel{text: "found in the current directory only"}

	// ErrEmpty: a pipeline without stages, or a Cmd without a name.
	ErrEmpty error = &sentinel{text: "no command"}

	// ErrDrain: a process that the pipeline left behind still holds its
	// output open.
	ErrDrain error = &sentinel{text: "output still open after the last stage ended"}

	// ErrNotCaptured: Output of a Job that was started without Capture.
	ErrNotCaptured error = &sentinel{text: "output was not captured"}
)

// PanicError is the error of a Func stage that panicked.
type PanicError struct {
	Value any    // given to panic
	Stack []byte // of the goroutine, as text
}

// Error gives the value's text, without the stack.
func (e *PanicError) Error() string {
	switch v := e.Value.(type) {
	case error:
		return "panic: " + v.Error()
	case string:
		return "panic: " + v
	case interface{ String() string }:
		return "panic: " + v.String()
	}
	return "panic"
}

// Unwrap returns the value if it is an error.
func (e *PanicError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}
