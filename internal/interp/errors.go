package interp

import (
	"errors"
	"syscall"

	"gpipe/internal/columns"
	"gpipe/internal/pipeline"
	"gpipe/internal/redirect"
)

// Error is a failure the shell reports: operation, operand and cause.
type Error struct {
	Op, Operand string
	Err         error
}

func (e *Error) Error() string {
	s := e.Op
	if e.Operand != "" {
		s += " " + e.Operand
	}
	return s + ": " + e.Err.Error()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

var (
	errTemporaryArray = errors.New("an array cannot be assigned for one command")
	errUnsupported    = errors.New("not supported")
	errStopped        = errors.New("stopped") // the lifetime is over
	errTooDeep        = errors.New("nested too deeply")
	errNotName        = errors.New("not a name")
	errNoCommand      = errors.New("the command is not in the source")
)

// ErrBinary is the cause for a file that is no script.
var ErrBinary = errors.New("cannot execute binary file")

// Message gives err in the form of the shell's diagnostics, "operation:
// operand: cause", with system errors in the words of the system.
func Message(err error) string {
	var re *redirect.Error
	if errors.As(err, &re) {
		return re.Op + ": " + Quote(re.Name) + ": " + Cause(re.Err)
	}
	var se *Error
	if errors.As(err, &se) {
		if se.Operand == "" {
			return se.Op + ": " + Cause(se.Err)
		}
		return se.Op + ": " + Quote(se.Operand) + ": " + Cause(se.Err)
	}
	return columns.Lines(err.Error())
}

// Cause gives the innermost system error in err in the words of the system,
// or the text of err.
func Cause(err error) string {
	var errno syscall.Errno
	if errors.As(err, &errno) {
		return errno.Error()
	}
	return columns.Lines(err.Error())
}

// Quote makes visible what is in a name or another text that the script, or
// someone else, has chosen, so that a diagnostic cannot drive a terminal.
func Quote(s string) string { return columns.Plain(s) }

// leaveError is the error of a command in the middle of which the action of a trap,
// or a signal, has left it: see Woken.
type leaveError struct{ next Flow }

func (*leaveError) Error() string { return "a signal ended the wait" }

// leftBy returns the Flow of a command that was left, if err says that it was.
func leftBy(err error) (next Flow, ok bool) {
	if err == nil {
		return Next, false
	}
	var l *leaveError
	if errors.As(err, &l) {
		return l.next, true
	}
	return Next, false
}

// reported is an error that has been told already.
type reported struct{ error }

func (r *reported) Unwrap() error { return r.error }

// stopped ends an environment after the context was cancelled or a signal
// came: as if by that signal, or by SIGTERM if no command has failed.
func (sh *Shell) stopped() Flow {
	sig := sh.life.Signalled()
	if sig == 0 && (sh.status == 0 || sh.status == 128+int(syscall.SIGTERM) && !sh.last.Signaled()) {
		sig = syscall.SIGTERM
	}
	switch {
	case sh.killed != 0:
		sh.status = 128 + int(sh.killed)
	case sig != 0:
		return sh.endBy(sig)
	}
	return Exit()
}

// BrokenOff tells of an error that someone at the terminal has caused, who does
// not want what is being read.
func BrokenOff(err error) bool {
	next, ok := leftBy(err)
	return ok && next == flowBreakOff
}

// startStatus is the exit status for a command that could not be started.
func startStatus(err error) int {
	var nf *NotFoundError
	if errors.As(err, &nf) {
		return nf.ExitCode()
	}
	var pe *pipeline.Error
	if errors.As(err, &pe) {
		return pe.ExitCode()
	}
	if errors.Is(err, syscall.ENOENT) || errors.Is(err, syscall.ENOTDIR) {
		return 127
	}
	return 126
}

// Left is the error by which a Source's Reader leaves the shell: what runs next
// is up to a Flow.
func Left(next Flow) error { return &leaveError{next} }
