#include "textflag.h"

// func entry()
//
// Where the kernel starts the process, when the linker is told so: before the
// Go runtime has touched a signal or an fd. No stack frame, no Go code: it
// asks for the disposition of each signal and for the fds 0 to 2, keeps the
// answers, blocks signals and goes on to the runtime. The memory below the stack pointer is
// free, since no signal handler exists yet.
TEXT ·entry(SB),NOSPLIT|NOFRAME,$0
	MOVD $0, R10             // ignored signals: bit n-1 is signal n
	MOVD $1, R11
	MOVD $1, R12
signals:
	MOVD R11, R0
	MOVD $0, R1
	MOVD RSP, R2
	SUB  $160, R2            // struct sigaction, handler first
	MOVD R2, R13
	MOVD $8, R3
	MOVD $134, R8            // rt_sigaction
	SVC
	CBNZ R0, nextsignal
	MOVD (R13), R4
	CMP  $1, R4              // SIG_IGN
	BNE  nextsignal
	SUB  $1, R11, R5
	LSL  R5, R12, R6
	ORR  R6, R10
nextsignal:
	ADD  $1, R11
	CMP  $64, R11
	BLE  signals
	MOVD R10, ·entryIgnored(SB)

	MOVD $0, R10             // closed fds: bit n is fd n
	MOVD $0, R11
fds:
	MOVD R11, R0
	MOVD $1, R1              // F_GETFD
	MOVD $25, R8             // fcntl
	SVC
	TBZ  $63, R0, nextfd
	LSL  R11, R12, R6
	ORR  R6, R10
nextfd:
	ADD  $1, R11
	CMP  $3, R11
	BLT  fds
	MOVD R10, ·entryClosed(SB)
	MOVD R12, ·entered(SB)

	// Signals that the Go runtime would drop, or die of in its own way, wait
	// until the program is ready for them: see ReceiveSignals. None of them
	// is one that the kernel sends to the thread which causes it.
	MOVD $0xfffffffe32c0ea27, R4
	MOVD R4, (R13)
	MOVD $0, R0              // SIG_BLOCK
	MOVD R13, R1
	MOVD $0, R2
	MOVD $8, R3
	MOVD $135, R8            // rt_sigprocmask
	SVC
	B    _rt0_arm64_linux(SB)
