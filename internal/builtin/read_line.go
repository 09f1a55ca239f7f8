package builtin

import (
	"bytes"
	"time"

	"gpipe/internal/sys"
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

// lineReader reads one line from fd, and not a byte more: what it reads of a
// file beyond that is given back by setting the file's position.
type lineReader struct {
	rawLine
	fd       int
	waker    sys.Waker // says when to give up
	delim    byte
	raw      bool // backslashes are ordinary
	limit    int  // characters to read at most, negative: any number
	exact    bool // the delimiter is a character like others
	utf8     bool
	deadline time.Time // zero: none
	goesOn   func()    // called when a backslash joined lines; nil: nothing

	quote  bool // the last byte was a backslash that quotes
	expect int  // bytes that the character begun still needs
}

// blockSize is how much of a file is read at once, most of which is given
// back: it is a few lines long.
const blockSize = 512

// read reads the line.
func (r *lineReader) read() (ending, error) {
	if r.limit == 0 {
		return endDelim, nil
	}
	var block [blockSize]byte
	chunk := block[:1]
	seekable := sys.Seekable(r.fd)
	if seekable {
		chunk = block[:]
	}
	for {
		if !seekable && !r.deadline.IsZero() {
			ready, err := sys.WaitReadableWake(r.fd, r.waker, max(time.Until(r.deadline), 0))
			if err != nil || !ready {
				return endTimeout, err
			}
		}
		n, err := sys.ReadWake(r.fd, r.waker, chunk)
		if n <= 0 || err != nil {
			return endInput, err
		}
		used, done := r.take(chunk[:n])
		if used < n {
			if err := sys.SeekBack(r.fd, n-used); err != nil {
				return endDelim, err
			}
		}
		if done {
			return endDelim, nil
		}
	}
}

// take adds what belongs to the line and tells how much that is, and whether
// the line is complete.
func (r *lineReader) take(chunk []byte) (used int, done bool) {
	if r.raw && r.limit < 0 && r.delim != 0 {
		return r.takeRaw(chunk)
	}
	for i, c := range chunk {
		if r.add(c) {
			return i + 1, true
		}
	}
	return len(chunk), false
}

// takeRaw is take for a line that ends with a delimiter and nothing else.
func (r *lineReader) takeRaw(chunk []byte) (used int, done bool) {
	used = bytes.IndexByte(chunk, r.delim)
	text := chunk
	if done = used >= 0; done {
		text = chunk[:used]
		used++
	} else {
		used = len(chunk)
	}
	for {
		i := bytes.IndexByte(text, 0)
		if i < 0 {
			break
		}
		r.data = append(r.data, text[:i]...)
		text = text[i+1:]
	}
	r.data = append(r.data, text...)
	return used, done
}

// add handles one byte; true when it completes the line. Null bytes are left
// out, as a variable cannot have them.
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
	case c == r.delim && !r.exact:
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
