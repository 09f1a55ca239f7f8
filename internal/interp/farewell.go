package interp

import (
	"sync/atomic"
	"syscall"

	"gpipe/internal/lifetime"
)

// farewells is what makes actions for EXIT run when a signal ends the shell.
// POSIX leaves open whether they do; scripts that clean up count on it.
type farewells struct {
	actions atomic.Int32 // environments of this process that have one, and pools, whose jobs are ended

	// parked is the main environment while it waits for a job in the
	// foreground, by a system call that nothing ends. Who takes it out acts
	// in its place.
	parked atomic.Pointer[Shell]
}

// fatalSignals are those that end a program and can be caught, but for faults
// and what is nothing to end one with.
func fatalSignals() []sigNum {
	return []sigNum{
		syscall.SIGHUP, syscall.SIGINT, syscall.SIGQUIT, syscall.SIGILL, syscall.SIGTRAP, syscall.SIGABRT,
		syscall.SIGSYS, syscall.SIGPIPE, syscall.SIGALRM, syscall.SIGTERM, syscall.SIGXCPU, syscall.SIGXFSZ,
		syscall.SIGVTALRM, syscall.SIGPROF, syscall.SIGUSR1, syscall.SIGUSR2, syscall.SIGBUS, syscall.SIGFPE, syscall.SIGSEGV,
	}
}

// awaited tells whether there is something to be done before sig ends the shell:
// an action for EXIT is to run, or jobs are to be told.
func (rt *Runtime) awaited(sig sigNum) bool {
	if rt.signals.actions.Load() == 0 {
		return sig == syscall.SIGHUP && rt.departure.minds.Load()
	}
	for _, s := range fatalSignals() {
		if s == sig {
			return true
		}
	}
	return false
}

// setExit notes that sh gets an action for EXIT, or loses it.
func (sh *Shell) setExit(on bool) {
	if _, was := sh.traps.Runs(0); was == on || !sh.rt.own {
		return
	}
	if !on {
		sh.rt.signals.actions.Add(-1)
		return
	}
	if sh.sub > 0 {
		sh.root = nil // it has something of its own to do
	}
	sh.rt.awaitFatal()
}

// awaitFatal notes that there is one more that is to be done before a signal
// ends the shell.
func (rt *Runtime) awaitFatal() {
	f, l := &rt.signals, rt.main
	if f.actions.Add(1) > 1 {
		return
	}
	for _, sig := range fatalSignals() {
		if l.Defaults(sig) {
			f.catch(rt, sig)
		}
	}
}

// bidFarewell ends the shell by a signal that has no action, and lets the
// action for EXIT run before. A second signal does not wait for that.
func (rt *Runtime) bidFarewell(l *lifetime.Lifetime, sig sigNum) {
	for _, s := range fatalSignals() {
		if l.Defaults(s) {
			rt.signals.catcher.Load().Default(s)
		}
	}
	l.Finish(sig)
	if sh := rt.signals.parked.Swap(nil); sh != nil {
		go sh.die()
	}
}

// die ends the process of a shell whose lifetime a signal has ended.
func (sh *Shell) die() {
	sh.pin() // subshells in this process may be at work
	sh.root = nil
	sh.Finish(sh.stopped())
}

// park has wait, which nothing ends, called by a shell that a signal may end
// meanwhile: then it does not return.
func (sh *Shell) park(wait func()) {
	f, root := &sh.rt.signals, sh.root
	if root == nil {
		wait()
		return
	}
	f.parked.Store(root)
	if sh.gone() && f.parked.CompareAndSwap(root, nil) {
		root.die()
	}
	wait()
	if !f.parked.CompareAndSwap(root, nil) {
		select {}
	}
}
