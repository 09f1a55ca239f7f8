package source

import (
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"

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

func (e *Error) Error() string { return "syntax error: " + e.Text }

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

// show writes s with escapes for what is not printable, and to mark, if there
// is one, as many blanks. A tab stays one in both.
func show(shown, mark *strings.Builder, s string) {
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		out := s[i : i+n]
		blank := " "
		switch {
		case r == '\t':
			blank = "\t"
		case r == utf8.RuneError && n == 1, r < ' ', r >= 0x7f && r < 0xa0:
			out = ""
			for _, c := range []byte(s[i : i+n]) {
				out += `\x` + strconv.FormatUint(uint64(c)>>4, 16) + strconv.FormatUint(uint64(c)&15, 16)
			}
			blank = strings.Repeat(" ", len(out))
		}
		shown.WriteString(out)
		if mark != nil {
			mark.WriteString(blank)
		}
		i += n
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
