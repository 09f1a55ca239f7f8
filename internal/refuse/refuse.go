//go:build linux && (amd64 || arm64)

// Package refuse has the kernel refuse system calls, as the sandboxes of
// containers and services do and as old kernels do: for tests.
package refuse

import (
	"fmt"
	"runtime"
	"strings"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// callNumbers are those that a program may have to do without.
var callNumbers = map[string]uint32{
	"clone3":       unix.SYS_CLONE3,
	"close_range":  unix.SYS_CLOSE_RANGE,
	"faccessat2":   unix.SYS_FACCESSAT2,
	"getrandom":    unix.SYS_GETRANDOM,
	"getxattr":     unix.SYS_GETXATTR,
	"memfd_create": unix.SYS_MEMFD_CREATE,
	"pidfd_open":   unix.SYS_PIDFD_OPEN,
	"prctl":        unix.SYS_PRCTL,
	"preadv2":      unix.SYS_PREADV2,
	"prlimit64":    unix.SYS_PRLIMIT64,
	"pwritev2":     unix.SYS_PWRITEV2,
	"socketpair":   unix.SYS_SOCKETPAIR,
	"statx":        unix.SYS_STATX,
	"tee":          unix.SYS_TEE,
	"unshare":      unix.SYS_UNSHARE,
	"waitid":       unix.SYS_WAITID,
}

var arch = map[string]uint32{"amd64": unix.AUDIT_ARCH_X86_64, "arm64": unix.AUDIT_ARCH_AARCH64}[runtime.GOARCH]

// Offsets in struct seccomp_data.
const (
	numberAt = 0
	archAt   = 4
)

// Calls has the system calls fail with errno, in this process, all of its
// threads, and whatever they start, for good.
func Calls(errno syscall.Errno, names ...string) error {
	program, err := filter(errno, names)
	if err != nil {
		return err
	}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("prctl: %w", err)
	}
	p := unix.SockFprog{Len: uint16(len(program)), Filter: &program[0]}
	// SAFETY: the kernel copies the program during the call; p keeps it alive.
	_, _, e := syscall.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER,
		unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(&p)))
	if e != 0 {
		return fmt.Errorf("seccomp: %w", e)
	}
	return nil
}

// filter is the program that the kernel runs for every system call.
func filter(errno syscall.Errno, names []string) ([]unix.SockFilter, error) {
	load := func(at uint32) unix.SockFilter {
		return unix.SockFilter{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: at}
	}
	unless := func(value uint32, skip int) unix.SockFilter {
		return unix.SockFilter{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, K: value, Jf: uint8(skip)}
	}
	give := func(what uint32) unix.SockFilter {
		return unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: what}
	}
	program := []unix.SockFilter{load(archAt), unless(arch, 2*len(names)+1), load(numberAt)}
	for _, name := range names {
		number, ok := callNumbers[name]
		if !ok {
			return nil, fmt.Errorf("%s: unknown call", name)
		}
		program = append(program, unless(number, 1), give(unix.SECCOMP_RET_ERRNO|uint32(errno)))
	}
	return append(program, give(unix.SECCOMP_RET_ALLOW)), nil
}

// Parse reads what a command line says: ENOSYS:clone3,close_range.
func Parse(text string) (syscall.Errno, []string, error) {
	name, list, _ := strings.Cut(text, ":")
	for e := syscall.Errno(1); e < 134; e++ {
		if unix.ErrnoName(e) == name && list != "" {
			return e, strings.Split(list, ","), nil
		}
	}
	return 0, nil, fmt.Errorf("%s: not an error and calls, as in ENOSYS:clone3,close_range", text)
}
