package interp

import (
	"slices"
	"sync"
	"sync/atomic"
	"syscall"

	"gpipe/internal/lifetime"
	"gpipe/internal/option"
	"gpipe/internal/pipeline"
	"gpipe/internal/sys/signals"
	"gpipe/internal/sys/thread"
)

// signalState is where signals to the process come from. Embedded, the shell
// gets only those that it sends itself, or Signal does.
type signalState struct {
	catcher atomic.Pointer[signals.Catcher] // nil until the first trap or pool, and when embedded
	setting sync.Mutex                      // of what is caught
	unsure  atomic.Bool                     // a signal may be about to be handled
	heeded  atomic.Bool                     // those that end the process come to the Watch first
	shown   atomic.Bool                     // SIGUSR1 has figures shown
	farewells
}

// set makes the lifetime of sh catch or ignore sig, and so does the process if it
// is the shell's.
func (s *signalState) set(sh *Shell, sig sigNum, action string) {
	l := sh.life
	if int(sh.sub) != l.Level() || sig == syscall.SIGKILL || sig == syscall.SIGSTOP {
		return
	}
	own := sh.rt.own && l == sh.rt.main
	if action == "" {
		l.Ignore(sig)
		if own {
			signals.Ignore([]sigNum{sig})
		}
		return
	}
	l.Catch(sig)
	if !own {
		return
	}
	s.catch(sh.rt, sig)
}

// clear gives sig its default disposition.
func (s *signalState) clear(sh *Shell, sig sigNum) {
	l := sh.life
	if int(sh.sub) != l.Level() {
		return
	}
	l.Default(sig)
	if !sh.rt.own || l != sh.rt.main {
		return
	}
	if sh.rt.reasons(sig) != 0 {
		s.catch(sh.rt, sig)
		sh.rt.noteInterrupts()
		return
	}
	signals.Default(sig)
}

// reason is why the process catches a signal that has no action. What the shell
// starts has the default.
type reason uint8

const (
	toSpare    reason = 1 << iota // it does nothing to an interactive shell
	toRouse                       // it does nothing, but ends the wait for what is typed
	toShow                        // the Watch is told of it first
	toFarewell                    // something is to be done before it ends the shell
)

func (rt *Runtime) reasons(sig sigNum) (why reason) {
	switch {
	case rt.spares && spared(sig):
		why = toSpare
	case rt.signals.heeds(sig):
		why = toShow
	}
	if rt.rouses.Load()&(1<<sig) != 0 {
		why |= toRouse
	}
	if rt.awaited(sig) {
		why |= toFarewell
	}
	return why
}

// sparing are the signals that do nothing to an interactive shell without an action
// (XCU 2.11). It is not stopped: nobody could continue it.
func sparing() [4]sigNum {
	return [...]sigNum{syscall.SIGINT, syscall.SIGQUIT, syscall.SIGTERM, syscall.SIGTSTP}
}

// spared tells whether sig is one of them.
func spared(sig sigNum) bool {
	list := sparing()
	return slices.Contains(list[:], sig)
}

// catch has sig come to the main environment.
func (s *signalState) catch(rt *Runtime, sig sigNum) {
	s.setting.Lock() // stages of a pipeline set EXIT, and run pools
	defer s.setting.Unlock()
	if s.catcher.Load() == nil {
		l := rt.main
		s.catcher.Store(signals.NewCatcher(func(sig sigNum) { rt.deliver(l, sig) }))
		l.Expose()
	}
	s.catcher.Load().Catch(sig)
}

