//go:build !windows && !amd64 && !386

package ipc

import "sync/atomic"

// store writes a word of shared memory that others read without a lock, after
// all that was written before.
func store(word *uint32, v uint32) { atomic.StoreUint32(word, v) }
