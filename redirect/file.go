// Package redirect holds fd tables as data: which shell fd stands for which
// open file, the redirections that change this, and the plan that makes it
// real in a child.
package redirect

import (
	"os"
	"sync/atomic"
	"syscall"

	"gpipe/internal/sys"
)

// File is one open file, shared by reference count between fd tables. The
// kernel descriptor under it is an implementation detail: its number has
// nothing to do with the fds a table knows it by.
//
// A File may be used from many goroutines.
type File struct {
	fd      int // -1 while a capture is still in memory
	refs    atomic.Int32
	owned   bool
	capture *Capture
}

// NewFile returns a File with one reference that owns the kernel descriptor
// fd: the last Unref closes it.
func NewFile(fd int) *File {
	f := &File{fd: fd, owned: true}
	f.refs.Store(1)
	return f
}

// Borrow returns a File with one reference for a kernel descriptor that
// somebody else closes.
func Borrow(fd int) *File {
	f := &File{fd: fd}
	f.refs.Store(1)
	return f
}

// Ref takes one more reference and returns f.
func (f *File) Ref() *File {
	f.refs.Add(1)
	return f
}

// Unref drops one reference. The last one closes an owned descriptor; its
// error, if any, is that of close(2).
func (f *File) Unref() error {
	n := f.refs.Add(-1)
	switch {
	case n > 0:
		return nil
	case n < 0:
		return os.ErrClosed
	case f.capture != nil:
		return f.capture.release()
	case f.owned:
		return sys.Close(f.fd)
	}
	return nil
}

// Fd returns the kernel descriptor. A capture that was in memory becomes a
// pipe first, which can fail with EMFILE.
func (f *File) Fd() (int, error) {
	if f.capture != nil {
		return f.capture.materialize()
	}
	return f.fd, nil
}

// Write writes all of p with write(2), or returns how much it wrote and why
// not more. EPIPE is returned, never a signal.
func (f *File) Write(p []byte) (int, error) {
	if f.capture != nil {
		return f.capture.write(p)
	}
	return sys.Write(f.fd, p)
}

// Read reads once with read(2); 0, nil is the end of file.
func (f *File) Read(p []byte) (int, error) {
	if f.capture != nil {
		return 0, syscall.EBADF
	}
	return sys.Read(f.fd, p)
}
