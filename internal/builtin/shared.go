package builtin

import (
	"errors"
	"strings"
	"syscall"

	"gpipe/internal/interp"
	"gpipe/ipc"
)

// sharedDir is where the names of what processes of this user share are: it
// depends on the environment that the shell gives its commands.
func sharedDir(sh *interp.Shell) ipc.Dir {
	for _, entry := range sh.Environ() {
		if run, ok := strings.CutPrefix(entry, "XDG_RUNTIME_DIR="); ok {
			return ipc.DirIn(run)
		}
	}
	return ipc.DirIn("")
}

// worded is a diagnostic: err, after what it is about, which is the operand unless
// the error names something else.
func worded(operand string, err error) string {
	var e *ipc.Error
	if errors.As(err, &e) && strings.HasPrefix(e.Name, "/") {
		operand = e.Name
	}
	if operand == "" {
		operand = "''"
	}
	return interp.Quote(operand) + ": " + reason(err)
}

// reason is the cause of an error of package ipc in words.
func reason(err error) string {
	if e := (*ipc.Error)(nil); errors.As(err, &e) && errors.Is(err, syscall.EINVAL) && !ipc.ValidName(e.Name) {
		return "not a name: it has 1 to 200 of the characters A-Z a-z 0-9 . _ -"
	}
	if errors.Is(err, ipc.ErrRemoved) {
		return "no such object"
	}
	for _, own := range []error{ipc.ErrUntrusted, ipc.ErrLayout, ipc.ErrTruncated, ipc.ErrTooBig,
		ipc.ErrBusy, ipc.ErrNotRecoverable, errors.ErrUnsupported} {
		if errors.Is(err, own) {
			return own.Error()
		}
	}
	return interp.Cause(err)
}
