//go:build linux && (amd64 || arm64)

//lint:file-ignore U1000 gpipe_entry, in assembly, calls what is here

package sys

import (
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// What is in this file runs before the Go runtime: there is no goroutine and no
// heap, the stack does not grow, and a panic is the end. It may make system
// calls, and use its own variables and those of the package that are plain
// memory. The kernel's vector on the stack is the only input.

// runtimeVariables are the variables of the environment by which the Go runtime
// is steered. They are meant for Go programs that the shell starts, or nobody;
// the runtime of the shell itself gets ours.
var runtimeVariables = [...]string{"GODEBUG", "GOGC", "GOMAXPROCS", "GOMEMLIMIT", "GOTRACEBACK"}

// ours is what the runtime gets. One processor is enough for a shell that is
// about to start a program, and saves a fifth of the time that the runtime needs
// to start: UseProcessors makes more of them.
var ours = [...]string{"GOMAXPROCS=1\x00", "GOGC=400\x00", "GODEBUG=memprofilerate=0\x00"}

// blank ends what must have an even number of entries: the stack of arm64 is
// aligned to 16 bytes. The Go runtime passes an empty variable over.
var blank = [1]byte{}

var noG [2]uintptr // see gpipe_entry

// unmapped is the next of the addresses that thriftyMemory hands out. The
// kernel puts nothing there of itself, whichever way it fills the address space.
var unmapped uintptr = 64 << 30

//lint:ignore U1000 written by smallMmap
var noMemory = "gpipe: out of memory: the limit of the address space (ulimit -v, -d) is too low\n"

// atEntry looks at what the runtime is going to change or to hide, and makes
// its start cheap. It returns where the vector on the stack begins now.
//
// SAFETY: vector is the stack that the kernel made for the process: argc, argv, nil, the environment, nil.
//
//go:nosplit
//go:norace
func atEntry(vector unsafe.Pointer) unsafe.Pointer {
	atStart.entered = true
	findIgnored()
	findClosed()
	holdSignals()
	thriftyMemory()
	withholdFiles()
	slowTimers()
	return environAtEntry(vector)
}

// findIgnored notes the signals that are ignored.
//
//go:nosplit
//go:norace
func findIgnored() {
	for n := uintptr(1); n <= 64; n++ {
		var now Sigaction
		// SAFETY: the kernel writes to now, which is as large as it is told.
		_, _, e := syscall.RawSyscall6(unix.SYS_RT_SIGACTION, n, 0, uintptr(unsafe.Pointer(&now)), 8, 0, 0)
		if e == 0 && now.Handler == 1 {
			atStart.ignored |= 1 << (n - 1)
		}
	}
}

// findClosed notes which of the standard descriptors are closed.
//
//go:nosplit
//go:norace
func findClosed() {
	for fd := uintptr(0); fd < 3; fd++ {
		if _, _, e := syscall.RawSyscall6(unix.SYS_FCNTL, fd, unix.F_GETFD, 0, 0, 0, 0); e != 0 {
			atStart.closed |= 1 << fd
		}
	}
}

// holdSignals blocks the signals that the Go runtime would drop, or die of in
// its own way, until the program is ready for them: see ReceiveSignals. None of
// them is one that the kernel sends to the thread which causes it.
//
//go:nosplit
//go:norace
func holdSignals() {
	mask := uint64(0xfffffffe32c0ea27)
	// SAFETY: the kernel reads mask, of the 8 bytes that it is told.
	syscall.RawSyscall6(unix.SYS_RT_SIGPROCMASK, unix.SIG_BLOCK, uintptr(unsafe.Pointer(&mask)), 0, 8, 0, 0)
}

// withholdFiles has the runtime find no descriptors to open files with: it
// reads settings of the machine at its start, which cost more than they tell a
// shell. But where one of the standard descriptors is closed it needs some.
// RestoreNofile gives them back.
//
//go:nosplit
//go:norace
func withholdFiles() {
	// SAFETY: the kernel reads and writes limits, which are variables of that type.
	at := uintptr(unsafe.Pointer(&atStart.nofile))
	_, _, e := syscall.RawSyscall6(unix.SYS_PRLIMIT64, 0, unix.RLIMIT_NOFILE, 0, at, 0, 0)
	atStart.nofileKnown = e == 0
	if e != 0 || atStart.closed != 0 || atStart.nofile.Cur == 0 {
		return
	}
	none := syscall.Rlimit{Cur: 0, Max: atStart.nofile.Max}
	syscall.RawSyscall6(unix.SYS_PRLIMIT64, 0, unix.RLIMIT_NOFILE, uintptr(unsafe.Pointer(&none)), 0, 0, 0)
}

// startSlack is how late timers may be while the runtime starts: its monitor
// wakes up every 20 microseconds at first, each time for a look at nothing.
const startSlack = 100_000 // ns

// slowTimers lets the runtime's monitor sleep longer.
//
//go:nosplit
//go:norace
func slowTimers() {
	slack, _, e := syscall.RawSyscall6(unix.SYS_PRCTL, unix.PR_GET_TIMERSLACK, 0, 0, 0, 0, 0)
	if e != 0 || slack == 0 || slack >= startSlack {
		return
	}
	if _, _, e = syscall.RawSyscall6(unix.SYS_PRCTL, unix.PR_SET_TIMERSLACK, startSlack, 0, 0, 0, 0); e == 0 {
		atStart.slack = slack
	}
}

// enoughMemory is an address space in which the runtime need not be careful.
const enoughMemory = 8 << 30

// thriftyMemory has the runtime do with an address space that is limited. It
// sets aside more than a gigabyte of addresses at its start, for tables of which
// it will use some pages, and ends with a report of its innards when it can't.
// smallMmap, in place of mmap(2), then hands out addresses without setting them
// aside: what is used of them is mapped later, at its address. When there is no
// memory either, that is the end of the process, in one line.
//
//go:nosplit
//go:norace
func thriftyMemory() {
	for _, resource := range [...]uintptr{unix.RLIMIT_AS, unix.RLIMIT_DATA} {
		var r syscall.Rlimit
		// SAFETY: the kernel writes to r, which is a limit.
		_, _, e := syscall.RawSyscall6(unix.SYS_PRLIMIT64, 0, resource, 0, uintptr(unsafe.Pointer(&r)), 0, 0)
		if e == 0 && r.Cur < enoughMemory {
			useSmallMmap()
		}
	}
}

func useSmallMmap()

// environAtEntry gives the runtime our variables in place of those that it
// would heed. Of the vector, argc and argv move, to make room for more entries
// of the environment or to cover those that are hidden.
//
// SAFETY: all words are those of the vector of the environment up to its nil, or of arrays whose bounds are looked at.
//
//go:nosplit
//go:norace
func environAtEntry(vector unsafe.Pointer) unsafe.Pointer {
	args := *(*uintptr)(vector) + 2 // argc, argv and the nil at its end
	env := word(vector, args)
	hidden := uintptr(0)
	for n := uintptr(0); ; n++ {
		p := *(*unsafe.Pointer)(word(env, n))
		if p == nil {
			break
		}
		if !heeded(p) {
			continue
		}
		if atStart.hiddens < len(atStart.hidden) {
			*(*unsafe.Pointer)(unsafe.Add(unsafe.Pointer(&atStart.hidden), uintptr(atStart.hiddens)*unsafe.Sizeof(p))) = p
			atStart.hiddens++
		}
		// The first that is left takes its place.
		*(*unsafe.Pointer)(word(env, n)) = *(*unsafe.Pointer)(word(env, hidden))
		hidden++
	}
	added := uintptr(len(ours))
	pad := (added ^ hidden) & 1
	to := vector
	if more := added + pad; more > hidden {
		to = unsafe.Add(vector, -int((more-hidden)*8))
		for i := uintptr(0); i < args; i++ {
			*(*uintptr)(word(to, i)) = *(*uintptr)(word(vector, i))
		}
	} else {
		to = word(vector, hidden-more)
		for i := args; i > 0; i-- {
			*(*uintptr)(word(to, i-1)) = *(*uintptr)(word(vector, i-1))
		}
	}
	env = word(to, args)
	for i := range added {
		*(*unsafe.Pointer)(word(env, i)) = *(*unsafe.Pointer)(unsafe.Add(unsafe.Pointer(&ours), i*unsafe.Sizeof("")))
	}
	if pad != 0 {
		*(*unsafe.Pointer)(word(env, added)) = unsafe.Pointer(&blank)
	}
	return to
}

// word is the address of an element of the vector.
//
// SAFETY: who calls it stays within the vector.
//
//go:nosplit
//go:norace
func word(p unsafe.Pointer, n uintptr) unsafe.Pointer { return unsafe.Add(p, n*8) }

// heeded tells whether the runtime would heed an entry of the environment.
//
// SAFETY: entry is a C string: nothing behind the first byte that differs is read.
//
//go:nosplit
//go:norace
func heeded(entry unsafe.Pointer) bool {
	for i := range runtimeVariables {
		name := &runtimeVariables[i]
		at := unsafe.Pointer(unsafe.StringData(*name))
		n := 0
		for n < len(*name) && *(*byte)(unsafe.Add(entry, n)) == *(*byte)(unsafe.Add(at, n)) {
			n++
		}
		if n == len(*name) && *(*byte)(unsafe.Add(entry, n)) == '=' {
			return true
		}
	}
	return false
}
