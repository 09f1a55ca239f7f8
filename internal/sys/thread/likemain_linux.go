package thread

import (
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"
)

// AsMain calls f, which starts a program, on a thread that has the scheduling
// attributes of the main thread: nice value, policy, I/O priority, processors.
// These belong to threads, and programs like renice(1) give them to the thread
// whose number is that of the process. It is for a program that owns its
// process, whose children are to have what it was given.
func AsMain(f func()) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if pid := unix.Getpid(); unix.Gettid() != pid {
		copyScheduling(pid)
		copyPriority(pid)
		copyProcessors(pid)
	}
	f()
}

// copyScheduling gives the calling thread policy and nice value of another. It
// does what it may.
func copyScheduling(of int) {
	want, err := unix.SchedGetAttr(of, 0)
	if err != nil {
		return
	}
	own, err := unix.SchedGetAttr(0, 0)
	if err == nil && *own != *want {
		unix.SchedSetAttr(0, want, 0)
	}
}

// copyPriority is the same for the I/O priority.
func copyPriority(of int) {
	const process = 1 // IOPRIO_WHO_PROCESS, which means a thread
	want, _, e := unix.RawSyscall(unix.SYS_IOPRIO_GET, process, uintptr(of), 0)
	if e != 0 {
		return
	}
	own, _, e := unix.RawSyscall(unix.SYS_IOPRIO_GET, process, 0, 0)
	if e == 0 && own != want {
		unix.RawSyscall(unix.SYS_IOPRIO_SET, process, 0, want)
	}
}

// copyProcessors is the same for the processors that it may run on.
func copyProcessors(of int) {
	var want, own [128]uint64 // as many as there can be
	n, e := affinity(of, &want)
	if e != 0 {
		return
	}
	if m, e := affinity(0, &own); e == 0 && (m != n || own != want) {
		// SAFETY: want holds n bytes, and more.
		unix.RawSyscall(unix.SYS_SCHED_SETAFFINITY, 0, n, uintptr(unsafe.Pointer(&want)))
	}
}

// affinity returns how many bytes the kernel has for the processors of a thread.
func affinity(tid int, set *[128]uint64) (uintptr, unix.Errno) {
	// SAFETY: the kernel writes no more than the size that it is given.
	n, _, e := unix.RawSyscall(unix.SYS_SCHED_GETAFFINITY, uintptr(tid), unsafe.Sizeof(*set), uintptr(unsafe.Pointer(set)))
	return n, e
}
