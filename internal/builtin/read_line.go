package builtin

import (
	"bytes"
	"errors"
	"os"
	"slices"

	"gpipe/internal/interp"
	"gpipe/internal/redirect"
)

// rawLine is a line without its backslashes.
type rawLine struct {
	data   []byte
	quoted []int // indices in data of what a backslash quotes, ascending
}

// ending says why reading a line ended.
type ending uint8

const (
	endDelim ending = iota // the delimiter was read, or enough characters
	endInput
	endTimeout
)

// lineReader reads one line of file, and not a byte more.
type lineReader struct {
	rawLine
	in     interp.Input
	line   redirect.Line // with the delimiter
	raw    bool          // backslashes are ordinary
	limit  int           // characters to read at most, negative: any number
	utf8   bool
	goesOn func() // called when a backslash joined lines; nil: nothing

	quote  bool // the last byte was a backslash that quotes
	expect int  // bytes that the character begun still needs
}

// read reads the line.
func (r *lineReader) read() (ending, error) {
	if r.limit == 0 {
		return endDelim, nil
	}
	for {
		r.line.Max = max(r.limit, 0)
		start := len(r.data)
		var err error
		r.data, err = r.in.ReadLine(r.data, &r.line)
		full := r.full(r.data[start:])
		switch done := r.take(start); {
		case done:
			return endDelim, nil
		case errors.Is(err, os.ErrDeadlineExceeded):
			return endTimeout, nil
		case err != nil || !full:
			return endInput, err
		}
	}
}

// full tells whether ReadLine did not stop at the end of input.
func (r *lineReader) full(got []byte) bool {
	n := len(got)
	return n > 0 && (n == r.line.Max || got[n-1] == r.line.Delim && !r.line.NoDelim)
}

// take makes what was read, from start on, a part of the line and tells
// whether that is complete.
func (r *lineReader) take(start int) (done bool) {
	got := r.data[start:]
	if r.limit < 0 && !r.quote && (r.raw || bytes.IndexByte(got, '\\') < 0) {
		if n := len(got) - 1; n >= 0 && got[n] == r.line.Delim {
			got, done = got[:n], true
		}
		r.data = withoutNulls(r.data, start, len(got))
		return done
	}
	r.data = r.data[:start] // it grows into what is done with
	for _, c := range got {
		done = r.add(c)
	}
	return done
}

// withoutNulls returns data up to n bytes behind start, where null bytes are
// left out: a variable cannot have them.
func withoutNulls(data []byte, start, n int) []byte {
	got := data[start : start+n]
	if bytes.IndexByte(got, 0) >= 0 {
		got = slices.DeleteFunc(got, func(c byte) bool { return c == 0 })
	}
	return data[:start+len(got)]
}

// add handles one byte; true when it completes the line.
func (r *lineReader) add(c byte) bool {
	switch {
	case r.quote:
		r.quote = false
		if c == '\n' { // the line goes on
			if r.goesOn != nil {
				r.goesOn()
			}
			return false
		}
		if c != 0 {
			r.quoted = append(r.quoted, len(r.data))
		}
	case c == r.line.Delim && !r.line.NoDelim:
		return true
	case c == '\\' && !r.raw:
		r.quote = true
		return false
	}
	if c != 0 {
		r.data = append(r.data, c)
	}
	return r.limit >= 0 && r.endsCharacter(c) && r.count()
}

// count counts a character; true when there are enough.
func (r *lineReader) count() bool {
	r.limit--
	return r.limit == 0
}

// endsCharacter tells whether c is the last byte of a character. A sequence
// that is not UTF-8 counts as a character up to where it breaks off.
func (r *lineReader) endsCharacter(c byte) bool {
	if !r.utf8 || c < 0x80 {
		r.expect = 0
		return true
	}
	if c < 0xc0 { // a continuation
		r.expect = max(r.expect-1, 0)
		return r.expect == 0
	}
	switch {
	case c < 0xe0:
		r.expect = 1
	case c < 0xf0:
		r.expect = 2
	default:
		r.expect = 3
	}
	return false
}
