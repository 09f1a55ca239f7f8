package poll

import (
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"
)

// polling tells that Go's poller is there.
var polling atomic.Bool

// CanPoll tells whether Go's poller is there, which files and timers need. The
// runtime makes it when the first of them does, and where there are no
// descriptors for it ends the program: so it is looked before.
func CanPoll() bool {
	if polling.Load() {
		return true
	}
	if !roomForPoller() {
		return false
	}
	time.AfterFunc(time.Hour, func() {}).Stop() // makes it
	polling.Store(true)
	return true
}

// Await waits until done is closed or has an element, and tells whether it was
// before the time had passed. Without timers it looks every millisecond.
func Await(done <-chan struct{}, timeout time.Duration) bool {
	if CanPoll() {
		timer := time.NewTimer(timeout)
		defer timer.Stop()
		select {
		case <-done:
			return true
		case <-timer.C:
			return false
		}
	}
	for end := time.Now().Add(timeout); time.Now().Before(end); nap(time.Millisecond) {
		select {
		case <-done:
			return true
		default:
		}
	}
	return false
}

// Sleep is time.Sleep, but it may block a thread where there are no timers.
func Sleep(d time.Duration) {
	if CanPoll() {
		time.Sleep(d)
	} else {
		nap(d)
	}
}

// nap blocks the thread.
func nap(d time.Duration) { unix.Poll(nil, int(max(d/time.Millisecond, 1))) }
