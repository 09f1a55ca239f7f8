#include "textflag.h"

// func onSignal()
//
// Called by the kernel on a signal stack, all signals blocked: DI is the
// signal, SI its siginfo, DX the context. No Go code, no stack frame; no
// handler can write below SP.
TEXT ·onSignal(SB),NOSPLIT|NOFRAME,$0
	MOVL DI, R10
	MOVL 8(SI), R8           // si_code
	LEAQ ·signalCode(SB), R9
	MOVL R8, (R9)(R10*4)
	TESTL R8, R8
	JGT  note                // of the kernel
	CMPL R10, $13            // SIGPIPE
	JEQ  self
	CMPL R10, $63            // carrier
	JNE  sent
self:
	MOVL 16(SI), R8          // si_pid: this process itself, on EPIPE
	MOVQ $39, AX             // getpid
	SYSCALL
	CMPL R8, AX
	JNE  sent
	CMPL R10, $13
	JEQ  done
	JMP  behind
sent:
	LEAQ -1(R10), CX
	MOVQ ·endedBySender(SB), R9
	BTQ  CX, R9
	JCS  die
note:
	LEAQ -1(R10), CX
	MOVQ $1, R8
	SHLQ CX, R8
	LOCK
	ORQ  R8, ·arrivedSignals(SB)
behind:
	LEAQ ·handlerBehind(SB), R9
	MOVQ (R9)(R10*8), R9
	CMPQ R9, $1              // carried
	JLT  die
	JEQ  carry
	JMP  R9
carry:
	MOVL 8(SI), R8           // si_code: a fault of this process is none to go on after
	TESTL R8, R8
	JGT  die
	MOVQ $39, AX             // getpid
	SYSCALL
	MOVQ AX, DI
	MOVQ $63, SI
	MOVQ $62, AX             // kill
	SYSCALL
	RET
die:
	MOVQ $39, AX             // getpid
	SYSCALL
	MOVQ AX, R8
	MOVL DI, R9
	MOVQ $0, -64(SP)         // struct sigaction: SIG_DFL
	MOVQ $0, -56(SP)
	MOVQ $0, -48(SP)
	MOVQ $0, -40(SP)
	LEAQ -64(SP), SI
	XORQ DX, DX
	MOVQ $8, R10
	MOVQ $13, AX             // rt_sigaction
	SYSCALL
	MOVQ R8, DI
	MOVQ R9, SI
	MOVQ $62, AX             // kill: the process ends now, or on return
	SYSCALL
done:
	RET

TEXT signalReturn<>(SB),NOSPLIT|NOFRAME,$0
	MOVQ $15, AX             // rt_sigreturn
	SYSCALL
	INT $3

// func signalAction() (handler, restorer uintptr)
TEXT ·signalAction(SB),NOSPLIT,$0-16
	LEAQ ·onSignal(SB), AX
	MOVQ AX, handler+0(FP)
	LEAQ signalReturn<>(SB), AX
	MOVQ AX, restorer+8(FP)
	RET
