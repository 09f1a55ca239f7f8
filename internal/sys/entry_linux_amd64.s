#include "textflag.h"

// gpipe_entry
//
// Where the kernel starts the process, when the linker is told so: before the
// Go runtime has touched anything. It calls atEntry with the address of what
// the kernel has put on the stack (argc, argv, environment, auxiliary vector)
// and goes on to the runtime with the address it gets back, which is at most
// 128 bytes below. Go code looks for the current goroutine in front of the
// thread's own memory: there is none, so that is made to be a zero.
TEXT gpipe_entry(SB),NOSPLIT|NOFRAME,$0
	MOVQ $0x1002, DI         // ARCH_SET_FS
	LEAQ ·noG+8(SB), SI
	MOVQ $158, AX            // arch_prctl
	SYSCALL
	MOVQ SP, AX
	SUBQ $192, SP
	ANDQ $~15, SP
	MOVQ AX, 0(SP)
	CALL ·atEntry(SB)
	MOVQ 8(SP), SP
	XORQ DX, DX              // nothing to be called at exit
	JMP  _rt0_amd64(SB)

// func smallMmap()
//
// Called by the runtime in place of mmap(2) where the address space of the
// process is limited, as if it were a C function: DI is the address, SI the
// length, DX the protection, CX the flags, R8 the descriptor, R9 the offset.
// See thriftyMemory.
TEXT ·smallMmap(SB),NOSPLIT|NOFRAME,$0
	TESTL DX, DX             // PROT_NONE: addresses
	JNE  memory
	TESTL $0x10, CX          // MAP_FIXED: those of memory that is given back
	JNE  memory
	MOVQ $12, AX             // ENOMEM: there are none at a certain place
	TESTQ DI, DI
	JNE  done
	MOVQ SI, AX
	LOCK
	XADDQ AX, ·unmapped(SB)
done:
	RET
memory:
	MOVQ CX, R10
	MOVQ $9, AX              // mmap
	SYSCALL
	CMPQ AX, $0xfffffffffffff001
	JCS  done
	NEGQ AX
	CMPQ AX, $12             // ENOMEM
	JNE  done
	MOVQ $2, DI
	MOVQ ·noMemory(SB), SI
	MOVQ ·noMemory+8(SB), DX
	MOVQ $1, AX              // write
	SYSCALL
	MOVQ $2, DI
	MOVQ $231, AX            // exit_group
	SYSCALL
	INT  $3

// func useSmallMmap()
TEXT ·useSmallMmap(SB),NOSPLIT,$0
	LEAQ ·smallMmap(SB), AX
	MOVQ AX, _cgo_mmap(SB)
	RET
