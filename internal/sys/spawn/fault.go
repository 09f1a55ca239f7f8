package spawn

import (
	"gpipe/internal/sys"
)

// injectedFailure is the failure of a spawn.
func injectedFailure() error {
	if e := sys.Fault(sys.AtClone); e != 0 {
		return &Error{Step: "clone", Fd: -1, Err: e}
	}
	if e := sys.Fault(sys.AtExec); e != 0 {
		return &Error{Step: "execve", Fd: -1, Err: e}
	}
	return nil
}
