package lifetime

import (
	"math/bits"
	"syscall"
	"time"

	"gpipe/internal/sys/poll"
)

// Sender says which processes a signal was sent to.
type Sender uint8

// The senders.
const (
	FromSelf    Sender = iota // to this one, by itself
	FromProcess               // to this one, or to its group: that can't be known
	FromGroup                 // to the whole process group
)

// Arrive records a signal if it has an action, and tells whether.
//
// In the environments below, which would be processes of their own, the signal
// has its default action if it was sent to the group. In order:
//
//  1. The terminal, and who embeds the shell, send to the group: it ends them.
//  2. What a process sends to end programs is mostly sent to the group, or to
//     a shell that is to end soon: it ends them, unless they end by
//     themselves or have a program that outlives the signal.
//  3. What else a process sends is for the shell.
func (l *Lifetime) Arrive(sig syscall.Signal, from Sender) bool {
	if l.caught.Load()&bit(sig) == 0 {
		return false
	}
	l.pending.Or(bit(sig))
	l.attention.Store(true)
	l.news.Load().Ring()
	switch {
	case !Lethal(sig):
	case from == FromGroup:
		l.endBelow(sig, true)
	case from == FromProcess && Ending(sig):
		l.Doubt(sig)
	}
	return true
}

// Self is a signal to the shell: there is an action for it, or it is ignored,
// or it ends the shell if that is what it does to processes.
func (l *Lifetime) Self(sig syscall.Signal, from Sender) {
	if sig > 0 && !l.Arrive(sig, from) && l.ignored.Load()&bit(sig) == 0 && Lethal(sig) {
		l.Finish(sig)
	}
}

// patience is how long environments below have to end by themselves after a
// signal that may not have been meant for them.
const patience = 50 * time.Millisecond

// Doubt strikes the environments below after a while, if there are any left:
// when they are gone the signal has been handled.
func (l *Lifetime) Doubt(sig syscall.Signal) {
	go func() {
		poll.Sleep(patience)
		if l.pending.Load()&bit(sig) != 0 {
			l.endBelow(sig, false)
		}
	}()
}

// endBelow ends the environments below as by sig.
func (l *Lifetime) endBelow(sig syscall.Signal, sure bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.below.Load()
	if b.rung.Load() { // it is over
		return
	}
	l.below.Store(NewBell(&l.piped))
	l.spent = append(l.spent, b)
	b.by, b.sure = sig, sure
	b.Ring()
}

// Strike ends the environments below as by sig, which has reached all of them and
// is to be handled.
func (l *Lifetime) Strike(sig syscall.Signal) { l.endBelow(sig, true) }

// Ending tells whether a signal is one that programs are ended by.
func Ending(sig syscall.Signal) bool {
	switch sig {
	case syscall.SIGINT, syscall.SIGQUIT, syscall.SIGTERM, syscall.SIGHUP:
		return true
	}
	return false
}

// Rouse ends the waits of the environment that runs actions, though there may be
// none to run.
func (l *Lifetime) Rouse() { l.news.Load().Ring() }

// Renew gives the environment that runs actions a bell that has not rung.
func (l *Lifetime) Renew() {
	old := l.news.Load()
	if !old.rung.Load() {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.news.Store(NewBell(&l.piped))
	old.Release()
	for _, b := range l.spent { // nothing runs below
		b.Release()
	}
	l.spent = l.spent[:0]
	if b := l.below.Load(); b.rung.Load() { // those forked from now on are of an action for EXIT
		l.below.Store(NewBell(&l.piped))
		l.spent = append(l.spent, b)
	}
}

// Pending is the number of a signal that is to be handled, 0: none is.
func (l *Lifetime) Pending() int {
	if p := l.pending.Load(); p != 0 {
		return bits.TrailingZeros64(p) + 1
	}
	return 0
}

// Suspects tells whether sig may have been meant for the environments below: it has
// rung their bell b, or is to be handled.
func (l *Lifetime) Suspects(sig syscall.Signal, b *Bell) bool {
	if b.Rung() {
		return b.by == sig
	}
	return l.pending.Load()&bit(sig) != 0
}

// Take is Pending, and the signal is being handled.
func (l *Lifetime) Take() int {
	n := l.Pending()
	if n > 0 {
		l.pending.And(^bit(syscall.Signal(n)))
	}
	return n
}
