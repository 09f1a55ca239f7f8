#include "textflag.h"

// func onSignal()
//
// Called by the kernel on a signal stack, all signals blocked: R0 is the
// signal, R1 its siginfo, R2 the context. No Go code, no stack frame; no
// handler can write below the stack pointer.
TEXT ·onSignal(SB),NOSPLIT|NOFRAME,$0
	MOVD R0, R10
	MOVW 8(R1), R11          // si_code
	MOVD $·signalCode(SB), R12
	MOVW R11, (R12)(R10<<2)
	CMPW $0, R11
	BGT  note                // of the kernel
	CMP  $13, R10            // SIGPIPE
	BEQ  self
	CMP  $63, R10            // carrier
	BNE  sent
self:
	MOVWU 16(R1), R9         // si_pid: this process itself, on EPIPE
	MOVD $172, R8            // getpid
	SVC
	CMPW R9, R0
	BNE  sent
	CMP  $13, R10
	BEQ  done
	B    behind
sent:
	MOVD ·endedBySender(SB), R12
	SUB  $1, R10, R13
	LSR  R13, R12
	TBNZ $0, R12, die
note:
	SUB  $1, R10, R13
	MOVD $1, R9
	LSL  R13, R9
	MOVD $·arrivedSignals(SB), R12
again:
	LDAXR (R12), R13
	ORR  R9, R13
	STLXR R13, (R12), R14
	CBNZ R14, again
behind:
	MOVD $·handlerBehind(SB), R12
	MOVD (R12)(R10<<3), R11
	CBZ  R11, die
	CMP  $1, R11             // carried
	BEQ  carry
	MOVD R10, R0
	B    (R11)
carry:
	MOVW 8(R1), R11          // si_code: a fault of this process is none to go on after
	CMPW $0, R11
	BGT  die
	MOVD $172, R8            // getpid
	SVC
	MOVD $63, R1
	MOVD $129, R8            // kill
	SVC
	RET
die:
	MOVD $172, R8            // getpid
	SVC
	MOVD R0, R9
	MOVD RSP, R1             // struct sigaction: SIG_DFL
	SUB  $64, R1
	MOVD ZR, (R1)
	MOVD ZR, 8(R1)
	MOVD ZR, 16(R1)
	MOVD ZR, 24(R1)
	MOVD R10, R0
	MOVD $0, R2
	MOVD $8, R3
	MOVD $134, R8            // rt_sigaction
	SVC
	MOVD R9, R0
	MOVD R10, R1
	MOVD $129, R8            // kill: the process ends now, or on return
	SVC
done:
	RET

// func signalAction() (handler, restorer uintptr)
TEXT ·signalAction(SB),NOSPLIT,$0-16
	MOVD $·onSignal(SB), R0
	MOVD R0, handler+0(FP)
	MOVD ZR, restorer+8(FP)  // the kernel has one
	RET
