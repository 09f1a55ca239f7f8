package parse

import (
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"

	"gpipe/internal/columns"

	"mvdan.cc/sh/v3/syntax"
)

// Error is source text that is no valid program.
type Error struct {
	Line int    // counted from the line the source began with
	Col  int    // in characters, the first is 1
	Text string // what is wrong
	// Source is the line, or the part of a long one around Col, as it may be
	// shown: what is not printable is written as an escape. Mark, shown under
	// it, has a caret where the error is.
	Source, Mark string
}

// AtNul tells whether err is an Error that says that the text goes on with a NUL, and
// so is none.
func AtNul(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Text == ErrNul
}

// ErrNul is the text of the Error about a NUL.
const ErrNul = "a NUL character"

// ErrSyntax is what every Error is to errors.Is.
var ErrSyntax = errors.New("syntax error")

// Error says where and what: "line 3, column 7: syntax error: ...".
func (e *Error) Error() string {
	return "line " + strconv.Itoa(e.Line) + ", column " + strconv.Itoa(e.Col) + ": " + e.Message()
}

// Message is what is wrong, for those who give the place themselves.
func (e *Error) Message() string { return ErrSyntax.Error() + ": " + e.Text }

// Unwrap returns ErrSyntax.
func (e *Error) Unwrap() error { return ErrSyntax }

// Excerpt is the line and the mark under it, each after a newline.
func (e *Error) Excerpt() string {
	if e.Source == "" {
		return ""
	}
	return "\n" + e.Source + "\n" + e.Mark
}

// Shown of a long line is what is within so many bytes of the error.
const before, after = 60, 40

// newError makes an Error about an offset of the source.
func newError(source string, line, at int, text string) *Error {
	start := strings.LastIndexByte(source[:at], '\n') + 1
	end := len(source)
	if n := strings.IndexByte(source[at:], '\n'); n >= 0 {
		end = at + n
	}
	e := &Error{Line: line, Col: utf8.RuneCountInString(source[start:at]) + 1, Text: text}
	head, tail := "", ""
	if end-start > 2*(before+after) {
		if at-start > before {
			start, head = runeStart(source, at-before), "..."
		}
		if end-at > after {
			end, tail = runeStart(source, at+after), "..."
		}
	}
	var shown, mark strings.Builder
	shown.WriteString(head)
	mark.WriteString(strings.Repeat(" ", len(head)))
	show(&shown, &mark, source[start:at])
	mark.WriteByte('^')
	show(&shown, nil, source[at:end])
	e.Source, e.Mark = shown.String()+tail, mark.String()
	return e
}

// runeStart is the next offset where a character begins.
func runeStart(s string, i int) int {
	for i < len(s) && !utf8.RuneStart(s[i]) {
		i++
	}
	return i
}

// show writes s with escapes for what cannot be shown, and to mark, if there is
// one, as many blanks. A tab stays one in both.
func show(shown, mark *strings.Builder, s string) {
	for i, tab := range strings.Split(s, "\t") {
		if i > 0 {
			shown.WriteByte('\t')
		}
		tab = columns.Plain(tab)
		shown.WriteString(tab)
		if mark == nil {
			continue
		}
		if i > 0 {
			mark.WriteByte('\t')
		}
		mark.WriteString(strings.Repeat(" ", columns.Width(tab)))
	}
}

// asError makes what the parser has reported about c an Error.
func asError(err error, c *chunk) error {
	var pe syntax.ParseError
	if errors.As(err, &pe) {
		return c.errorAt(pe.Pos, pe.Text)
	}
	var le syntax.LangError
	if errors.As(err, &le) {
		return c.errorAt(le.Pos, le.Feature+" is not supported")
	}
	return err
}

func (c *chunk) errorAt(pos syntax.Pos, text string) *Error {
	return newError(c.source, c.lineOf(pos), c.offset(int(pos.Offset())), Decode(text))
}
