//go:build !linux

package self

// Program returns a path that executes the program this process runs. Only
// Linux is sure to have one.
func Program() string { return "" }
