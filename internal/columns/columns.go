// Package columns fits text into so many columns of a terminal. The packages
// that do this for others look at the environment, or build tables, whenever a
// program that has them starts; this one costs nothing until it is called.
package columns

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Plain makes visible what no terminal should be sent: control characters and
// whatever else has no shape, such as those that change the direction of text,
// and bytes that are not UTF-8. It is what people are shown of names and texts
// that others have chosen.
func Plain(s string) string { return escaped(s, "") }

// Lines is Plain for text of several lines: newlines and tabs stay.
func Lines(s string) string { return escaped(s, "\n\t") }

func escaped(s, kept string) string {
	var b []byte
	from := 0
	for i, n := 0, 0; i < len(s); i += n {
		var r rune
		if r, n = utf8.DecodeRuneInString(s[i:]); shown(r, n) || strings.IndexByte(kept, s[i]) >= 0 {
			continue
		}
		b = append(b, s[from:i]...)
		q := strconv.AppendQuote(nil, s[i:i+n])
		b = append(b, q[1:len(q)-1]...)
		from = i + n
	}
	if b == nil {
		return s
	}
	return string(append(b, s[from:]...))
}

// shown tells whether a character, which n bytes stand for, has a shape.
func shown(r rune, n int) bool { return strconv.IsPrint(r) && (r != utf8.RuneError || n > 1) }

// Acts tells whether the character at s[i], n bytes long, does something to
// the one who shows it: a control character, of C0 or C1, a byte of C1 that is
// part of no character, or one that turns the direction of text (UAX #9).
func Acts(s string, i int) (n int, acts bool) {
	if c := s[i]; c < utf8.RuneSelf {
		return 1, c < ' ' || c == 0x7f
	}
	r, n := utf8.DecodeRuneInString(s[i:])
	if n == 1 {
		r = rune(s[i])
	}
	return n, Control(r)
}

// Control tells whether a character is a control character, or one that turns
// the direction of text.
func Control(r rune) bool {
	switch {
	case r < ' ', 0x7f <= r && r < 0xa0:
	case r == 0x61c, r == 0x200e, r == 0x200f:
	case 0x202a <= r && r <= 0x202e, 0x2066 <= r && r <= 0x2069:
	default:
		return false
	}
	return true
}

// Width is how many columns s takes, all of which is printable.
func Width(s string) int {
	width := 0
	for s != "" {
		n, w := Cluster(s)
		width, s = width+w, s[n:]
	}
	return width
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
	for i := 0; i < len(s); {
		n, w := Cluster(s[i:])
		if used += w; used > width {
			return s[:i], s[i:]
		}
		i += n
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

// Shorten returns the first line of text if it has no more than max bytes and
// there is no other line, and else the beginning of that with an ellipsis, all
// in all no longer than max bytes. No character is cut in two.
func Shorten(text string, max int) string {
	line, _, more := strings.Cut(text, "\n")
	if !more && len(text) <= max {
		return text
	}
	const ellipsis = "…"
	end := min(len(line), max-len(ellipsis))
	for end > 0 && end < len(line) && !utf8.RuneStart(line[end]) {
		end--
	}
	return line[:end] + ellipsis
}

// RuneEnd is n, or less if there is no more of s or a character would be split.
func RuneEnd(s string, n int) int {
	if n >= len(s) {
		return len(s)
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return n
}
