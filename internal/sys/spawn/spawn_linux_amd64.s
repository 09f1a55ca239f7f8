#include "go_asm.h"
#include "textflag.h"

#define SYS_write 1
#define SYS_rt_sigaction 13
#define SYS_exit_group 231

// func cloneCalls(how *cloneHow, calls *call, failed *failure) (pid, errno uintptr)
//
// The child runs on the parent's stack while the parent waits for it: it lives
// in registers alone. R12 is the next call, R13 where to report a failure, R15
// is how; a system call changes AX, CX and R11 only.
TEXT ·cloneCalls(SB),NOSPLIT|NOFRAME,$0-40
	MOVQ	how+0(FP), R15
	MOVQ	calls+8(FP), R12
	MOVQ	failed+16(FP), R13
	MOVQ	cloneHow_nr(R15), AX
	MOVQ	cloneHow_args+0(R15), DI
	MOVQ	cloneHow_args+8(R15), SI
	MOVQ	cloneHow_args+16(R15), DX
	MOVQ	cloneHow_args+24(R15), R10
	MOVQ	cloneHow_args+32(R15), R8
	SYSCALL
	TESTQ	AX, AX
	JEQ	child
	CMPQ	AX, $0xfffffffffffff001
	JCC	refused
	MOVQ	AX, pid+24(FP)
	MOVQ	$0, errno+32(FP)
	RET

refused:
	NEGQ	AX
	MOVQ	$0, pid+24(FP)
	MOVQ	AX, errno+32(FP)
	RET

	// Without CLONE_CLEAR_SIGHAND the parent's handlers are here. R14 is
	// what a signal is found to do, BX the signal.
child:
	MOVQ	cloneHow_found(R15), R14
	TESTQ	R14, R14
	JEQ	next
	MOVQ	$1, BX

signal:
	MOVQ	BX, DI
	XORL	SI, SI
	MOVQ	R14, DX
	MOVQ	$8, R10
	MOVQ	$SYS_rt_sigaction, AX
	SYSCALL
	TESTQ	AX, AX
	JNE	handled
	CMPQ	0(R14), $2	// 0 is SIG_DFL, 1 SIG_IGN
	JCS	handled
	MOVQ	BX, DI
	MOVQ	cloneHow_standard(R15), SI
	XORL	DX, DX
	MOVQ	$8, R10
	MOVQ	$SYS_rt_sigaction, AX
	SYSCALL

handled:
	INCQ	BX
	CMPQ	BX, $64
	JLE	signal

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
	MOVQ	cloneHow_report(R15), DI
	TESTQ	DI, DI
	JLT	exit
	MOVQ	R13, SI
	MOVQ	$16, DX
	MOVQ	$SYS_write, AX
	SYSCALL

exit:
	MOVQ	$127, DI
	MOVQ	$SYS_exit_group, AX
	SYSCALL
	JMP	exit
