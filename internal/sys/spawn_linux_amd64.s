#include "textflag.h"

#define SYS_exit_group 231
#define SYS_clone3 435

// func cloneCalls(args *cloneArgs, size uintptr, calls *call, failed *failure) (pid, errno uintptr)
//
// The child runs on the parent's stack while the parent waits in clone3: it
// lives in registers alone. R12 is the next call, R13 where to report a
// failure; a system call changes AX, CX and R11 only.
TEXT ·cloneCalls(SB),NOSPLIT|NOFRAME,$0-48
	MOVQ	args+0(FP), DI
	MOVQ	size+8(FP), SI
	MOVQ	calls+16(FP), R12
	MOVQ	failed+24(FP), R13
	MOVQ	$SYS_clone3, AX
	SYSCALL
	TESTQ	AX, AX
	JEQ	next
	CMPQ	AX, $0xfffffffffffff001
	JCC	refused
	MOVQ	AX, pid+32(FP)
	MOVQ	$0, errno+40(FP)
	RET

refused:
	NEGQ	AX
	MOVQ	$0, pid+32(FP)
	MOVQ	AX, errno+40(FP)
	RET

next:
	MOVQ	0(R12), AX
	MOVQ	8(R12), DI
	MOVQ	16(R12), SI
	MOVQ	24(R12), DX
	MOVQ	32(R12), R10
	SYSCALL
	CMPQ	AX, $0xfffffffffffff001
	JCC	broken
	ADDQ	$40, R12
	JMP	next

broken:
	NEGQ	AX
	MOVQ	AX, 0(R13)
	MOVQ	R12, 8(R13)

exit:
	MOVQ	$127, DI
	MOVQ	$SYS_exit_group, AX
	SYSCALL
	JMP	exit
