#include "textflag.h"

// func grow() bool
TEXT ·grow(SB),0,$24576-1
	MOVB $1, ret+0(FP)
	RET