// deliver handles a signal that came to the process. One without an action was
// caught for the sake of those who look on.
func (rt *Runtime) deliver(l *lifetime.Lifetime, sig sigNum) {
	from := lifetime.FromProcess
	if signals.FromTerminal(sig) {
		from = lifetime.FromGroup
	}
	rt.pools.handling.Lock()
	defer rt.pools.handling.Unlock()
	shown := rt.reasons(sig)&toShow != 0 && l.Defaults(sig)
	if shown && !rt.look(l, sig, from == lifetime.FromGroup) {
		return
	}
	if lifetime.Ending(sig) {
		rt.pools.signal(sig, from)
	}
	switch why := rt.reasons(sig); {
	case l.Arrive(sig, from), why&toSpare != 0:
		return
	case why&toRouse != 0:
		l.Rouse()
		return
	case why&toFarewell != 0:
		rt.bidFarewell(l, sig)
		return
	}
	if shown && sig != syscall.SIGTSTP {
		rt.endWatch()
	}
	rt.signals.catcher.Load().Default(sig)
	signals.KillSelf(sig)
	if shown {
		rt.signals.catch(rt, sig) // it was stopped, and goes on
		if rt.watch.Back != nil {
			rt.watch.Back()
		}
	}
}

// sparedHere are the signals that do nothing to sh as an interactive shell.
func (sh *Shell) sparedHere() (list []sigNum) {
	for _, sig := range sparing() {
		if (sig != syscall.SIGTSTP || sh.controls()) && !sh.isIgnored(sig) {
			list = append(list, sig)
		}
	}
	return list
}

// spareInteractive is what an interactive shell begins with. One that prompts first
// calls Spare later.
func (sh *Shell) spareInteractive(prompts bool) {
	if !sh.rt.own || sh.opts&option.Interactive == 0 {
		return
	}
	if !prompts || !signals.IgnoreUntilCaught(sh.sparedHere()) {
		sh.Spare()
	}
}

// Spare has the signals of the keyboard break off the commands of an interactive shell,
// and do nothing else to it. It is called before the first of them, and may be called
// again.
func (sh *Shell) Spare() {
	if !sh.rt.own || sh.opts&option.Interactive == 0 || sh.rt.spares {
		return
	}
	sh.rt.spares = true
	for _, sig := range sh.sparedHere() {
		sh.rt.signals.catch(sh.rt, sig)
	}
	sh.rt.noteInterrupts()
}

// noteInterrupts has SIGINT without an action break off what is running in an
// interactive shell.
func (rt *Runtime) noteInterrupts() {
	if rt.spares && rt.main.Defaults(syscall.SIGINT) {
		rt.main.Catch(syscall.SIGINT)
	}
}

// breakOff drops the command that was typed, because of SIGINT, and ends the line
// on which the terminal shows the ^C.
func (sh *Shell) breakOff() Flow {
	sh.life.Acted = syscall.SIGINT
	sh.setStatuses([]int{128 + int(syscall.SIGINT)})
	if sh.attended() {
		sh.tell("\n")
	}
	return flowBreakOff
}

// SignalSelf handles a signal that the shell sends to its own pid: it is
// pending at once, when it has an action. It reports whether it has.
func (sh *Shell) SignalSelf(sig sigNum) bool { return sh.rt.main.Arrive(sig, lifetime.FromSelf) }

// joined is called when a subshell has ended. One that had a process may have
// sent signals.
func (sh *Shell) joined(child *Shell) {
	if child.apart {
		sh.syncSignals()
	}
}

// syncSignals waits for signals that were sent before a child ended, which may
// have sent them, or got them too. How it has ended may say so; if it does not,
// one that a thread is about to handle is not waited for: it takes too long.
func (sh *Shell) syncSignals(ended ...pipeline.Status) {
	if sh.sub > 0 {
		sh.apart = true // the environment that it returns to is told
	}
	sh.sync(slices.ContainsFunc(ended, func(s pipeline.Status) bool { return s.ExitCode() > 128 }))
}

// sync waits for signals that were sent before. A child that a signal seems to have
// ended says that one was.
func (sh *Shell) sync(killed bool) {
	if sh.life != sh.rt.main {
		return // none comes here
	}
	if c := sh.rt.signals.catcher.Load(); c != nil {
		c.Sync(killed)
		sh.rt.signals.unsure.Store(!killed)
	} else if sh.rt.own {
		thread.TakeSignals()
	}
}

// lastSignals is syncSignals at the end of the process, when a signal must not
// come too late.
func (sh *Shell) lastSignals() {
	if sh.rt.signals.unsure.Load() {
		sh.rt.signals.catcher.Load().Sync(true)
	}
}
