//go:build !linux

package spawn

import "syscall"

// CanCgroup tells whether a child can begin in a cgroup that is given.
const CanCgroup = false

func setCgroup(*syscall.SysProcAttr, int) {}
