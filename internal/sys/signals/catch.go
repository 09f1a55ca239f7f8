// Package signals catches, ignores, sends and names signals.
package signals

import (
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"

	"gpipe/internal/sys/thread"
)

// Catcher receives signals that were sent to this process. It changes the
// dispositions of the process: only a program that owns it may have one.
type Catcher struct {
	arrived chan os.Signal
	deliver func(syscall.Signal)
	caught  atomic.Uint64 // bit n-1 is signal n
	delivery
}

// NewCatcher starts to deliver the signals that Catch names, from a goroutine
// of its own or in Sync, for the life of the process. The calls of deliver come
// one at a time; they must not call Sync.
func NewCatcher(deliver func(syscall.Signal)) *Catcher {
	c := &Catcher{arrived: make(chan os.Signal, 64), deliver: deliver}
	c.begin()
	go func() {
		for s := range c.arrived {
			c.take(s.(syscall.Signal))
		}
	}()
	return c
}

// Catch begins to deliver sig. It reports false for a signal that cannot be
// caught. A SIGPIPE that a write of this process causes is not delivered: the
// write reports EPIPE.
func (c *Catcher) Catch(sig syscall.Signal) bool {
	switch sig {
	case syscall.SIGKILL, syscall.SIGSTOP, syncSignal:
		return false
	}
	c.caught.Or(thread.SignalBit(sig))
	c.receive(sig)
	return true
}

// receive has sig come to the channel.
func (c *Catcher) receive(sig syscall.Signal) {
	if needsCarrier(sig) {
		c.receiveCarried(sig)
		return
	}
	receive(c.arrived, sig)
	c.intercept(sig)
}

// receive has sig come to a channel. The runtime does not know that
// SystemDefault took its handler away; it installs it again for a signal that
// was ignored.
func receive(to chan<- os.Signal, sig syscall.Signal) {
	if unhandled(sig) {
		signal.Ignore(sig)
	}
	signal.Notify(to, sig)
	thread.KeepReceptive()
}

// Default gives sig its default disposition back.
func (c *Catcher) Default(sig syscall.Signal) {
	c.caught.And(^thread.SignalBit(sig))
	if sig != carrier || !c.defaultCarrier() {
		Default(sig)
	}
}

// childrenNeeded tells that SIGCHLD is needed, whatever else it is for.
var childrenNeeded atomic.Bool

// ReceiveChildren has SIGCHLD come to a channel for the life of the process.
func ReceiveChildren(to chan<- os.Signal) {
	childrenNeeded.Store(true)
	receive(to, syscall.SIGCHLD)
}

// Default gives sig its default disposition.
func Default(sig syscall.Signal) {
	if sig == syscall.SIGCHLD && childrenNeeded.Load() {
		return // a Catcher that gets it has nothing to do for it
	}
	signal.Reset(sig)
	SystemDefault(sig)
	thread.KeepReceptive()
}

// RaiseFatal ends the process by one of the signals that the Go runtime needs
// for itself, and which would not end it by their own name. For all others it
// does nothing.
func RaiseFatal(sig syscall.Signal) {
	switch sig {
	case syscall.SIGSEGV, syscall.SIGBUS, syscall.SIGFPE, syscall.SIGPIPE:
		DieOf(sig)
	}
}
