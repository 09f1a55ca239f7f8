//go:build linux && (amd64 || arm64)

package shm

import _ "unsafe" // for go:linkname

//go:linkname procyield runtime.procyield
func procyield(cycles uint32)

// Pause lets a moment pass on the processor, for a loop that looks at a word
// again and again.
func Pause() { procyield(10) }
