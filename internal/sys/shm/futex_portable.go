//go:build !linux || ipcportable

package shm

import (
	"sync/atomic"
	"time"
)

// How long WaitAny sleeps before it looks again: the first time, and at most.
const (
	firstNap = 20 * time.Microsecond
	longNap  = 2 * time.Millisecond
)

// Polls tells that waits look at the words again and again, and that Wake does
// nothing.
const Polls = true

// MaxWatched is how many words WaitAny can watch at a time.
const MaxWatched = 128

// WaitAny waits until one of the words has another value, or timeout has
// passed. It looks at them again and again.
func WaitAny(set []Watched, timeout time.Duration) error {
	end := time.Now().Add(timeout)
	for nap := firstNap; ; nap = min(2*nap, longNap) {
		for _, w := range set {
			if w.Word.Load() != w.Value {
				return nil
			}
		}
		left := time.Until(end)
		if left <= 0 {
			return nil
		}
		time.Sleep(min(nap, left))
	}
}

// Wake ends waits for the word, whose value has changed: whoever waits sees it
// by himself. As that is not known, it says that there was one.
func Wake(*atomic.Uint32, int, bool) int { return 1 }
