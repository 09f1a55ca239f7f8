package interp

import (
	"maps"
	"math/bits"
	"slices"
	"sync/atomic"
	"syscall"

	"gpipe/internal/sys"
)

// trapTable is the actions that trap has set, by signal number; 0 is EXIT,
// an empty action ignores the signal.
type trapTable struct {
	actions map[int]string
	shared  bool
	// stale says that the actions are the parent's: a subshell still lists
	// them, until it sets one itself, but does not run them.
	stale bool
}

// fork is what a subshell has: signals that are ignored stay so.
func (t *trapTable) fork() trapTable {
	t.shared = true
	return trapTable{actions: t.actions, shared: true, stale: true}
}

// own makes the table one that may be changed.
func (t *trapTable) own() {
	switch {
	case t.stale:
		kept := make(map[int]string)
		for n, action := range t.actions {
			if action == "" {
				kept[n] = ""
			}
		}
		t.actions = kept
	case t.shared:
		t.actions = maps.Clone(t.actions)
	}
	if t.actions == nil {
		t.actions = make(map[int]string)
	}
	t.shared, t.stale = false, false
}

// run returns the action for n, if there is one to run.
func (t *trapTable) run(n int) (string, bool) {
	if t.stale {
		return "", false
	}
	action, ok := t.actions[n]
	return action, ok && action != ""
}

// Traps returns the conditions that have an action, sorted.
func (sh *Shell) Traps() []int { return slices.Sorted(maps.Keys(sh.traps.actions)) }

// TrapAction returns the action of a condition.
func (sh *Shell) TrapAction(n int) (string, bool) {
	action, ok := sh.traps.actions[n]
	return action, ok
}

// SetTrap sets the action of a condition: "" ignores it. A signal that was
// ignored when a non-interactive shell started stays so (XCU 2.14 trap).
func (sh *Shell) SetTrap(n int, action string) {
	sh.traps.own()
	if n > 0 && sh.lockedSignal(n) {
		return
	}
	sh.traps.actions[n] = action
	if n == 0 {
		return
	}
	sig := syscall.Signal(n)
	if action == "" {
		sh.ignored = addSignals(sh.ignored, sig)
	} else {
		sh.ignored = slices.DeleteFunc(slices.Clone(sh.ignored), func(s sigNum) bool { return s == sig })
	}
	sh.rt.signals.set(sh, sig, action)
}

// ClearTrap makes a condition what it was by default.
func (sh *Shell) ClearTrap(n int) {
	sh.traps.own()
	if n > 0 && sh.lockedSignal(n) {
		return
	}
	delete(sh.traps.actions, n)
	if n == 0 {
		return
	}
	sig := syscall.Signal(n)
	sh.ignored = slices.DeleteFunc(slices.Clone(sh.ignored), func(s sigNum) bool { return s == sig })
	sh.rt.signals.clear(sh, sig)
}

// lockedSignal tells whether a signal was ignored from the start.
func (sh *Shell) lockedSignal(n int) bool {
	return sh.opts&Interactive == 0 && slices.Contains(sh.rt.locked, syscall.Signal(n))
}

// signalState is the delivery of signals to the main environment. In a
// process of its own the shell catches them; embedded, it gets only those
// that it sends itself.
type signalState struct {
	pending atomic.Uint64 // bit n-1: signal n is to be handled
	caught  atomic.Uint64 // bit n-1: there is an action for it
	wake    chan struct{} // has an element after an arrival
	catcher *sys.Catcher  // nil until the first trap, and when embedded
}

func bit(sig sigNum) uint64 { return 1 << (uint(sig) - 1) }

// set makes the process catch or ignore sig, for the main environment.
func (s *signalState) set(sh *Shell, sig sigNum, action string) {
	if sh.sub > 0 {
		return
	}
	if action == "" {
		s.caught.And(^bit(sig))
		if sh.rt.own {
			sys.Ignore([]sigNum{sig})
		}
		return
	}
	s.caught.Or(bit(sig))
	if !sh.rt.own {
		return
	}
	if s.catcher == nil {
		rt := sh.rt
		s.catcher = sys.NewCatcher(func(sig sigNum) { rt.arrive(sig) })
	}
	s.catcher.Catch(sig)
}

// clear gives sig its default disposition.
func (s *signalState) clear(sh *Shell, sig sigNum) {
	if sh.sub > 0 {
		return
	}
	s.caught.And(^bit(sig))
	if sh.rt.own {
		sys.Default(sig)
	}
}

// arrive records a signal that has an action.
func (rt *Runtime) arrive(sig sigNum) {
	if rt.signals.caught.Load()&bit(sig) == 0 {
		return
	}
	rt.signals.pending.Or(bit(sig))
	rt.attention.Store(true)
	select {
	case rt.signals.wake <- struct{}{}:
	default:
	}
}

// SignalSelf handles a signal that the shell sends to its own pid: it is
// pending at once, when it has an action. It reports whether it has.
func (sh *Shell) SignalSelf(sig sigNum) bool {
	if sh.rt.signals.caught.Load()&bit(sig) == 0 {
		return false
	}
	sh.rt.arrive(sig)
	return true
}

// syncSignals waits for signals that a child which has ended sent before.
func (sh *Shell) syncSignals() {
	if c := sh.rt.signals.catcher; c != nil && sh.sub == 0 && sh.rt.signals.caught.Load() != 0 {
		c.Sync()
	}
}

// attend is called between commands when the attention flag is up: the
// context is done, or a signal with an action has arrived.
func (sh *Shell) attend() Flow {
	if sh.rt.cancelled.Load() {
		return sh.stopped()
	}
	if sh.sub > 0 {
		return Next
	}
	sh.rt.attention.Store(false)
	for {
		p := sh.rt.signals.pending.Load()
		if p == 0 {
			return Next
		}
		n := bits.TrailingZeros64(p) + 1
		sh.rt.signals.pending.And(^bit(sigNum(n)))
		action, ok := sh.traps.run(n)
		if !ok {
			continue
		}
		if f := sh.runTrap(action); f != Next {
			return f
		}
	}
}

// runTrap runs an action between two commands. $? is restored after it,
// unless it leaves the shell.
func (sh *Shell) runTrap(action string) Flow {
	status, outer, cond := sh.status, sh.trapped, sh.cond
	sh.trapped = &status
	f := sh.Eval(action)
	sh.trapped = outer
	sh.cond = cond
	if f == Next {
		sh.status = status
	}
	return f
}

// ExitStatus is the status of exit without an operand: that of the last
// command, which in a trap is the one before it.
func (sh *Shell) ExitStatus() int {
	if sh.trapped != nil {
		return *sh.trapped
	}
	return sh.status
}

// exitTrap runs the action for EXIT, once, at the end of an environment. Its
// own exit decides the status, else that stays.
func (sh *Shell) exitTrap() {
	action, ok := sh.traps.run(0)
	if !ok {
		return
	}
	sh.traps.own()
	delete(sh.traps.actions, 0)
	status := sh.status
	sh.trapped = &status
	sh.loops, sh.calls = 0, 0
	if f := sh.Eval(action); f.kind() != flowExit {
		sh.status = status
	}
	sh.trapped = nil
}
