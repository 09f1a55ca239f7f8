//go:build linux && (amd64 || arm64)

package sys

// nofileAtStart returns the limit of open files that the process was started
// with, if it is another one now.
func nofileAtStart() (Rlimit, bool) { return originalNofile() }
