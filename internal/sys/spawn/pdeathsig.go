//go:build linux || freebsd

package spawn

import "syscall"

// CanPdeathsig tells whether a child can be sent a signal when its parent ends.
const CanPdeathsig = true

func setPdeathsig(sys *syscall.SysProcAttr, sig syscall.Signal) { sys.Pdeathsig = sig }
