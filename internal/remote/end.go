package remote

import (
	"io"
	"sync"

	"gpipe/internal/sys"
)

// End is a descriptor that is read or written, such as an end of a pipe, and its
// owner.
type End struct {
	fd   int
	once sync.Once
}

// NewEnd returns the End that is fd.
func NewEnd(fd int) *End { return &End{fd: fd} }

// Read reads once.
func (e *End) Read(p []byte) (int, error) {
	n, err := sys.Read(e.fd, p)
	if n <= 0 && err == nil {
		err = io.EOF
	}
	return max(n, 0), err
}

// Write writes all of p, or returns how much and why not more.
func (e *End) Write(p []byte) (int, error) { return sys.Write(e.fd, p) }

// Close closes the descriptor, once.
func (e *End) Close() (err error) {
	e.once.Do(func() { err = sys.Close(e.fd) })
	return err
}
