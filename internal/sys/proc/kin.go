package proc

import (
	"sync"
	"syscall"
)

// Kin finds the processes that descend from certain children of this process,
// which share its process group, so that no number stands for all of them: the
// descendants as the system knows them at the time, those that were found
// before, and, of those whose parents have ended, the ones that have a pipe
// open which nobody else has. The zero Kin has found nobody.
//
// A process whose parents have ended before it was looked for, and which has
// closed all of the pipes, is not found.
type Kin struct {
	mu    sync.Mutex
	pipes map[uint64]bool // inodes
	found map[int]uint64  // when the process with the number began
}

// MarkPipe notes a pipe that only this process has open, and the kin.
func (k *Kin) MarkPipe(fd int) {
	inode := pipeInode(fd)
	if inode == 0 {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.pipes == nil {
		k.pipes = make(map[uint64]bool)
	}
	k.pipes[inode] = true
}

// Look notes who is there now, and tells whether there is anyone new. Children
// is asked for the pids of the children, none of which must be reaped.
func (k *Kin) Look(children func() []int) (more bool) {
	t := processes.read()
	if t == nil {
		return false
	}
	pids := children() // not reaped by now, they were no other ones when t was read
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.lookIn(t, pids)
}

// Signal sends sig to those that were found and are there, and tells whether
// there was anyone. The children themselves are not among them.
func (k *Kin) Signal(sig syscall.Signal) (sent bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for pid, began := range k.found {
		if signalIf(pid, began, sig) {
			sent = true
		} else {
			delete(k.found, pid)
		}
	}
	return sent
}
