#include "textflag.h"

// gpipe_entry
//
// Where the kernel starts the process, when the linker is told so: before the
// Go runtime has touched anything. It calls atEntry with the address of what
// the kernel has put on the stack (argc, argv, environment, auxiliary vector)
// and goes on to the runtime with the address it gets back, which is at most
// 128 bytes below. There is no current goroutine.
TEXT gpipe_entry(SB),NOSPLIT|NOFRAME,$0
	MOVD $0, g
	MOVD RSP, R0
	SUB  $192, R0, R1
	AND  $~15, R1, R1
	MOVD R1, RSP
	MOVD R0, 8(RSP)
	CALL ·atEntry(SB)
	MOVD 16(RSP), R0
	MOVD R0, RSP
	B    _rt0_arm64(SB)

// func smallMmap()
//
// Called by the runtime in place of mmap(2) where the address space of the
// process is limited, as if it were a C function: R0 is the address, R1 the
// length, R2 the protection, R3 the flags, R4 the descriptor, R5 the offset.
// See thriftyMemory.
TEXT ·smallMmap(SB),NOSPLIT|NOFRAME,$0
	CBNZ R2, memory          // not PROT_NONE: addresses
	TBNZ $4, R3, memory      // MAP_FIXED: those of memory that is given back
	MOVD R0, R10
	MOVD $12, R0             // ENOMEM: there are none at a certain place
	CBNZ R10, done
	MOVD $·unmapped(SB), R11
again:
	LDAXR (R11), R0
	ADD  R0, R1, R12
	STLXR R12, (R11), R13
	CBNZ R13, again
done:
	RET
memory:
	MOVD $222, R8            // mmap
	SVC
	CMN  $4095, R0
	BCC  done
	NEG  R0, R0
	CMP  $12, R0             // ENOMEM
	BNE  done
	MOVD $2, R0
	MOVD ·noMemory(SB), R1
	MOVD ·noMemory+8(SB), R2
	MOVD $64, R8             // write
	SVC
	MOVD $2, R0
	MOVD $94, R8             // exit_group
	SVC
	BRK

// func useSmallMmap()
TEXT ·useSmallMmap(SB),NOSPLIT,$0
	MOVD $·smallMmap(SB), R0
	MOVD R0, _cgo_mmap(SB)
	RET
