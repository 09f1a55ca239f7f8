//go:build !linux

package sys

func asMain(f func()) { f() }
