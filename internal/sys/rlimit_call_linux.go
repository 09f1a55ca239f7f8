//go:build linux && (amd64 || arm64)

package sys

import (
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Getrlimit reads a limit of this process, by the older call if it must.
func Getrlimit(resource int, r *unix.Rlimit) error {
	if unix.Prlimit(0, resource, nil, r) == nil {
		return nil
	}
	return limitCall(unix.SYS_GETRLIMIT, resource, r)
}

// Setrlimit sets a limit of this process, by the older call if it must.
func Setrlimit(resource int, r *unix.Rlimit) error {
	err := unix.Setrlimit(resource, r)
	if err != nil && PrlimitRefused() {
		return limitCall(unix.SYS_SETRLIMIT, resource, r)
	}
	return err
}

func limitCall(nr uintptr, resource int, r *unix.Rlimit) error {
	// SAFETY: r has the kernel's layout, and is used during the call only.
	if _, _, e := syscall.RawSyscall(nr, uintptr(resource), uintptr(unsafe.Pointer(r)), 0); e != 0 {
		return e
	}
	return nil
}

// PrlimitRefused tells whether prlimit64 fails where it can't but be refused.
func PrlimitRefused() bool {
	var r unix.Rlimit
	return unix.Prlimit(0, unix.RLIMIT_NOFILE, nil, &r) != nil
}
