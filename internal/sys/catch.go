package sys

import (
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"
)

// Catcher receives signals that were sent to this process. It changes the
// dispositions of the process: only a program that owns it may have one.
type Catcher struct {
	arrived chan os.Signal
	synced  chan struct{}
	deliver func(syscall.Signal)
	caught  atomic.Uint64 // bit n-1 is signal n
}

// NewCatcher starts to deliver the signals that Catch names, from a goroutine
// of its own, for the life of the process.
func NewCatcher(deliver func(syscall.Signal)) *Catcher {
	c := &Catcher{arrived: make(chan os.Signal, 64), synced: make(chan struct{}, 1), deliver: deliver}
	c.receive(syncSignal)
	go c.loop()
	return c
}

func (c *Catcher) loop() {
	for s := range c.arrived {
		if s == syncSignal {
			select {
			case c.synced <- struct{}{}:
			default:
			}
			continue
		}
		c.deliver(s.(syscall.Signal))
	}
}

// Catch begins to deliver sig. It reports false for a signal that cannot be
// caught. A SIGPIPE that a write of this process causes is not delivered: the
// write reports EPIPE.
func (c *Catcher) Catch(sig syscall.Signal) bool {
	switch sig {
	case syscall.SIGKILL, syscall.SIGSTOP, syncSignal:
		return false
	case syscall.SIGPIPE:
		c.receivePipe()
	default:
		c.receive(sig)
	}
	c.caught.Or(sigbit(sig))
	return true
}

// receive has sig come to the channel. The runtime does not know that
// SystemDefault took its handler away; it installs it again for a signal that
// was ignored.
func (c *Catcher) receive(sig syscall.Signal) {
	if unhandled(sig) {
		signal.Ignore(sig)
	}
	signal.Notify(c.arrived, sig)
	reserve(sig, true)
	keepReceptive()
}

// Default gives sig its default disposition back.
func (c *Catcher) Default(sig syscall.Signal) {
	c.caught.And(^sigbit(sig))
	Default(sig)
}

// sigbit is the bit of a signal in a mask.
func sigbit(sig syscall.Signal) uint64 { return 1 << (uint(sig) - 1) }

// Sync returns when the signals that were sent before it have been delivered:
// it sends one more and waits for that, since the kernel hands them out by
// ascending number.
func (c *Catcher) Sync() {
	settle(c.caught.Load())
	select {
	case <-c.synced: // one that came late
	default:
	}
	if syscall.Kill(syscall.Getpid(), syncSignal) != nil {
		return
	}
	select {
	case <-c.synced:
	case <-time.After(time.Second): // it is blocked from outside
	}
}

// Default gives sig its default disposition.
func Default(sig syscall.Signal) {
	signal.Reset(sig)
	SystemDefault(sig)
	reserve(sig, false)
	keepReceptive()
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
