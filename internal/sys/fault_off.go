//go:build !faults

package sys

import "syscall"

func Fault(site) syscall.Errno { return 0 }

func Shortened(_ site, p []byte) []byte { return p }
