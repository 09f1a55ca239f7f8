//go:build linux && (amd64 || arm64)

package spawn

import "syscall"

// wantPidfd asks ForkExec for a pidfd at *fd, or none.
func wantPidfd(sys *syscall.SysProcAttr, fd *int) { sys.PidFD = fd }
