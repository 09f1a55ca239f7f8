#include "go_asm.h"
#include "textflag.h"

#define SYS_write 64
#define SYS_rt_sigaction 134
#define SYS_exit_group 94

// func cloneCalls(how *cloneHow, calls *call, failed *failure) (pid, errno uintptr)
//
// The child runs on the parent's stack while the parent waits for it: it lives
// in registers alone. R19 is the next call, R20 where to report a failure, R21
// is how; a system call changes R0 only.
TEXT ·cloneCalls(SB),NOSPLIT|NOFRAME,$0-40
	MOVD	how+0(FP), R21
	MOVD	calls+8(FP), R19
	MOVD	failed+16(FP), R20
	MOVD	cloneHow_nr(R21), R8
	MOVD	(cloneHow_args+0)(R21), R0
	MOVD	(cloneHow_args+8)(R21), R1
	MOVD	(cloneHow_args+16)(R21), R2
	MOVD	(cloneHow_args+24)(R21), R3
	MOVD	(cloneHow_args+32)(R21), R4
	SVC
	CBZ	R0, child
	CMN	$4095, R0
	BCS	refused
	MOVD	R0, pid+24(FP)
	MOVD	ZR, errno+32(FP)
	RET

refused:
	NEG	R0, R0
	MOVD	ZR, pid+24(FP)
	MOVD	R0, errno+32(FP)
	RET

	// Without CLONE_CLEAR_SIGHAND the parent's handlers are here. R22 is
	// what a signal is found to do, R23 the signal.
child:
	MOVD	cloneHow_found(R21), R22
	CBZ	R22, next
	MOVD	$1, R23

signal:
	MOVD	R23, R0
	MOVD	ZR, R1
	MOVD	R22, R2
	MOVD	$8, R3
	MOVD	$SYS_rt_sigaction, R8
	SVC
	CBNZ	R0, handled
	MOVD	0(R22), R0
	CMP	$2, R0	// 0 is SIG_DFL, 1 SIG_IGN
	BLO	handled
	MOVD	R23, R0
	MOVD	cloneHow_standard(R21), R1
	MOVD	ZR, R2
	MOVD	$8, R3
	MOVD	$SYS_rt_sigaction, R8
	SVC

handled:
	ADD	$1, R23
	CMP	$64, R23
	BLE	signal

next:
	MOVD	0(R19), R8
	MOVD	8(R19), R0
	MOVD	16(R19), R1
	MOVD	24(R19), R2
	MOVD	32(R19), R3
	SVC
	CMN	$4095, R0
	BCS	broken
	ADD	$40, R19
	B	next

broken:
	NEG	R0, R0
	MOVD	R0, 0(R20)
	MOVD	R19, 8(R20)
	MOVD	cloneHow_report(R21), R0
	TBNZ	$63, R0, exit
	MOVD	R20, R1
	MOVD	$16, R2
	MOVD	$SYS_write, R8
	SVC

exit:
	MOVD	$127, R0
	MOVD	$SYS_exit_group, R8
	SVC
	B	exit
