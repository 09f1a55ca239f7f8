//go:build linux && (amd64 || arm64)

package sys

import (
	"sync"
	"sync/atomic"
	"syscall"

	"golang.org/x/sys/unix"
)

// startNofile remembers what askNofile found out: a fact about the start of
// this process. The zero Max means that nobody asked yet.
var startNofile atomic.Pointer[Rlimit]

// originalNofile returns the RLIMIT_NOFILE this process was started with, if
// the Go runtime has raised it: to one less than the hard limit, so with any
// other soft limit there is nothing to restore.
func originalNofile() (Rlimit, bool) {
	var now unix.Rlimit
	if getrlimit(unix.RLIMIT_NOFILE, &now) != nil || now.Cur != now.Max-1 {
		return Rlimit{}, false
	}
	r := startNofile.Load()
	if r == nil {
		r = &Rlimit{Resource: unix.RLIMIT_NOFILE, Cur: now.Cur, Max: now.Max}
		if was, err := askNofile(); err == nil {
			r.Cur, r.Max = was.Cur, was.Max
		}
		startNofile.Store(r)
	}
	return *r, r.Max == now.Max && r.Cur != now.Cur
}

// childNofile is the soft RLIMIT_NOFILE that the process was started with, where
// the Go runtime has raised it and a sets none; else nil.
func childNofile(a *SpawnAttr) *Rlimit {
	for _, r := range a.Rlimits {
		if r.Resource == unix.RLIMIT_NOFILE {
			return nil
		}
	}
	if r, ok := originalNofile(); ok {
		return &r
	}
	return nil
}

// askNofile learns the original limit from a child of syscall.ForkExec: that
// knows it, keeps it to itself, and gives it to its children. The child is a
// program of two instructions that ends at once; the limits can still be read
// from its zombie. Nothing in this process is changed.
func askNofile() (r unix.Rlimit, err error) {
	fd, err := unix.MemfdCreate("exit", unix.MFD_CLOEXEC|mfdExec)
	if err == unix.EINVAL { // before Linux 6.3
		fd, err = unix.MemfdCreate("exit", unix.MFD_CLOEXEC)
	}
	if err != nil {
		return r, err
	}
	defer Close(fd)
	if _, err = Write(fd, program(exitCode)); err != nil {
		return r, err
	}
	pid, err := syscall.ForkExec(FdPath(fd), []string{"exit"}, &syscall.ProcAttr{})
	if err != nil {
		return r, err
	}
	var info childInfo
	err = waitid(unix.P_PID, pid, unix.WEXITED|unix.WNOWAIT, &info, nil)
	if err == nil {
		err = unix.Prlimit(pid, unix.RLIMIT_NOFILE, nil, &r)
	}
	p := Process{pid: pid, pidfd: -1}
	p.Wait()
	return r, err
}

const mfdExec = 0x10

// program returns an ELF file whose one segment is the file itself: header,
// program header and code.
func program(code string) []byte {
	const base, headers = 0x400000, 64 + 56
	elf := make([]byte, headers, headers+len(code))
	elf = append(elf, code...)
	copy(elf, "\x7fELF\x02\x01\x01") // 64 bits, little endian
	put := func(at, n int, v uint64) {
		for i := range n {
			elf[at+i] = byte(v >> (8 * i))
		}
	}
	put(16, 2, 2) // an executable
	put(18, 2, elfMachine)
	put(20, 4, 1)
	put(24, 8, base+headers) // entry
	put(32, 8, 64)           // program headers start here,
	put(52, 2, 64)           // size of this header
	put(54, 2, 56)           // size of a program header
	put(56, 2, 1)            // their number

	put(64, 4, 1)                 // a segment to load,
	put(68, 4, 5)                 // readable and executable
	put(80, 8, base)              // at this address,
	put(88, 8, base)              //
	put(96, 8, uint64(len(elf)))  // size in the file
	put(104, 8, uint64(len(elf))) // and in memory
	put(112, 8, 0x10000)          // alignment
	return elf
}

// RestoreNofile gives this process back the soft RLIMIT_NOFILE that it was
// started with. It is for programs whose own limit that is, like a shell; a
// library must not do it. What entry does not know a failing exec does: before
// execve the Go runtime puts the original limit back, and forgets it.
//
// When the process runs out of descriptors later it may have as many as the hard
// limit allows; its children still get the limit that it was started with.
func RestoreNofile() {
	r := unix.Rlimit(atStart.nofile)
	if !atStart.nofileKnown || syscall.Setrlimit(unix.RLIMIT_NOFILE, &atStart.nofile) != nil {
		syscall.Exec("", nil, nil)
		if getrlimit(unix.RLIMIT_NOFILE, &r) != nil {
			return
		}
	}
	startNofile.Store(&Rlimit{Resource: unix.RLIMIT_NOFILE, Cur: r.Cur, Max: r.Max})
	fileLimit.own.Store(true)
}

// fileLimit is what became of the limit of this process.
var fileLimit struct {
	own    atomic.Bool // it is this program's, to raise
	once   sync.Once
	raised atomic.Bool
}

// manyFiles tells whether the process has as many descriptors as it can get.
func manyFiles() bool { return fileLimit.raised.Load() }

// moreFiles tells whether err is the lack of descriptors and there are more now;
// had is what manyFiles said before the call that failed.
func moreFiles(err error, had bool) bool {
	if err != unix.EMFILE || had || !fileLimit.own.Load() {
		return false
	}
	fileLimit.once.Do(func() {
		var r unix.Rlimit
		if getrlimit(unix.RLIMIT_NOFILE, &r) == nil && r.Cur < r.Max-1 {
			r.Cur = r.Max - 1 // by which originalNofile knows
			fileLimit.raised.Store(setrlimit(unix.RLIMIT_NOFILE, &r) == nil)
		}
	})
	return manyFiles()
}
