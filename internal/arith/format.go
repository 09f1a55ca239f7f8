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
	if 0 < n && n < 1e9 {
		e.digits = appendShort(e.digits, uint32(n))
	} else {
		e.digits = strconv.AppendInt(e.digits, n, 10)
	}
	// SAFETY: what is handed out is never written again.
	return unsafe.String(&e.digits[start], len(e.digits)-start)
}

// appendShort appends n, which has at most nine digits, to dst, which has the
// room.
func appendShort(dst []byte, n uint32) []byte {
	size := 1
	for limit := uint32(10); size < 9 && n >= limit; limit *= 10 {
		size++
	}
	end := len(dst) + size
	dst = dst[:end]
	for i := end - 1; i >= end-size; i-- {
		dst[i] = byte('0' + n%10)
		n /= 10
	}
	return dst
}
