package interp

import (
	"errors"
	"strings"
	"syscall"

	"gpipe/internal/sys"
	"gpipe/internal/vars"
)

// StartUp runs the file that ENV names (XCU sh, ENVIRONMENT VARIABLES) if the
// shell is interactive, and neither privileged nor one whose effective ids
// differ from the real ones. Like PS4, ENV expands parameters only, since it
// comes from the environment. POSIX leaves open what a relative pathname does:
// it is not read, for it would run what is in the current directory.
func (sh *Shell) StartUp() Flow {
	if sh.opts&Interactive == 0 || sh.opts&Privileged != 0 || !sys.SameIds() {
		return Next
	}
	path := sh.parameters(vars.ENV)
	if !strings.HasPrefix(path, "/") {
		return Next
	}
	_, f, err := sh.Source(path, nil)
	if err != nil && !errors.Is(err, syscall.ENOENT) {
		sh.Report(Message(err))
	}
	if f == flowAbort {
		return Next
	}
	return f
}
