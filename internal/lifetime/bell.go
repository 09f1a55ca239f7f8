package lifetime

import (
	"sync"
	"sync/atomic"
	"syscall"

	"gpipe/internal/sys/poll"
)

// Bell ends waits in this process: it rings once. Those who wait on a channel
// use Done, those who wait for a descriptor use WakeFd.
type Bell struct {
	rung atomic.Bool
	by   syscall.Signal // the signal that rang it; 0: something else. Written before it rings
	sure bool           // that signal has reached every process of the group. Likewise

	mu   sync.Mutex
	done chan struct{} // made on demand; closed when it rings
	wake poll.Wake     // made on demand; rings with it

	piped *atomic.Bool // set when a pipe is made
}

// NewBell returns a bell that has not rung. piped is set when it needs a pipe:
// then it is to be released.
func NewBell(piped *atomic.Bool) *Bell { return &Bell{wake: poll.NoWake, piped: piped} }

// Rung tells whether it has rung.
func (b *Bell) Rung() bool { return b.rung.Load() }

// By is the signal that rang it; 0: something else did, or nothing yet.
func (b *Bell) By() syscall.Signal {
	if !b.rung.Load() {
		return 0
	}
	return b.by
}

// Sure tells whether that signal has reached every process of the group.
func (b *Bell) Sure() bool { return b.rung.Load() && b.sure }

// Ring ends the waits.
func (b *Bell) Ring() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.rung.Swap(true) {
		return
	}
	if b.done != nil {
		close(b.done)
	}
	b.wake.Ring()
}

// Done is closed when the bell rings.
func (b *Bell) Done() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.done == nil {
		b.done = make(chan struct{})
		if b.rung.Load() {
			close(b.done)
		}
	}
	return b.done
}

// WakeFd returns a descriptor that can be read, being at its end, when the bell
// has rung; negative, if there are no descriptors left. It stays valid until
// Release.
func (b *Bell) WakeFd() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.wake.Fd() < 0 {
		var err error
		if b.wake, err = poll.NewWake(); err != nil {
			return -1
		}
		b.piped.Store(true)
		if b.rung.Load() {
			b.wake.Ring()
		}
	}
	return b.wake.Fd()
}

// Release gives the descriptors back. Nobody waits for them.
func (b *Bell) Release() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.wake.Close()
}
