//go:build linux && (amd64 || arm64)

package sys

import "syscall"

// What entry found before the Go runtime started. They are written once, by
// entry, before any Go code runs.
var (
	entered      uint64 // 1: entry ran
	entryIgnored uint64 // bit n-1: signal n was ignored
	entryClosed  uint64 // bit n: fd n was closed, n below 3
)

// entry is the program's entry point when it was linked with
// -ldflags=-E=gpipe/internal/sys.entry.
//
//lint:ignore U1000 called by the kernel
func entry()

// IgnoredAtStart returns the signals that the parent of this process had it
// ignore. The Go runtime forgets most of them; without the entry point only
// those are known that it keeps.
func IgnoredAtStart() []syscall.Signal {
	var set []syscall.Signal
	if entered == 0 {
		return keptIgnored()
	}
	for n := range 64 {
		if entryIgnored&(1<<n) != 0 {
			set = append(set, syscall.Signal(n+1))
		}
	}
	return set
}

// ClosedAtStart tells whether fd, 0 to 2, was closed when the process was
// started. The Go runtime has opened /dev/null in its place.
func ClosedAtStart(fd int) bool { return entryClosed&(1<<fd) != 0 }
