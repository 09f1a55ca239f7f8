package expand

import (
	"unicode/utf8"
	"unsafe"
)

// rulers measure the long texts that ${name:offset:length} and ${#name} were about
// lately: a loop over the characters of a text goes through it once, and not from
// its beginning for each of them. It is several, for what compares texts.
type rulers struct {
	of   [4]ruler
	next int // to be given up for another text
}

// ruler has where the characters of a text begin. The text is kept, so that no
// other one can be where it is.
type ruler struct {
	text  string
	marks []int // offset of each character whose number is a multiple of markEvery
	chars int
}

const (
	markEvery = 256
	longText  = 256 // bytes from which on a text has a ruler
)

// ruler returns the ruler of s, a text that is long. One that has grown in place, as
// += makes it, is measured from where it had ended.
func (st *State) ruler(s string) *ruler {
	if st.rulers == nil {
		st.rulers = &rulers{}
	}
	rs := st.rulers
	for i := range rs.of {
		// SAFETY: the addresses are compared, and nothing is read through them.
		if r := &rs.of[i]; len(r.text) > 0 && len(s) >= len(r.text) && unsafe.StringData(r.text) == unsafe.StringData(s) {
			r.extend(s)
			return r
		}
	}
	r := &rs.of[rs.next]
	rs.next = (rs.next + 1) % len(rs.of)
	*r = ruler{marks: r.marks[:0]}
	r.extend(s)
	return r
}

// extend measures s, which begins with the text that was measured. What is behind the
// last mark but one is measured again: more bytes make a character of those at the end.
func (r *ruler) extend(s string) {
	if len(s) == len(r.text) {
		return
	}
	at, n := 0, 0
	if k := len(r.marks) - 2; k > 0 {
		at, n = r.marks[k], k*markEvery
		r.marks = r.marks[:k]
	} else {
		r.marks = r.marks[:0]
	}
	for at < len(s) {
		r.marks = append(r.marks, at)
		end, passed := pass(s[at:], markEvery)
		at += end
		n += passed
	}
	r.text, r.chars = s, n
}

// pass goes n characters into s, or as many as there are, and tells how many bytes
// and characters that was.
func pass(s string, n int) (bytes, chars int) {
	if len(s) >= n && ascii(s[:n]) {
		return n, n
	}
	for chars < n && bytes < len(s) {
		size := 1
		if s[bytes] >= utf8.RuneSelf {
			_, size = utf8.DecodeRuneInString(s[bytes:])
		}
		bytes += size
		chars++
	}
	return bytes, chars
}

// at returns where character n of the text begins, or the text ends.
func (r *ruler) at(n int) int {
	if n >= r.chars {
		return len(r.text)
	}
	mark := r.marks[n/markEvery]
	within, _ := pass(r.text[mark:], n%markEvery)
	return mark + within
}

func ascii(s string) bool {
	for ; len(s) >= 8; s = s[8:] {
		if (s[0]|s[1]|s[2]|s[3]|s[4]|s[5]|s[6]|s[7])&0x80 != 0 {
			return false
		}
	}
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
