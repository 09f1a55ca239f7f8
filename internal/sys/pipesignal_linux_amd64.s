#include "textflag.h"

// func onPipeSignal()
//
// Called by the kernel on a signal stack, all signals blocked: DI is the
// signal, SI its siginfo, DX the context. No Go code, no stack frame; no
// handler can write below SP.
TEXT ·onPipeSignal(SB),NOSPLIT|NOFRAME,$0
	MOVL 16(SI), R8          // si_pid: the writer itself, on EPIPE
	MOVQ $39, AX             // getpid
	SYSCALL
	CMPL R8, AX
	JEQ  done
	MOVQ ·pipeForward(SB), R9
	TESTQ R9, R9
	JEQ  die
	JMP  R9
die:
	MOVQ AX, R8
	MOVQ $0, -64(SP)         // struct sigaction: SIG_DFL
	MOVQ $0, -56(SP)
	MOVQ $0, -48(SP)
	MOVQ $0, -40(SP)
	MOVQ $13, DI             // SIGPIPE
	LEAQ -64(SP), SI
	XORQ DX, DX
	MOVQ $8, R10
	MOVQ $13, AX             // rt_sigaction
	SYSCALL
	MOVQ R8, DI
	MOVQ $13, SI
	MOVQ $62, AX             // kill: the process ends now, or on return
	SYSCALL
done:
	RET

TEXT pipeSignalReturn<>(SB),NOSPLIT|NOFRAME,$0
	MOVQ $15, AX             // rt_sigreturn
	SYSCALL
	INT $3

// func pipeSignalAction() (handler, restorer uintptr)
TEXT ·pipeSignalAction(SB),NOSPLIT,$0-16
	LEAQ ·onPipeSignal(SB), AX
	MOVQ AX, handler+0(FP)
	LEAQ pipeSignalReturn<>(SB), AX
	MOVQ AX, restorer+8(FP)
	RET
