package interp

import (
	"slices"
	"syscall"

	"gpipe/internal/option"
)

// List returns the conditions that are not at their default, sorted: those
// that have an action, and the signals that were ignored when a
// non-interactive shell started (XCU 2.14 trap).
func (t Traps) List() []int {
	conditions := t.sh.traps.Conditions()
	for _, sig := range t.sh.rt.locked {
		if _, set := t.sh.traps.Get(int(sig)); !set && t.sh.lockedSignal(int(sig)) {
			conditions = append(conditions, int(sig))
		}
	}
	slices.Sort(conditions)
	return conditions
}

// Action returns the action of a condition, and whether it has one: that of
// a signal that has to stay ignored is empty.
func (t Traps) Action(n int) (string, bool) {
	action, ok := t.sh.traps.Get(n)
	return action, ok || n > 0 && t.sh.lockedSignal(n)
}

// Set sets the action of a condition: "" ignores it. A signal that was
// ignored when a non-interactive shell started stays so (XCU 2.14 trap).
func (t Traps) Set(n int, action string) {
	t.sh.changeTraps()
	if trapOption(n) != 0 {
		t.sh.setCommandTrap(n, action, true)
		return
	}
	if n > 0 && t.sh.lockedSignal(n) {
		return
	}
	if n == 0 {
		t.sh.setExit(action != "")
	}
	t.sh.traps.Set(n, action)
	if n == 0 {
		return
	}
	sig := syscall.Signal(n)
	if action == "" && sig != syscall.SIGKILL && sig != syscall.SIGSTOP {
		t.sh.ignored = addSignals(t.sh.ignored, sig)
	} else {
		t.sh.ignored = slices.DeleteFunc(slices.Clone(t.sh.ignored), func(s sigNum) bool { return s == sig })
	}
	t.sh.rt.signals.set(t.sh, sig, action)
}

// Clear makes a condition what it was by default.
func (t Traps) Clear(n int) {
	t.sh.changeTraps()
	if trapOption(n) != 0 {
		t.sh.setCommandTrap(n, "", false)
		return
	}
	if n > 0 && t.sh.lockedSignal(n) {
		return
	}
	if n == 0 {
		t.sh.setExit(false)
	}
	t.sh.traps.Clear(n)
	if n == 0 {
		return
	}
	sig := syscall.Signal(n)
	t.sh.ignored = slices.DeleteFunc(slices.Clone(t.sh.ignored), func(s sigNum) bool { return s == sig })
	t.sh.rt.signals.clear(t.sh, sig)
}

// changeTraps comes before a change of the actions.
func (sh *Shell) changeTraps() {
	sh.traps.Begin(func(n int) bool { return sh.opts&trapOption(n) != 0 })
}

// anyTraps tells whether there is an action for EXIT or a signal that may be run.
func (sh *Shell) anyTraps() bool {
	return sh.traps.Any(func(n int) bool { return trapOption(n) == 0 })
}

// lockedSignal tells whether a signal was ignored from the start.
func (sh *Shell) lockedSignal(n int) bool {
	return sh.opts&option.Interactive == 0 && slices.Contains(sh.rt.locked, syscall.Signal(n))
}

// heed is called between commands, and before one that is part of another.
func (sh *Shell) heed() Flow {
	if sh.life.Attention() {
		return sh.attend()
	}
	return Next
}

// attend is called between commands when the attention flag is up: the
// lifetime of the environment is over, or a signal with an action has arrived.
func (sh *Shell) attend() Flow {
	l := sh.life
	if sh.acts() {
		l.Heed()
		l.Renew()
	}
	if l.Over() {
		l.Alert() // for the others
		if !sh.leaving {
			return sh.stopped()
		}
	}
	if !sh.acts() {
		return sh.struck()
	}
	for {
		n := l.Take()
		if n == 0 {
			return Next
		}
		action, ok := sh.traps.Runs(n)
		if !ok && sigNum(n) == syscall.SIGINT && sh.rt.spares {
			return sh.breakOff()
		}
		if !ok {
			continue
		}
		l.Acted = sigNum(n)
		if f := sh.runTrap(action); f != Next {
			return f
		}
	}
}

// runTrap runs an action between two commands. $? is restored after it,
// unless it leaves a function or the shell.
func (sh *Shell) runTrap(action string) Flow { return sh.runTrapAt(action, 1) }

// runTrapAt is runTrap of an action whose first line has a number.
func (sh *Shell) runTrapAt(action string, line int) Flow {
	f, _ := sh.runAction(0, action, line)
	return f
}

// runAction is runTrapAt, and returns the status of the action, too.
func (sh *Shell) runAction(cond int, action string, line int) (Flow, int) {
	status, outer, ignored, tame := sh.status, sh.trapped, sh.cond, sh.tame
	sh.trapped, sh.tame = sh.interruptedAt(status), false
	sh.trapped.cond = cond
	f := sh.evalAt(action, line)
	sh.trapped, sh.tame = outer, tame
	sh.cond = ignored
	ended := sh.status
	if kind := f.kind(); kind != flowReturn && kind != flowExit {
		sh.status = status
	}
	return f, ended
}

// interruptedCommand is the command that a trap has come after, or before.
type interruptedCommand struct {
	status int     // $?
	at     *origin // BASH_COMMAND
	cond   int     // that of the trap, 0: EXIT or a signal
}

// interruptedAt describes the running command for a trap: in the action of another
// trap, the command that that one has interrupted.
func (sh *Shell) interruptedAt(status int) *interruptedCommand {
	at := sh.at
	if sh.trapped != nil {
		at = sh.trapped.at
	}
	return &interruptedCommand{status: status, at: at}
}

// ExitStatus is the status of exit and return, which go to to, without an operand:
// that of the last command, which in a trap is the one before it, also for a return
// from a function that the trap calls. As in bash it is not for exit in the traps of
// conditions that are no signals, nor for return in that of DEBUG.
func (sh *Shell) ExitStatus(to Flow) int {
	t := sh.trapped
	if t == nil || t.cond == CondDebug || t.cond != 0 && to.kind() == flowExit {
		return sh.status
	}
	return t.status
}

// exitTrap runs the action for EXIT, once, at the end of an environment. Its
// own exit decides the status, else that stays; it stays in any case when a
// signal has ended the environment. It does not run when the context has.
func (sh *Shell) exitTrap() {
	action, ok := sh.traps.Runs(0)
	if !ok {
		return
	}
	sh.Traps().Clear(0)
	if sh.acts() {
		sh.life.Release()
	}
	if sh.life.Over() {
		if sig := sh.life.Signalled(); sig == 0 || sig == syscall.SIGKILL {
			return
		}
		sh.leaving = true
		if sh.acts() {
			sh.life.Renew()
		}
	}
	status, killed := sh.status, sh.killed
	if killed != 0 {
		sh.status = int(sh.before)
		sh.deafen()
	}
	sh.trapped = sh.interruptedAt(sh.status)
	sh.loops = 0
	if sh.opts&(option.Bash|option.Posix) != option.Bash {
		sh.calls = 0 // or the action of a subshell in a function may return from that
	}
	cond := sh.cond
	sh.cond = 0 // the action is no part of the condition that the environment is
	if f := sh.evalAt(action, 1); f.kind() != flowExit && f.kind() != flowReturn || killed != 0 {
		sh.status = status
	}
	sh.cond = cond
	sh.trapped = nil
	if killed != 0 {
		sh.killed = killed
	}
}

// Traps is the actions of trap in an environment.
type Traps struct{ sh *Shell }

// Traps returns the actions of trap of this environment.
func (sh *Shell) Traps() Traps { return Traps{sh} }
