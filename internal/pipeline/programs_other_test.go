//go:build !linux

package pipeline

// The programs that need Linux's way to number and limit descriptors.
func swaps() int    { return 0 }
func emfile() int   { return 0 }
func terminal() int { return 0 }
