package remote

import (
	"io"
	"os"
	"sync"

	"gpipe/internal/sys"
)

// End is a descriptor that is read or written, such as an end of a pipe, and its
// owner. It may be used from many goroutines.
type End struct {
	fd     int
	mu     sync.Mutex
	users  int // calls under way
	closed bool
}

// NewEnd returns the End that is fd.
func NewEnd(fd int) *End { return &End{fd: fd} }

func (e *End) begin() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return false
	}
	e.users++
	return true
}

func (e *End) end() {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.users--; e.users == 0 && e.closed {
		sys.Close(e.fd)
	}
}

// Read reads once.
func (e *End) Read(p []byte) (int, error) {
	if !e.begin() {
		return 0, os.ErrClosed
	}
	defer e.end()
	n, err := sys.Read(e.fd, p)
	if n <= 0 && err == nil {
		err = io.EOF
	}
	return max(n, 0), err
}

// Write writes all of p, or returns how much and why not more.
func (e *End) Write(p []byte) (int, error) {
	if !e.begin() {
		return 0, os.ErrClosed
	}
	defer e.end()
	return sys.Write(e.fd, p)
}

// Close closes the descriptor, when the calls under way have returned: its number
// could be another's before.
func (e *End) Close() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return nil
	}
	e.closed = true
	if e.users > 0 {
		return nil
	}
	return sys.Close(e.fd)
}
