package interp

import (
	"syscall"

	"gpipe/internal/option"
	"gpipe/internal/sys/signals"
)

// Finish ends the main environment of a shell that owns its process and
// returns the exit status. It waits for asynchronous jobs that run inside
// this process. A shell that a signal ended dies of that signal.
func (sh *Shell) Finish(f Flow) int {
	sh.lastSignals()
	sh.heed()
	sh.rt.pools.wait() // a signal has ended these, too
	if sh.killed == syscall.SIGHUP {
		sh.hangUp(false)
	}
	status := sh.End(f)
	sh.hangUp(sh.Shopts()&option.HUPOnExit == 0 || sh.Shopts()&option.LoginShell == 0)
	for _, j := range sh.rt.jobs.All() {
		if j.InProcess() {
			<-j.Done()
		}
	}
	sh.rt.life.end(sh)
	if sh.killed != 0 {
		sh.rt.endWatch()
		signals.DieOf(sh.killed)
	}
	return status
}
