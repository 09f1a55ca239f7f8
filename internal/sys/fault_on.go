//go:build faults

package sys

import (
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
)

// The fault to inject, from GPIPE_FAULT=CALL:N[+]:ERRNO:FILE: the Nth call of a
// kind fails, with + the later ones, too. The errno 0 is for reads and writes
// of one byte. FILE gets a byte for each call that failed, or, when N is 0, for
// each there was.
var injected struct {
	once  sync.Once
	at    Site
	nth   int64
	on    bool // from the nth call on
	errno syscall.Errno
	file  string
	calls atomic.Int64
}

func readFault() {
	f := strings.SplitN(os.Getenv("GPIPE_FAULT"), ":", 4)
	if len(f) != 4 {
		return
	}
	n, on := strings.CutSuffix(f[1], "+")
	nth, _ := strconv.ParseInt(n, 10, 64)
	errno, _ := strconv.Atoi(f[2])
	injected.at, injected.nth, injected.on = Site(f[0]), nth, on
	injected.errno, injected.file = syscall.Errno(errno), f[3]
}

// due tells whether this call of a kind is one to fail.
func due(at Site, short bool) bool {
	injected.once.Do(readFault)
	if at != injected.at || short != (injected.errno == 0) {
		return false
	}
	n := injected.calls.Add(1)
	if injected.nth != 0 && n != injected.nth && (!injected.on || n < injected.nth) {
		return false
	}
	const flags = syscall.O_WRONLY | syscall.O_CREAT | syscall.O_APPEND | syscall.O_CLOEXEC
	if fd, err := syscall.Open(injected.file, flags, 0o600); err == nil {
		syscall.Write(fd, []byte{'.'})
		syscall.Close(fd)
	}
	return injected.nth != 0
}

// Fault returns the failure that a call is to have, or 0.
func Fault(at Site) syscall.Errno {
	if due(at, false) {
		return injected.errno
	}
	return 0
}

// Shortened returns as much of p as a call is to be given.
func Shortened(at Site, p []byte) []byte {
	if due(at, true) && len(p) > 1 {
		return p[:1]
	}
	return p
}
