package shm

import "sync/atomic"

// Watched is a word of memory and the value it has as long as nothing has
// happened.
type Watched struct {
	Word  *atomic.Uint32
	Value uint32
	Own   bool // only this process has the memory
}
