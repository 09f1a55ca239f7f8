//go:build !(linux && (amd64 || arm64))

package shm

// Pause lets a moment pass, where the processor knows how.
func Pause() {}
