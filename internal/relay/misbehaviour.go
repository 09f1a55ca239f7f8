package relay

import (
	"io"
	"runtime/debug"
	"strconv"
)

// PanicError is a panic in code of the program: a function, a reader, a writer
// or an observer.
type PanicError struct {
	Value any    // given to panic
	Stack []byte // of the goroutine, as text
}

// Error gives the value's text, without the stack.
func (e *PanicError) Error() (text string) {
	defer func() {
		if recover() != nil { // the value's own method
			text = "panic"
		}
	}()
	switch v := e.Value.(type) {
	case error:
		return "panic: " + v.Error()
	case string:
		return "panic: " + v
	case interface{ String() string }:
		return "panic: " + v.String()
	}
	return "panic"
}

// Unwrap returns the value if it is an error.
func (e *PanicError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}

// CountError says that a Read or a Write of the program gave a number of bytes
// that can't be.
type CountError struct {
	Op    string // "read" or "write"
	Count int    // what it gave
	Of    int    // how many bytes there were to be read or written
}

func (e *CountError) Error() string {
	return e.Op + " of " + strconv.Itoa(e.Of) + " bytes gave the count " + strconv.Itoa(e.Count)
}

// Goexit is the error for code of the program that has ended the goroutine that
// it was called from.
func Goexit() error { return &PanicError{Value: "runtime.Goexit was called"} }

// Call calls f, and returns its panic as an error.
func Call(f func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &PanicError{Value: v, Stack: debug.Stack()}
		}
	}()
	return f()
}

// idle is how many times in a row a reader may return nothing at all.
const idle = 100

// Read reads once, some bytes or an error: what an io.Reader must not do is an
// error, also to return neither for ever.
func Read(in io.Reader, buf []byte) (n int, err error) {
	for range idle {
		cerr := Call(func() error {
			n, err = in.Read(buf)
			return nil
		})
		switch {
		case cerr != nil:
			return 0, cerr
		case n < 0 || n > len(buf):
			return 0, &CountError{"read", n, len(buf)}
		case n > 0 || err != nil:
			return n, err
		}
	}
	return 0, io.ErrNoProgress
}

// Write writes all of p, or returns why not: what an io.Writer must not do is
// an error.
func Write(out io.Writer, p []byte) error {
	return Call(func() error {
		n, err := out.Write(p)
		switch {
		case err != nil:
			return err
		case n < 0 || n > len(p):
			return &CountError{"write", n, len(p)}
		case n < len(p):
			return io.ErrShortWrite
		}
		return nil
	})
}
