package popen

import (
	"context"
	"syscall"

	"gpipe/internal/sys"
)

// Popen is popen(3) for programs that are ported from C. typ is "r" or "w",
// or "r+" for both directions; an "e" after "r" or "w" asks for close-on-exec,
// which every Stream is. Any other type is EINVAL, and nothing is started.
//
// As in C it does not fail because of what is in the command: a command that
// is no valid program is a message on standard error and the status 2.
func Popen(command, typ string) (*Stream, error) {
	mode, ok := modeOf(typ)
	if !ok || hasNUL(command) {
		return nil, invalid(command)
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
// before, is EINVAL.
func Pclose(s *Stream) (syscall.WaitStatus, error) {
	if s == nil || !s.close() {
		return 0, sys.EINVAL
	}
	err := s.failure()
	return s.Status().WaitStatus, err
}
