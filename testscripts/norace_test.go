//go:build !race

package testscripts

// buildFlags returns the flags gpipe is built with.
func buildFlags() []string { return nil }
