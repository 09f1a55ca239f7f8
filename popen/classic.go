package popen

import (
	"context"
	"syscall"

	"gpipe/internal/sys"
)

// Popen is popen(3) for programs that are ported from C: typ is "r" or "w",
// or "r+" for both directions, and may have an "e" (close-on-exec, which
// every Stream is) after it. Any other type is EINVAL, and nothing is
// started.
func Popen(command, typ string) (*Stream, error) {
	mode, ok := modeOf(typ)
	if !ok {
		return nil, invalid(command)
	}
	return Open(context.Background(), command, mode)
}

// modeOf translates the type of popen(3).
func modeOf(typ string) (Mode, bool) {
	switch typ {
	case "r", "re":
		return Read, true
	case "w", "we":
		return Write, true
	case "r+", "w+", "r+e", "w+e":
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
	s.Wait()
	if err := s.failure(); err != nil {
		return s.Status().WaitStatus, err
	}
	return s.Status().WaitStatus, nil
}
