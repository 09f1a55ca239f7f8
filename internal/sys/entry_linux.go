//go:build linux && (amd64 || arm64)

package sys

import (
	"os"
	"slices"
	"strings"
	"syscall"
	"unsafe"
)

// atStart is what the hook found before the Go runtime started, and what it
// changed. It is written once, before any Go code runs.
var atStart struct {
	entered bool   // the hook ran
	ignored uint64 // bit n-1: signal n was ignored
	closed  uint64 // bit n: fd n was closed, n below 3

	nofile      syscall.Rlimit
	nofileKnown bool
	slack       uintptr // of the timers in ns, 0: nothing was changed

	// SAFETY: these point to the stack that the kernel made, which stays.
	hidden  [8]unsafe.Pointer // variables of the environment
	hiddens int
}

// Entered tells whether the program was linked with the entry hook: whether its first
// code is gpipe_entry, since it imports package rt0 below or was linked with
// -ldflags=-E=gpipe_entry.
func Entered() bool { return atStart.entered }

// IgnoredAtStart returns the signals that the parent of this process had it
// ignore. The Go runtime forgets most of them; without the entry point only
// those are known that it keeps.
func IgnoredAtStart() []syscall.Signal {
	var set []syscall.Signal
	if !atStart.entered {
		return stillIgnored()
	}
	for n := range 64 {
		if atStart.ignored&(1<<n) != 0 {
			set = append(set, syscall.Signal(n+1))
		}
	}
	return set
}

// ClosedAtStart tells whether fd, 0 to 2, was closed when the process was
// started. The Go runtime has opened /dev/null in its place.
func ClosedAtStart(fd int) bool { return atStart.closed&(1<<fd) != 0 }

// NofileAtEntry returns the limit of descriptors that the process was started
// with, if the hook has seen it.
func NofileAtEntry() (r syscall.Rlimit, known bool) { return atStart.nofile, atStart.nofileKnown }

// Environ returns a copy of the process's environment: the one that it was
// started with, though the hook has given the Go runtime another one.
func Environ() []string {
	env := os.Environ()
	if !atStart.entered {
		return env
	}
	env = slices.DeleteFunc(env, func(s string) bool {
		name, _, _ := strings.Cut(s, "=")
		return slices.Contains(runtimeVariables[:], name)
	})
	for _, p := range atStart.hidden[:atStart.hiddens] {
		env = append(env, goString(p))
	}
	return env
}

// goString copies a C string.
//
// SAFETY: p is a C string of the vector at entry: it ends with a NUL.
func goString(p unsafe.Pointer) string {
	n := 0
	for *(*byte)(unsafe.Add(p, n)) != 0 {
		n++
	}
	return string(unsafe.Slice((*byte)(p), n))
}
