// Package rt0 makes the entry hook of package sys the first code of the program that
// imports it, without a flag of the linker: go install and go run do it, too.
//
// The first code of a Go program is the runtime's symbol _rt0_amd64_linux or
// _rt0_arm64_linux, a jump. This package has a symbol of that name which says that it
// may be there twice (DUPOK), and is the larger one: of two such symbols the linker
// takes that, and of two of which it has seen the other one first the one that says so.
// That is how the linker of Go 1.26 is, and nothing that Go promises: with another
// version the package is empty until TestEntry has been seen to pass, and the linker's
// flag -E is the only way. Nor has it an effect when a C compiler links the program,
// whose first code is then that of the C library.
//
// What does not do:
//
//   - a package that is initialized before all others: the runtime has by then opened
//     /dev/null in the place of closed descriptors and has handlers for the signals.
//     /proc/self/status shows these, too.
//   - runtime.fwdSig, where the runtime notes what was ignored: the linker refuses
//     references to it, from Go and from assembly, without -checklinkname=0. It tells
//     nothing of descriptors, and comes too late for GOMAXPROCS and limits of memory.
//   - a second start of the program by itself: it knows no more than the first one
//     has found, and costs a start.
//   - #cgo LDFLAGS: they need cgo, which costs a millisecond at every start.
package rt0

import _ "gpipe/internal/sys" // has the hook
