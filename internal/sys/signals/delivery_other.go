//go:build !linux || (!amd64 && !arm64)

package signals

import (
	"sync"
	"syscall"
	"time"

	"gpipe/internal/sys/poll"
)

// syncSignal is one that Sync sends. Most others are delivered before it.
const syncSignal = syscall.SIGUSR2

// delivery is how a Catcher without a handler of its own delivers signals: as
// the runtime does.
type delivery struct {
	synced  chan struct{}
	syncing sync.Mutex
}

func (c *Catcher) begin() {
	c.synced = make(chan struct{}, 1)
	c.receive(syncSignal)
}

func (c *Catcher) take(sig syscall.Signal) {
	if sig != syncSignal {
		c.deliver(sig)
		return
	}
	select {
	case c.synced <- struct{}{}:
	default:
	}
}

// Sync returns when the signals that were sent before it have been delivered:
// it sends one more and waits for that.
func (c *Catcher) Sync(bool) {
	c.syncing.Lock()
	defer c.syncing.Unlock()
	select {
	case <-c.synced: // one that came late
	default:
	}
	if syscall.Kill(syscall.Getpid(), syncSignal) != nil {
		return
	}
	poll.Await(c.synced, time.Second) // it may be blocked from outside
}

func (c *Catcher) intercept(syscall.Signal) {}

func needsCarrier(syscall.Signal) bool { return false }

const carrier = syscall.Signal(0)

func (c *Catcher) defaultCarrier() bool { return false }

func (c *Catcher) receiveCarried(syscall.Signal) {}

// FromTerminal tells nothing here: who sent a signal is not known.
func FromTerminal(syscall.Signal) bool { return false }

// LetPipeSignalEnd does nothing: a SIGPIPE that is sent has no effect.
func LetPipeSignalEnd() {}

// KeepPipeSignal does nothing.
func KeepPipeSignal() {}
