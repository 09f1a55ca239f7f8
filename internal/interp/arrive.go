package interp

import (
	"math/bits"
	"syscall"
	"time"

	"gpipe/internal/sys"
	"gpipe/pipeline"
)

// sender says which processes a signal was sent to.
type sender uint8

const (
	fromSelf    sender = iota // to this one, by itself
	fromProcess               // to this one, or to its group: that can't be known
	fromGroup                 // to the whole process group
)

// arrive records a signal if it has an action, and tells whether.
//
// In the environments below, which would be processes of their own, the signal
// has its default action if it was sent to the group. In order:
//
//  1. The terminal, and who embeds the shell, send to the group: it ends them.
//  2. What a process sends to end programs is mostly sent to the group, or to
//     a shell that is to end soon: it ends them, unless they end by
//     themselves or have a program that outlives the signal.
//  3. What else a process sends is for the shell.
func (l *life) arrive(sig sigNum, from sender) bool {
	if l.caught.Load()&bit(sig) == 0 {
		return false
	}
	l.pending.Or(bit(sig))
	l.attention.Store(true)
	l.news.Load().ring()
	switch {
	case !lethal(sig):
	case from == fromGroup:
		l.strike(sig, true)
	case from == fromProcess && ending(sig):
		l.doubt(sig)
	}
	return true
}

// self is a signal to the shell: there is an action for it, or it is ignored,
// or it ends the shell if that is what it does to processes.
func (l *life) self(sig sigNum, from sender) {
	if sig > 0 && !l.arrive(sig, from) && l.ignored.Load()&bit(sig) == 0 && lethal(sig) {
		l.finish(sig)
	}
}

// patience is how long environments below have to end by themselves after a
// signal that may not have been meant for them.
const patience = 50 * time.Millisecond

// doubt strikes the environments below after a while, if there are any left:
// when they are gone the signal has been handled.
func (l *life) doubt(sig sigNum) {
	go func() {
		sys.Sleep(patience)
		if l.pending.Load()&bit(sig) != 0 {
			l.strike(sig, false)
		}
	}()
}

// strike ends the environments below as by sig.
func (l *life) strike(sig sigNum, sure bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.below.Load()
	if b.rung.Load() { // it is over
		return
	}
	l.below.Store(newBell(&l.piped))
	l.spent = append(l.spent, b)
	b.by, b.sure = sig, sure
	b.ring()
}

// ending tells whether a signal is one that programs are ended by.
func ending(sig sigNum) bool {
	switch sig {
	case syscall.SIGINT, syscall.SIGQUIT, syscall.SIGTERM, syscall.SIGHUP:
		return true
	}
	return false
}

// acts tells whether sh is the environment of its life that runs the actions of
// traps.
func (sh *Shell) acts() bool { return int(sh.sub) == sh.life.sub }

// bell is what ends the waits of sh.
func (sh *Shell) bell() *bell {
	if sh.acts() {
		return sh.life.news.Load()
	}
	return sh.below
}

// childBell is what ends the waits of what sh does in the place of a child.
func (sh *Shell) childBell() *bell {
	if sh.acts() {
		return sh.life.below.Load()
	}
	return sh.below
}

// waker tells built-ins, and whoever else waits in this process, when to give
// up; nil: never. It is good for one wait: see woken.
func (sh *Shell) waker() sys.Waker {
	if !sh.life.mortal.Load() {
		return nil
	}
	return sh.bell()
}

// woken is for what was made to give up waiting (redirect.ErrWoken) in the
// middle of a command: the actions of signals that have come run now. With
// again the wait is to go on. Otherwise the command is over: it returns next,
// and the status that is sh's.
func (sh *Shell) woken() (next Flow, again bool) {
	if sh.acts() {
		sh.life.acted = 0
	}
	next = sh.attend()
	return next, next == Next
}

// Interrupted is called after woken by what does not wait on in POSIX mode when
// the action of a signal has run. It returns the status that says so, or 0.
func (sh *Shell) Interrupted() int {
	if sh.posix() && sh.acts() && sh.life.acted != 0 {
		return 128 + int(sh.life.acted)
	}
	return 0
}

// gone tells whether no further command of sh is to run.
func (sh *Shell) gone() bool { return sh.life.over.Load() && !sh.leaving }

// renew gives the environment that runs actions a bell that has not rung.
func (l *life) renew() {
	old := l.news.Load()
	if !old.rung.Load() {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.news.Store(newBell(&l.piped))
	old.release()
	for _, b := range l.spent { // nothing runs below
		b.release()
	}
	l.spent = l.spent[:0]
}

// struck ends an environment below when a signal has ended it.
func (sh *Shell) struck() Flow {
	b := sh.below
	if !b.rung.Load() {
		return Next
	}
	return sh.endBy(b.by)
}

// deafen lets no signal end an environment below any more.
func (sh *Shell) deafen() {
	if sh.acts() || sh.deaf {
		return
	}
	l := sh.life
	l.mu.Lock()
	defer l.mu.Unlock()
	sh.deaf, sh.below = true, newBell(&l.piped)
	l.spent = append(l.spent, sh.below)
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
	if sh.acts() || !l.attention.Load() || sh.gone() {
		return Next
	}
	suspects := l.pending.Load()
	if b.rung.Load() {
		suspects = bit(b.by)
	}
	program := false
	for i := range stages {
		ws := stages[i].WaitStatus
		if stages[i].Pid == 0 {
			continue
		}
		program = true
		if sig := ws.Signal(); ws.Signaled() && suspects&bit(sig) != 0 && ending(sig) {
			return sh.endBy(sig)
		}
	}
	if program && b.rung.Load() && !b.sure {
		sh.below = l.below.Load()
		l.doubt(b.by)
	}
	return Next
}

// firstPending is the number of a signal that is to be handled, 0: none is.
func (l *life) firstPending() int {
	if p := l.pending.Load(); p != 0 {
		return bits.TrailingZeros64(p) + 1
	}
	return 0
}
