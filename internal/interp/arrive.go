package interp

import (
	"syscall"

	"gpipe/internal/lifetime"
	"gpipe/internal/pipeline"
	"gpipe/internal/sys/poll"
)

// acts tells whether sh is the environment of its lifetime that runs the actions of
// traps.
func (sh *Shell) acts() bool { return int(sh.sub) == sh.life.Level() }

// bell is what ends the waits of sh.
func (sh *Shell) bell() *lifetime.Bell {
	if sh.acts() {
		return sh.life.News()
	}
	return sh.below
}

// childBell is what ends the waits of what sh does in the place of a child.
func (sh *Shell) childBell() *lifetime.Bell {
	if sh.acts() {
		return sh.life.Below()
	}
	return sh.below
}

// Waker tells whoever waits in this process, when to give
// up; nil: never. It is good for one wait: see Woken.
func (sh *Shell) Waker() poll.Waker {
	if !sh.life.Mortal() {
		return nil
	}
	return sh.bell()
}

// Woken is for what was made to give up waiting (redirect.ErrWoken) in the
// middle of a command: the actions of signals that have come run now. With
// again the wait is to go on. Otherwise the command is over: it returns next,
// and the status that is sh's.
func (sh *Shell) Woken() (next Flow, again bool) {
	if sh.acts() {
		sh.life.Acted = 0
	}
	next = sh.attend()
	return next, next == Next
}

// Interrupted is called after Woken by what does not wait on in POSIX mode when
// the action of a signal has run. It returns the status that says so, or 0.
func (sh *Shell) Interrupted() int {
	if sh.posix() && sh.acts() && sh.life.Acted != 0 {
		return 128 + int(sh.life.Acted)
	}
	return 0
}

// breaksOff tells whether what the running command does is of no use any more: the
// environment is at its end, or someone at the terminal breaks the command off. An
// action of a trap waits for the end of the command.
func (sh *Shell) breaksOff() bool {
	switch {
	case sh.gone():
		return true
	case !sh.acts():
		return sh.below.Rung()
	}
	return sh.rt.spares && sh.life.Attention() && sh.interruptComes()
}

// leaveOff is the Flow of a command that breaksOff.
func (sh *Shell) leaveOff() Flow {
	switch {
	case sh.gone():
		return sh.stopped()
	case !sh.acts():
		return sh.struck()
	}
	sh.life.Take()
	return sh.breakOff()
}

// interruptComes tells whether SIGINT is to break off the running command.
func (sh *Shell) interruptComes() bool {
	_, acts := sh.traps.Runs(int(syscall.SIGINT))
	return !acts && sh.life.Pending() == int(syscall.SIGINT)
}

// gone tells whether no further command of sh is to run.
func (sh *Shell) gone() bool { return sh.life.Over() && !sh.leaving }

// struck ends an environment below when a signal has ended it.
func (sh *Shell) struck() Flow {
	b := sh.below
	if !b.Rung() {
		return Next
	}
	return sh.endBy(b.By())
}

// deafen lets no signal end an environment below any more.
func (sh *Shell) deafen() {
	if sh.acts() || sh.deaf {
		return
	}
	sh.deaf, sh.below = true, sh.life.Deafen()
}

// endBy ends the environment as by a signal.
func (sh *Shell) endBy(sig sigNum) Flow {
	sh.killed, sh.before = sig, int32(sh.status)
	sh.status = 128 + int(sig)
	return Exit()
}

// judge looks at how the programs of an environment below ended, to tell whether
// a signal which it was not known to be meant for was. One that has ended a
// program ends the environment too; one that the program has outlived does
// not, for now.
func (sh *Shell) judge(stages []pipeline.Status) Flow {
	l, b := sh.life, sh.below
	if sh.acts() || !l.Attention() || sh.gone() {
		return Next
	}
	program := false
	for i := range stages {
		ws := stages[i].WaitStatus
		if stages[i].Pid == 0 {
			continue
		}
		program = true
		if sig := ws.Signal(); ws.Signaled() && l.Suspects(sig, b) && lifetime.Ending(sig) {
			return sh.endBy(sig)
		}
	}
	if program && b.Rung() && !b.Sure() {
		sh.below = l.Below()
		l.Doubt(b.By())
	}
	return Next
}
