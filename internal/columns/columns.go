// Package columns fits text into so many columns of a terminal. The packages
// that do this for others look at the environment, or build tables, whenever a
// program that has them starts; this one costs nothing until it is called.
package columns

import (
	"sort"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Plain makes visible what no terminal should be sent: control characters and
// whatever else has no shape, and bytes that are not UTF-8.
func Plain(s string) string {
	clean := 0
	for clean < len(s) {
		r, n := utf8.DecodeRuneInString(s[clean:])
		if !shown(r, n) {
			break
		}
		clean += n
	}
	if clean == len(s) {
		return s
	}
	b := append([]byte(nil), s[:clean]...)
	for i := clean; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if shown(r, n) {
			b = append(b, s[i:i+n]...)
		} else {
			q := strconv.AppendQuote(nil, s[i:i+n])
			b = append(b, q[1:len(q)-1]...)
		}
		i += n
	}
	return string(b)
}

// shown tells whether a character, which n bytes stand for, has a shape.
func shown(r rune, n int) bool { return strconv.IsPrint(r) && (r != utf8.RuneError || n > 1) }

// Width is how many columns s takes, all of which is printable.
func Width(s string) int {
	width := 0
	for _, r := range s {
		width += of(r)
	}
	return width
}

// of is how many columns a character takes: those that combine with the one
// before take none, those of East Asian scripts and emoji two (UAX #11).
func of(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me):
		return 0
	}
	i := sort.Search(len(wide), func(i int) bool { return wide[i][1] >= r })
	if i < len(wide) && wide[i][0] <= r {
		return 2
	}
	return 1
}

// Cut returns what fits into width columns. Dots stand for the rest.
func Cut(s string, width int) string {
	head, rest := split(s, width)
	if rest == "" {
		return s
	}
	if width >= 4 {
		head, _ = split(s, width-3)
		head += "..."
	}
	return head
}

// split cuts s before the first character that does not fit.
func split(s string, width int) (head, rest string) {
	used := 0
	for i, r := range s {
		if used += of(r); used > width {
			return s[:i], s[i:]
		}
	}
	return s, ""
}

// Left fits s into exactly width columns, at the left.
func Left(s string, width int) string {
	s = Cut(s, width)
	return s + strings.Repeat(" ", max(0, width-Width(s)))
}

// Right stands s at the right of width columns, if it is no wider.
func Right(s string, width int) string {
	return strings.Repeat(" ", max(0, width-Width(s))) + s
}
