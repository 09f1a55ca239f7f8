package sys

import (
	"runtime"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// threadUmask tells that a thread can have a umask of its own.
const threadUmask = true

// withUmask runs f with the given umask; no other thread sees it.
func withUmask(umask int, f func()) error {
	return onThread(func() {
		unix.Umask(umask)
		f()
	})
}

// onThread runs f on a thread that no longer shares umask and cwd with the
// others. The thread ends afterwards: what the program does to its cwd from
// then on would not reach it.
func onThread(f func()) error {
	done := make(chan error)
	go func() {
		runtime.LockOSThread()
		if unix.Gettid() == unix.Getpid() {
			// The main thread can't end, and /proc/self shows its cwd and
			// umask. While it is held here another one does the work.
			err := onThread(f)
			runtime.UnlockOSThread()
			done <- err
			return
		}
		err := unix.Unshare(unix.CLONE_FS)
		if err == nil {
			f()
		}
		done <- err
	}()
	defer keepReceptive()
	return <-done
}

// Umask returns the umask of the process, without changing it.
func Umask() int {
	if n, err := strconv.ParseUint(statusLine("/proc/self/status", "Umask"), 8, 16); err == nil {
		return int(n)
	}
	return askUmask()
}

// askUmask changes the umask of a thread that inherited the process's. Where
// there are no such threads it changes that of the process and sets it back: a
// file that another thread creates in that moment is its owner's alone.
func askUmask() int {
	umask := -1
	if onThread(func() { umask = unix.Umask(0) }) != nil {
		umask = unix.Umask(0o77)
		unix.Umask(umask)
	}
	return umask
}

// hasDefaultACL tells whether the directory of path, which is relative to
// dirfd, has a default ACL. Where it can't be asked it may have one; where
// nobody is told, there is none as far as anybody knows.
func hasDefaultACL(dirfd int, path string) bool {
	dir := "."
	if i := strings.LastIndexByte(path, '/'); i >= 0 {
		dir = path[:i+1]
	}
	if dirfd >= 0 && dir[0] != '/' {
		dir = FdPath(dirfd) + "/" + dir
	}
	switch _, err := unix.Getxattr(dir, "system.posix_acl_default", nil); err {
	case unix.ENODATA, unix.ENOTSUP, unix.ENOSYS, unix.EPERM, unix.EACCES:
		return false
	}
	return true
}
