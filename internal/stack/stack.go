//go:build amd64 || arm64

// Package stack grows the stack of the main goroutine before anything else is
// initialized. A goroutine begins with a small stack, which is copied into one
// of twice the size whenever it is too small: the shell would do that three
// times on its way to its first command. The frame of grow needs the last of
// these at once, when there is next to nothing to copy.
//
// Packages are initialized in the order of their paths, as far as their imports
// allow: this one has none, and comes before those of the standard library that
// have much to do.
package stack

var _ = grow()

// grow needs 24 KiB of stack.
func grow() bool
