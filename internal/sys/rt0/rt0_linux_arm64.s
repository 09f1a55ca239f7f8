//go:build go1.26 && !go1.27 && !race && !msan && !asan

#include "textflag.h"

// Where the kernel starts a Go program, in place of the runtime's symbol of that
// name: see the package.
TEXT _rt0_arm64_linux(SB),NOSPLIT|NOFRAME|DUPOK,$0
	B    gpipe_entry(SB)
	PCALIGN $64              // larger than the runtime's
	BRK
