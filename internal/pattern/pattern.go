// Package pattern matches shell patterns (XCU 2.14): the patterns of case,
// of ${x#p} and its relatives, and of one component of a pathname.
//
// A pattern is compiled once to literal segments separated by asterisks, and
// matched by searching for the segments: time is linear in the subject for
// literal segments, and never worse than len(pattern) * len(subject).
// Extended patterns such as @(a|b) run on an automaton with the same bound
// for each !(...) and each start. A *Pattern is immutable and may be used by
// any number of goroutines at once.
package pattern

import (
	"strings"
	"unicode/utf8"
)

// Flags choose the dialect and the rules of a match.
type Flags uint8

const (
	// UTF8 makes the characters those of UTF-8; a byte that is not part of
	// a valid encoding is a character of its own. Without it every byte is
	// a character and the character classes are those of ASCII.
	UTF8 Flags = 1 << iota
	// ExtGlob enables ?(p) *(p) +(p) @(p) !(p), with alternatives p|q.
	ExtGlob
	// FoldCase ignores the case of letters.
	FoldCase
	// Pathname lets a slash be matched by a literal slash only. A bracket
	// expression that holds a slash is not one (XCU 2.14.3).
	Pathname
	// Period lets a leading period be matched by a literal period only: at
	// the start and, with Pathname, after a slash.
	Period
)

// Pattern is a compiled pattern.
type Pattern struct {
	text  string
	flags Flags
	// exact is set for a pattern which is one literal.
	exact bool
	// dotted is set when the pattern begins with a literal period.
	dotted bool
	// segments are what stands between the asterisks: there is always one
	// more of them than of asterisks. Nil for an extended pattern.
	segments []segment
	// program is what an extended pattern compiles to; also made for a
	// Pathname pattern, for subjects that hold a slash.
	program *program
	// whole is what stands in a pattern that is nothing but the group @(..)
	// or !(..): an easier way for Match.
	whole *wholeGroup
	// inline backs segments of the usual short patterns.
	inline [3]segment
}

// Compile compiles text, in which a backslash quotes the character after it.
// It never fails: a bracket expression or a group that is not closed stands
// for its own characters, and so does a backslash at the very end.
func Compile(text string, flags Flags) *Pattern {
	p := &Pattern{text: text, flags: flags}
	if !p.compilePlain() {
		p.compileNodes()
	}
	if len(p.segments) > 0 {
		first := &p.segments[0]
		p.exact = len(p.segments) == 1 && first.compound == nil
		p.dotted = strings.HasPrefix(first.head(), ".")
	}
	return p
}

// compilePlain handles a pattern whose only special character is the
// asterisk, without looking at its characters one by one.
func (p *Pattern) compilePlain() bool {
	if p.flags&(FoldCase|Pathname) != 0 || !plain(p.text, p.flags) {
		return false
	}
	if p.flags&UTF8 != 0 && !utf8.ValidString(p.text) {
		return false
	}
	p.segments = p.inline[:0]
	rest := p.text
	for {
		i := strings.IndexByte(rest, '*')
		if i < 0 {
			break
		}
		p.segments = append(p.segments, segment{literal: rest[:i]})
		for i < len(rest) && rest[i] == '*' {
			i++
		}
		rest = rest[i:]
	}
	p.segments = append(p.segments, segment{literal: rest})
	return true
}

// plain tells whether text has no special character but asterisks.
func plain(text string, flags Flags) bool {
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '?', '[', '\\':
			return false
		case '(':
			if flags&ExtGlob != 0 {
				return false
			}
		}
	}
	return true
}

func (p *Pattern) compileNodes() {
	nodes, groups := parse(p.text, p.flags)
	if groups && len(nodes) == 1 {
		p.whole = makeWhole(p.text, &nodes[0], p.flags)
	}
	if groups || p.flags&Pathname != 0 {
		p.program = compileProgram(nodes, p.flags)
	}
	if !groups {
		p.segments = splitSegments(p.inline[:0], nodes, p.flags)
	}
}

// Match tells whether the whole of s matches.
func (p *Pattern) Match(s string) bool {
	if p.exact {
		return s == p.segments[0].literal
	}
	if p.whole != nil {
		return p.whole.match(s)
	}
	if p.program != nil && (len(p.segments) == 0 || strings.IndexByte(s, '/') >= 0) {
		return p.program.match(s)
	}
	if p.flags&Period != 0 && !p.dotted && strings.HasPrefix(s, ".") {
		return false
	}
	return p.matchSegments(s)
}

// matchSegments anchors the first and the last segment and puts each one
// between them as far left as it goes: if any placing works, that one does.
func (p *Pattern) matchSegments(s string) bool {
	n := len(p.segments)
	end := p.segments[0].prefix(s)
	if end < 0 || n == 1 {
		return end == len(s)
	}
	s = s[end:]
	start := p.segments[n-1].suffix(s)
	if start < 0 {
		return false
	}
	s = s[:start]
	for i := 1; i < n-1; i++ {
		_, end := p.segments[i].index(s)
		if end < 0 {
			return false
		}
		s = s[end:]
	}
	return true
}

// Literal gives the only string that matches, when there is just one.
func (p *Pattern) Literal() (string, bool) {
	if p.exact {
		return p.segments[0].literal, true
	}
	return "", false
}

// String gives the text the pattern was compiled from.
func (p *Pattern) String() string { return p.text }
