//go:build !(linux && (amd64 || arm64))

package sys

// nofileAtStart is not known here: the current limit stands for it.
func nofileAtStart() (Rlimit, bool) { return Rlimit{}, false }
