package sys

import (
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Sigaction is the kernel's struct sigaction.
type Sigaction struct {
	Handler, Flags, Restorer uintptr
	Mask                     uint64
}

// Ignored tells whether this process ignores sig.
func Ignored(sig syscall.Signal) bool {
	var old Sigaction
	// SAFETY: the kernel writes to old, with a mask of the size that it is told.
	_, _, e := syscall.RawSyscall6(unix.SYS_RT_SIGACTION, uintptr(sig), 0,
		uintptr(unsafe.Pointer(&old)), unsafe.Sizeof(old.Mask), 0, 0)
	return e == 0 && old.Handler == 1
}
