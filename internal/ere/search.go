package ere

import (
	"strings"
	"unicode/utf8"

	"gpipe/internal/chars"
)

// matcher matches an expression at one place. It sets loc, all of which is -1
// before and in vain, and tells whether there is a match, and if not how far it
// had to look.
type matcher interface {
	matchAt(s string, at int, loc []int) (ok bool, reached int)
	// leftmost gives the first place in s, at from or later, where a match
	// begins, or -1.
	leftmost(s string, from int) int
}

// search tries the places where a match can begin, from the left. When that
// looks at too much of s in vain, it finds the place by one pass over s from
// the right.
func (re *Regexp) search(s string, m matcher, loc []int) bool {
	if re.anchored {
		ok, _ := m.matchAt(s, 0, loc)
		return ok
	}
	wasted := 0
	for at := re.candidate(s, 0); at >= 0; {
		ok, reached := m.matchAt(s, at, loc)
		if ok {
			return true
		}
		if at == len(s) {
			break
		}
		_, size := chars.Decode(s[at:], re.flags&UTF8 != 0)
		if wasted += reached - at; wasted > 4*at+256 {
			if at = m.leftmost(s, at+size); at < 0 {
				break
			}
			ok, _ := m.matchAt(s, at, loc)
			return ok
		}
		at = re.candidate(s, at+size)
	}
	return false
}

// start gives the first place where a match begins.
func (re *Regexp) start(s string) (int, bool) {
	loc, ok, _ := re.Match(s, make([]int, 0, 2*(re.groups+1)))
	if !ok {
		return 0, false
	}
	return loc[0], true
}

// candidate gives the first place at or after at where a match may begin, or
// -1.
func (re *Regexp) candidate(s string, at int) int {
	switch {
	case re.prefix != "":
		n := strings.Index(s[at:], re.prefix)
		if n < 0 {
			return -1
		}
		return at + n
	case re.first == nil:
		return at
	}
	for at < len(s) && !re.first[s[at]] {
		if s[at] < utf8.RuneSelf {
			at++
		} else {
			_, size := chars.Decode(s[at:], re.flags&UTF8 != 0)
			at += size
		}
	}
	if at == len(s) {
		return -1
	}
	return at
}
