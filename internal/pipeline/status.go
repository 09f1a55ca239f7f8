package pipeline

import (
	"syscall"
	"time"
)

// Status is what is known about one stage of a Job.
type Status struct {
	Name string
	Argv []string // of a program; shared, not to be changed
	Text string   // see Stage.Written
	Pid  int      // 0: the stage runs in this process, or could not be started

	// WaitStatus is the status from wait4(2), bit by bit. Stages in this
	// process have one made up: an exit status or a signal.
	WaitStatus syscall.WaitStatus
	Rusage     *syscall.Rusage // from wait4(2); nil for stages in this process

	// Usage has what was found out while the stage was observed. It is nil
	// without Options.Observer, and stays as it is: a later Status has more.
	Usage *Usage

	Start time.Time
	End   time.Time // zero while the stage is running

	// Err is the error of a Func stage, or why a stage could not be started.
	// A program that fails has none: see WaitStatus.
	Err error
}

// ExitCode returns the exit status in a shell's terms: 128+n for signal n.
func (s *Status) ExitCode() int { return exitCode(s.WaitStatus) }

// exitCode translates a wait status to a shell's exit status.
func exitCode(ws syscall.WaitStatus) int {
	if ws.Signaled() {
		return 128 + int(ws.Signal())
	}
	return ws.ExitStatus()
}

// maxSignal is the highest signal number of all systems.
const maxSignal = 64

// waitStatus makes up the wait status for a shell's exit status.
func waitStatus(code int) syscall.WaitStatus {
	if code > 128 && code <= 128+maxSignal {
		return syscall.WaitStatus(code - 128)
	}
	return exited(code)
}

// exited is the wait status of a process that called exit(code).
func exited(code int) syscall.WaitStatus { return syscall.WaitStatus(code&0xff) << 8 }
