package thread

import (
	"runtime"

	"golang.org/x/sys/unix"
)

// ThreadUmask tells that a thread can have a umask of its own.
const ThreadUmask = true

// WithUmask runs f with the given umask; no other thread sees it.
func WithUmask(umask int, f func()) error {
	return OnThread(func() {
		unix.Umask(umask)
		f()
	})
}

// OnThread runs f on a thread that no longer shares umask and cwd with the
// others. The thread ends afterwards: what the program does to its cwd from
// then on would not reach it.
func OnThread(f func()) error {
	done := make(chan error)
	go func() {
		runtime.LockOSThread()
		if unix.Gettid() == unix.Getpid() {
			// The main thread can't end, and /proc/self shows its cwd and
			// umask. While it is held here another one does the work.
			err := OnThread(f)
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
	defer KeepReceptive()
	return <-done
}
