#include "textflag.h"

// func entry()
//
// Where the kernel starts the process, when the linker is told so: before the
// Go runtime has touched a signal or an fd. No stack frame, no Go code: it
// asks for the disposition of each signal and for the fds 0 to 2, keeps the
// answers, blocks signals and goes on to the runtime. The memory below SP is free, since no
// signal handler exists yet.
TEXT ·entry(SB),NOSPLIT|NOFRAME,$0
	XORQ R12, R12            // ignored signals: bit n-1 is signal n
	MOVQ $1, R13
signals:
	MOVQ R13, DI
	XORQ SI, SI
	LEAQ -160(SP), DX        // struct sigaction, handler first
	MOVQ $8, R10
	MOVQ $13, AX             // rt_sigaction
	SYSCALL
	TESTQ AX, AX
	JNE  nextsignal
	CMPQ -160(SP), $1        // SIG_IGN
	JNE  nextsignal
	LEAQ -1(R13), CX
	MOVQ $1, AX
	SHLQ CX, AX
	ORQ  AX, R12
nextsignal:
	INCQ R13
	CMPQ R13, $64
	JLE  signals
	MOVQ R12, ·entryIgnored(SB)

	XORQ R12, R12            // closed fds: bit n is fd n
	XORQ R13, R13
fds:
	MOVQ R13, DI
	MOVQ $1, SI              // F_GETFD
	MOVQ $72, AX             // fcntl
	SYSCALL
	TESTQ AX, AX
	JGE  nextfd
	MOVQ R13, CX
	MOVQ $1, AX
	SHLQ CX, AX
	ORQ  AX, R12
nextfd:
	INCQ R13
	CMPQ R13, $3
	JLT  fds
	MOVQ R12, ·entryClosed(SB)
	MOVQ $1, ·entered(SB)

	// Signals that the Go runtime would drop, or die of in its own way, wait
	// until the program is ready for them: see ReceiveSignals. None of them
	// is one that the kernel sends to the thread which causes it.
	MOVQ $0xfffffffe32c0ea27, AX
	MOVQ AX, -160(SP)
	XORQ DI, DI              // SIG_BLOCK
	LEAQ -160(SP), SI
	XORQ DX, DX
	MOVQ $8, R10
	MOVQ $14, AX             // rt_sigprocmask
	SYSCALL
	XORQ DX, DX
	JMP  _rt0_amd64_linux(SB)
