#include "textflag.h"

// func onPipeSignal()
//
// Called by the kernel on a signal stack, all signals blocked: R0 is the
// signal, R1 its siginfo, R2 the context. No Go code, no stack frame; no
// handler can write below the stack pointer.
TEXT ·onPipeSignal(SB),NOSPLIT|NOFRAME,$0
	MOVD R0, R10
	MOVWU 16(R1), R9         // si_pid: the writer itself, on EPIPE
	MOVD $172, R8            // getpid
	SVC
	CMPW R9, R0
	BEQ  done
	MOVD ·pipeForward(SB), R11
	CBZ  R11, die
	MOVD R10, R0
	B    (R11)
die:
	MOVD R0, R9
	MOVD RSP, R1             // struct sigaction: SIG_DFL
	SUB  $64, R1
	MOVD ZR, (R1)
	MOVD ZR, 8(R1)
	MOVD ZR, 16(R1)
	MOVD ZR, 24(R1)
	MOVD $13, R0             // SIGPIPE
	MOVD $0, R2
	MOVD $8, R3
	MOVD $134, R8            // rt_sigaction
	SVC
	MOVD R9, R0
	MOVD $13, R1
	MOVD $129, R8            // kill: the process ends now, or on return
	SVC
done:
	RET

// func pipeSignalAction() (handler, restorer uintptr)
TEXT ·pipeSignalAction(SB),NOSPLIT,$0-16
	MOVD $·onPipeSignal(SB), R0
	MOVD R0, handler+0(FP)
	MOVD ZR, restorer+8(FP)  // the kernel has one
	RET
