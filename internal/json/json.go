// Package json writes JSON text, value by value. It links in nothing that a
// command would have to start with.
package json

import (
	"strconv"
	"unicode/utf8"

	"gpipe/internal/columns"
)

// Writer collects JSON text. The zero Writer is empty. Commas come by
// themselves; that the calls nest is up to the caller.
type Writer struct {
	buf   []byte
	comma bool // before the next value of this object or array
}

// Bytes returns what was written. It is good until the next call of a method.
func (w *Writer) Bytes() []byte { return w.buf }

// Len returns the length of what was written.
func (w *Writer) Len() int { return len(w.buf) }

// Reset forgets what was written, and keeps the memory.
func (w *Writer) Reset() { w.buf, w.comma = w.buf[:0], false }

// Newline ends a line, as after each value of a sequence.
func (w *Writer) Newline() { w.buf, w.comma = append(w.buf, '\n'), false }

// Raw writes text that is between the values, such as the brackets of an array
// whose elements are written one by one. No comma comes before the next value.
func (w *Writer) Raw(text string) { w.buf, w.comma = append(w.buf, text...), false }

// Object begins an object, which End ends.
func (w *Writer) Object() { w.begin('{') }

// Array begins an array, which EndArray ends.
func (w *Writer) Array() { w.begin('[') }

// End ends an object.
func (w *Writer) End() { w.buf, w.comma = append(w.buf, '}'), true }

// EndArray ends an array.
func (w *Writer) EndArray() { w.buf, w.comma = append(w.buf, ']'), true }

func (w *Writer) begin(c byte) {
	w.separate()
	w.buf, w.comma = append(w.buf, c), false
}

func (w *Writer) separate() {
	if w.comma {
		w.buf = append(w.buf, ',')
	}
	w.comma = true
}

// Key begins a member of an object; its value is what is written next.
func (w *Writer) Key(name string) {
	w.String(name)
	w.buf, w.comma = append(w.buf, ':'), false
}

// String writes a string. JSON is Unicode: a byte that is not UTF-8 becomes
// U+FFFD. A control character, or one that turns the direction of text, is
// written as an escape: people look at the text too.
func (w *Writer) String(s string) {
	w.separate()
	w.buf = append(w.buf, '"')
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '"' || r == '\\':
			w.buf = append(w.buf, '\\', byte(r))
		case r == '\n':
			w.buf = append(w.buf, `\n`...)
		case r == '\t':
			w.buf = append(w.buf, `\t`...)
		case columns.Control(r):
			const hex = "0123456789abcdef"
			w.buf = append(w.buf, '\\', 'u', hex[r>>12], hex[r>>8&15], hex[r>>4&15], hex[r&15])
		default:
			w.buf = utf8.AppendRune(w.buf, r)
		}
		i += n
	}
	w.buf = append(w.buf, '"')
}

// Int writes a number.
func (w *Writer) Int(n int64) {
	w.separate()
	w.buf = strconv.AppendInt(w.buf, n, 10)
}

// Float writes a number with so many digits after the point.
func (w *Writer) Float(f float64, digits int) {
	w.separate()
	w.buf = strconv.AppendFloat(w.buf, f, 'f', digits, 64)
}

// Bool writes true or false.
func (w *Writer) Bool(b bool) {
	w.separate()
	w.buf = strconv.AppendBool(w.buf, b)
}

// Null writes null.
func (w *Writer) Null() {
	w.separate()
	w.buf = append(w.buf, "null"...)
}
