//go:build !windows

package popen

import (
	"context"
	"syscall"

	"gpipe/internal/sys"
)

// Popen is popen(3) for programs that are ported from C. typ is "r" or "w",
// or "r+" for both directions; an "e" after "r" or "w" asks for close-on-exec,
// which every Stream is. Any other type is an *ArgumentError, which is EINVAL,
// and nothing is started.
//
// As in C it does not fail because of what is in the command: a command that
// is no valid program is a message on standard error and the status 2.
func Popen(command, typ string) (*Stream, error) {
	mode, ok := modeOf(typ)
	switch {
	case !ok:
		return nil, &ArgumentError{Func: "popen.Popen", Arg: "typ", Why: "is none of r, w, r+, re and we"}
	case hasNUL(command):
		return nil, &ArgumentError{Func: "popen.Popen", Arg: "command", Why: nul}
	}
	return openLine(context.Background(), command, mode, apply(nil), true)
}

// modeOf translates the type of popen(3).
func modeOf(typ string) (Mode, bool) {
	switch typ {
	case "r", "re":
		return Read, true
	case "w", "we":
		return Write, true
	case "r+":
		return ReadWrite, true
	}
	return 0, false
}

// Pclose is pclose(3): it closes s, waits for its command, and for nothing
// else, and returns its wait status. A nil Stream, or one that was closed
// before, is EINVAL. A status that was lost is an error that is
// pipeline.ErrStatusLost, and ECHILD, as in C.
func Pclose(s *Stream) (syscall.WaitStatus, error) {
	if !s.valid() || !s.closeOnce() {
		return 0, sys.EINVAL
	}
	err := s.failure()
	return s.Status().WaitStatus, err
}
