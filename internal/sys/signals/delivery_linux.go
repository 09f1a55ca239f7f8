//go:build linux && (amd64 || arm64)

package signals

import (
	"os/signal"
	"strconv"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys/poll"
	"gpipe/internal/sys/procfs"
	"gpipe/internal/sys/thread"
)

// syncSignal is none: Sync needs no signal.
const syncSignal = syscall.Signal(0)

// delivery is how a Catcher delivers signals: onSignal notes those that come,
// and who is first to look has them delivered. The runtime, to which onSignal
// hands them on, only wakes the Catcher's goroutine.
type delivery struct {
	delivering sync.Mutex
	carries    bool // carrier is in use
}

func (c *Catcher) begin() {}

// take delivers the signals that onSignal has noted.
func (c *Catcher) take(syscall.Signal) {
	c.delivering.Lock()
	defer c.delivering.Unlock()
	set := arrivedSignals.Swap(0) & c.caught.Load()
	for n := syscall.Signal(1); set != 0; n++ {
		if set&thread.SignalBit(n) != 0 {
			set &^= thread.SignalBit(n)
			c.deliver(n)
		}
	}
}

// Sync returns when the signals that were sent before it have been delivered,
// but for one that a thread has taken and is about to handle, and that is not the
// main thread: the kernel prefers that. With sure it waits for the others, too,
// which takes longer.
func (c *Catcher) Sync(sure bool) {
	thread.TakeSignals()
	if sure {
		tids, _ := procfs.NumbersIn("/proc/self/task")
		awaitHandlers(tids...)
	} else if thread.MainReceives() {
		awaitHandlers(unix.Getpid())
	}
	c.take(0)
}

// awaitHandlers waits until no other one of the threads is in a handler, which is
// when it has all signals blocked.
func awaitHandlers(tids ...int) {
	own := unix.Gettid()
	var end time.Time // one may be stopped from outside
	for _, tid := range tids {
		for tid != own && blocksAll(tid) {
			if now := time.Now(); end.IsZero() {
				end = now.Add(100 * time.Millisecond)
			} else if now.After(end) {
				return
			}
			poll.Sleep(20 * time.Microsecond)
		}
	}
}

// blocksAll tells whether a thread of this process has all signals blocked.
func blocksAll(tid int) bool {
	blocked := procfs.StatusSignals("/proc/self/task/"+strconv.Itoa(tid)+"/status", "SigBlk")
	return blocked|thread.SignalBit(syscall.SIGKILL)|thread.SignalBit(syscall.SIGSTOP) == ^uint64(0)
}

// carrier is the signal that wakes the Catcher for those which the runtime does
// not hand to programs.
const carrier = syscall.Signal(63)

// carried is the handlerBehind of a signal that carrier is sent for.
const carried = 1

// needsCarrier tells whether the runtime keeps sig for itself.
func needsCarrier(sig syscall.Signal) bool {
	switch sig {
	case syscall.SIGILL, syscall.SIGTRAP, syscall.SIGSTKFLT, syscall.SIGSYS, syscall.SIGPROF, rtMin:
		return true
	}
	return false
}

// receiveCarried has sig come to the channel by carrier.
func (c *Catcher) receiveCarried(sig syscall.Signal) {
	if !c.carries {
		c.carries = true
		c.receive(carrier)
		if c.caught.Load()&thread.SignalBit(carrier) == 0 {
			c.defaultCarrier()
		}
	}
	handle(sig, carried)
}

// defaultCarrier gives carrier its default action, unless it comes from this
// process. It returns false when nothing uses it.
func (c *Catcher) defaultCarrier() bool {
	if c.carries {
		endedBySender.Or(thread.SignalBit(carrier))
	}
	return c.carries
}

// intercept puts onSignal in front of the runtime's handler for sig. The runtime
// hands a SIGPIPE on to what was there before, when that was not the system's
// default.
func (c *Catcher) intercept(sig syscall.Signal) {
	if sig == syscall.SIGPIPE {
		signal.Ignore(sig)
		forget(sig)
		signal.Notify(c.arrived, sig)
	}
	endedBySender.And(^thread.SignalBit(sig))
	intercept(sig)
}
