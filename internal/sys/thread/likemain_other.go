//go:build !linux

package thread

func AsMain(f func()) { f() }
