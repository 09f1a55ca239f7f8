package spawn

import "syscall"

// CanCgroup tells whether a child can begin in a cgroup that is given.
const CanCgroup = true

func setCgroup(sys *syscall.SysProcAttr, fd int) {
	if fd > 0 {
		sys.UseCgroupFD, sys.CgroupFD = true, fd
	}
}
