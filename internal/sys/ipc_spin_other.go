//go:build !(linux && (amd64 || arm64))

package sys

// Pause lets a moment pass, where the processor knows how.
func Pause() {}
