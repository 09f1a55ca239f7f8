package arith

import (
	"strconv"
	"unsafe"
)

// digitsSize is how much memory Format takes at a time: little, because one
// number that is kept keeps all of it.
const digitsSize = 512

// maxDigits is the length of the longest number.
const maxDigits = len("-9223372036854775808")

// Format gives n in decimal: what an arithmetic expansion expands to, and
// what is assigned. It allocates for some fifty numbers at once.
func (e *Env) Format(n int64) string {
	if 0 <= n && n < 100 { // strconv has these ready
		return strconv.FormatInt(n, 10)
	}
	e.own()
	if cap(e.digits)-len(e.digits) < maxDigits {
		e.digits = make([]byte, 0, digitsSize)
	}
	start := len(e.digits)
	e.digits = strconv.AppendInt(e.digits, n, 10)
	// What is handed out is never written again.
	return unsafe.String(&e.digits[start], len(e.digits)-start)
}
