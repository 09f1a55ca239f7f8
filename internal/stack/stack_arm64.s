#include "textflag.h"

// func grow() bool
TEXT ·grow(SB),0,$24576-1
	MOVD $1, R0
	MOVB R0, ret+0(FP)
	RET
