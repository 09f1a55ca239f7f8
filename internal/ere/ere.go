// Package ere matches extended regular expressions: those of POSIX (XBD 9.4)
// with what the GNU C library adds, \w \W \s \S \b \B \< \> \` \' and
// back-references.
//
// The match is the leftmost, and the longest of those that start there. Which
// text a group matched follows the GNU C library, which the shells that have
// =~ use: of all ways to match just that text the one that enters a repetition
// and takes an earlier alternative where it can. A newline is a character like
// any other, and ^ and $ match only at the ends of the string.
//
// Time is in proportion to the length of the string times the size of the
// expression, whatever they are, unless the expression has back-references:
// only these try one way after the other, and give up after so many steps. A
// *Regexp is immutable to its callers and may be used by any number of
// goroutines at once.
package ere

import (
	"errors"
	"strings"
	"sync/atomic"
)

// Flags choose what a character is and how characters are compared.
type Flags uint8

const (
	// UTF8 makes the characters those of UTF-8. A byte that is not part of a
	// valid encoding is matched by itself only, not by . or a bracket
	// expression that does not hold it. Without it every byte is a character,
	// and the classes are those of ASCII.
	UTF8 Flags = 1 << iota
	// FoldCase ignores the case of letters.
	FoldCase
)

// Errors that Compile returns.
var (
	ErrBackReference = errors.New("reference to a group that is not there")
	ErrBrace         = errors.New("unmatched {")
	ErrBracket       = errors.New("unmatched [")
	ErrClass         = errors.New("unknown character class")
	ErrCollating     = errors.New("unknown collating symbol")
	ErrEscape        = errors.New("trailing backslash")
	ErrInterval      = errors.New("not an interval in { }")
	ErrParenthesis   = errors.New("unmatched (")
	ErrRange         = errors.New("not a range")
	ErrRepetition    = errors.New("nothing to repeat")
	ErrTooBig        = errors.New("too big")
	ErrTooDeep       = errors.New("nested too deeply")
)

// ErrTooComplex is what Match returns for an expression with back-references
// that takes too many steps.
var ErrTooComplex = errors.New("back-references take too many steps")

// Regexp is a compiled expression.
type Regexp struct {
	text  string
	flags Flags

	// literal is set for an expression that is one literal, which prefix
	// then holds; there is no program.
	literal bool
	// prefix is what every match begins with.
	prefix string
	// first tells with which bytes a match may begin; nil: with any, or it
	// may be empty.
	first *[256]bool
	// anchored is set when a match can only begin where the string does.
	anchored bool

	groups int
	prog   *program
	letters
	onePass *onePass

	// loose matches wherever an expression with back-references does, and
	// maybe elsewhere: it takes any text for what a group matched.
	loose *Regexp

	// idle is a machine that nobody uses now.
	idle atomic.Pointer[machine]
}

// Compile compiles text.
func Compile(text string, flags Flags) (*Regexp, error) {
	re := &Regexp{text: text, flags: flags}
	if lit, ok := literalOf(text, flags); ok {
		re.literal, re.prefix = true, lit
		return re, nil
	}
	p := parser{text: text, flags: flags}
	t, err := p.parse()
	if err != nil {
		return nil, err
	}
	re.finish(t, &p)
	if p.backRefs {
		p.loosen(t)
		re.loose = &Regexp{text: text, flags: flags}
		re.loose.finish(t, &p)
	}
	return re, nil
}

// finish makes re ready for what was parsed.
func (re *Regexp) finish(t *tree, p *parser) {
	re.groups = p.groups
	re.prog = compileProgram(t, p)
	re.letters = makeLetters(re.prog, re.flags)
	re.prepare()
}

// String returns the text the expression was compiled from.
func (re *Regexp) String() string { return re.text }

// Groups returns the number of groups.
func (re *Regexp) Groups() int { return re.groups }

// Match looks for the expression in s. It appends to loc the offsets of the
// start and the end of the match and then of each group, -1 and -1 for one that
// took no part, and tells whether there is a match. The error is
// ErrTooComplex.
func (re *Regexp) Match(s string, loc []int) ([]int, bool, error) {
	if re.literal {
		at := strings.Index(s, re.prefix)
		if at < 0 {
			return loc, false, nil
		}
		return append(loc, at, at+len(re.prefix)), true, nil
	}
	n := len(loc)
	for range 2 * (re.groups + 1) {
		loc = append(loc, -1)
	}
	ok, err := re.choose(s, loc[n:])
	if !ok {
		loc = loc[:n]
	}
	return loc, ok, err
}

func (re *Regexp) choose(s string, loc []int) (bool, error) {
	switch {
	case re.prog.backRefs:
		return re.backtrack(s, loc)
	case re.onePass != nil:
		return re.search(s, re.onePass, loc), nil
	}
	m := re.take()
	ok := re.search(s, m, loc)
	re.idle.Store(m)
	return ok, nil
}

// take returns a machine that nobody else uses.
func (re *Regexp) take() *machine {
	if m := re.idle.Swap(nil); m != nil {
		return m
	}
	return newMachine(re)
}
