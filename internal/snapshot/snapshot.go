// Package snapshot writes values into a byte string and reads them back: it
// is how the state of a shell gets into another process of the same program.
package snapshot

import (
	"encoding/binary"
	"errors"
)

// ErrBroken says that bytes are not what a Writer wrote.
var ErrBroken = errors.New("not the state of a shell")

// Writer collects values. The zero value is empty.
type Writer struct{ buf []byte }

// Bytes returns what was written.
func (w *Writer) Bytes() []byte { return w.buf }

// Int writes a number.
func (w *Writer) Int(n int64) { w.buf = binary.AppendVarint(w.buf, n) }

// Len writes a count.
func (w *Writer) Len(n int) { w.Int(int64(n)) }

// Bool writes a truth value.
func (w *Writer) Bool(b bool) {
	if b {
		w.Int(1)
	} else {
		w.Int(0)
	}
}

// String writes any bytes.
func (w *Writer) String(s string) {
	w.Len(len(s))
	w.buf = append(w.buf, s...)
}

// Strings writes a list.
func (w *Writer) Strings(list []string) {
	w.Len(len(list))
	for _, s := range list {
		w.String(s)
	}
}

// Reader takes the values out in the order in which they were written. After
// something that cannot have been written it gives zero values, and Err says
// so.
type Reader struct {
	text string
	err  error
}

// NewReader reads what a Writer wrote. The strings that it gives are parts of
// text.
func NewReader(text string) *Reader { return &Reader{text: text} }

// Err returns ErrBroken if anything was not as it must be.
func (r *Reader) Err() error { return r.err }

func (r *Reader) fail() {
	r.text, r.err = "", ErrBroken
}

// Int reads a number.
func (r *Reader) Int() int64 {
	n, size := binary.Varint([]byte(r.text[:min(len(r.text), binary.MaxVarintLen64)]))
	if size <= 0 {
		r.fail()
		return 0
	}
	r.text = r.text[size:]
	return n
}

// Len reads a count of things that take a byte at least.
func (r *Reader) Len() int {
	n := r.Int()
	if n < 0 || n > int64(len(r.text)) {
		r.fail()
		return 0
	}
	return int(n)
}

// Bool reads a truth value.
func (r *Reader) Bool() bool { return r.Int() != 0 }

// String reads a string.
func (r *Reader) String() string {
	n := r.Len()
	s := r.text[:n]
	r.text = r.text[n:]
	return s
}

// Strings reads a list.
func (r *Reader) Strings() []string {
	n := r.Len()
	list := make([]string, 0, n)
	for range n {
		list = append(list, r.String())
	}
	return list
}
