//go:build !faults

package sys

import "syscall"

func fault(site) syscall.Errno { return 0 }

func shortened(_ site, p []byte) []byte { return p }
