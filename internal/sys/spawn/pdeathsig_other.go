//go:build !linux && !freebsd

package spawn

import "syscall"

// CanPdeathsig tells whether a child can be sent a signal when its parent ends.
const CanPdeathsig = false

func setPdeathsig(*syscall.SysProcAttr, syscall.Signal) {}
