//go:build !windows && (amd64 || 386)

package ipc

// store writes a word of shared memory that others read without a lock, after
// all that was written before: here the processor does so with every write.
func store(word *uint32, v uint32) { *word = v }
