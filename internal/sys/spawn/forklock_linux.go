//go:build linux && (amd64 || arm64)

package spawn

import (
	"sync"
	"syscall"
)

// forks is the process's share in syscall.ForkLock.
var forks forkGate

// forkGate holds syscall.ForkLock for writing while a clone is under way, as
// syscall.ForkExec does. gpipe's own children need no lock, their fd plan
// closes whatever slipped in; but programs keep forks out with
// ForkLock.RLock while they have an executable open for writing, or fds that
// are not close-on-exec yet, and a child holds copies until its plan has run.
// Any number of clones share one hold.
type forkGate struct {
	mu     sync.Mutex
	inside int // clones under way
	turns  int // clones since the lock was taken
}

// fair is how many clones may share one hold before readers get a turn.
const fair = 64

func (g *forkGate) enter() {
	g.mu.Lock()
	for g.inside > 0 && g.turns >= fair {
		g.mu.Unlock()
		syscall.ForkLock.RLock()
		syscall.ForkLock.RUnlock() //lint:ignore SA2001 this hold has ended: that was it
		g.mu.Lock()
	}
	if g.inside == 0 {
		syscall.ForkLock.Lock()
		g.turns = 0
	}
	g.inside++
	g.turns++
	g.mu.Unlock()
}

func (g *forkGate) leave() {
	g.mu.Lock()
	g.inside--
	if g.inside == 0 {
		syscall.ForkLock.Unlock()
	}
	g.mu.Unlock()
}
