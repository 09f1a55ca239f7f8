package redirect

import (
	"os"
	"sync"
	"sync/atomic"
	"syscall"

	"gpipe/internal/sys"
	"gpipe/internal/sys/pipes"
	"gpipe/internal/sys/term"
)

// File is one open file, shared by reference count between fd tables. The
// kernel descriptor under it is an implementation detail: its number has
// nothing to do with the fds a table knows it by.
//
// A File may be used from many goroutines, each of which holds a reference.
type File struct {
	fd      int // -1 when there is a capture or a memory
	refs    atomic.Int32
	owned   bool
	capture *Capture
	memory  atomic.Pointer[memory] // until there is a descriptor

	own   atomic.Bool // see Own
	kin   bool        // see NewKin
	named bool        // opened by name
	mu    sync.Mutex
	ahead *ahead // made by the first ReadLine
}

// NewFile returns a File with one reference that owns the kernel descriptor
// fd: the last Unref closes it. The descriptor should be close-on-exec, so
// that no program gets it that was not given it, and in blocking mode, which
// a child would share.
func NewFile(fd int) *File {
	f := &File{fd: fd, owned: true}
	f.refs.Store(1)
	return f
}

// Borrow returns a File with one reference for a kernel descriptor that
// somebody else closes, but not before the last reference is gone.
func Borrow(fd int) *File {
	f := &File{fd: fd}
	f.refs.Store(1)
	return f
}

// Own tells f, which it returns, that nobody but its users has its open file,
// the position of which is still 0, or can read its pipe. Then ReadLine has
// less to do. The first call of Fd, Read or Write ends it.
func Own(f *File) *File {
	f.own.Store(true)
	return f
}

// NewKin is NewFile for an end of a pipe that only this process has, and those that
// descend from it: whoever has the pipe open is one of them.
func NewKin(fd int) *File {
	f := NewFile(fd)
	f.kin = true
	return f
}

// FromOS returns a File with one reference for the open file of f. The caller
// keeps f and may close it at any time. The mode of f is left alone (see
// os.File.Fd, which changes it): when it is non-blocking, as that of an
// os.Pipe, the same pipe, FIFO or terminal is opened anew. Where that can't
// be had, as for a socket, FromOS fails with an *Error.
func FromOS(f *os.File) (*File, error) {
	c, err := f.SyscallConn()
	if err != nil { // f is nil
		return nil, &Error{"share", "file", err}
	}
	fd := -1
	if c.Control(func(k uintptr) { fd, err = pipes.Share(int(k)) }) != nil {
		err = os.ErrClosed
	}
	if err != nil {
		return nil, &Error{"share", f.Name(), err}
	}
	return NewFile(fd), nil
}

// Ref takes one more reference and returns f.
func (f *File) Ref() *File {
	f.refs.Add(1)
	return f
}

// Unref drops one reference. The last one closes an owned descriptor; its
// error, if any, is that of close(2). One too many is os.ErrClosed.
func (f *File) Unref() error {
	n := f.refs.Add(-1)
	switch {
	case n > 0:
		return nil
	case n < 0:
		return os.ErrClosed
	case f.capture != nil:
		return f.capture.release()
	}
	if f.ahead != nil {
		f.ahead.close()
	}
	if f.owned && f.fd >= 0 {
		return sys.Close(f.fd)
	}
	return nil
}

// Fd returns the kernel descriptor, which is valid as long as the caller
// holds a reference. What was in memory until then, as a here-document, becomes
// a pipe or a file first, which can fail with EMFILE.
func (f *File) Fd() (int, error) {
	if f.capture != nil {
		return f.capture.materialize()
	}
	if m := f.memory.Load(); m != nil {
		return f.realize(m)
	}
	if f.own.Load() {
		f.share()
	}
	return f.fd, nil
}

// Shared tells whether somebody has a reference.
func Shared(f *File) bool { return f.refs.Load() > 0 }

// Detach gives f, which nobody is using, a descriptor of its own in place of the
// one that it was lent: that will be another file.
func Detach(f *File) error {
	if f.owned || f.fd < 0 {
		return nil
	}
	fd, err := sys.Dup(f.fd)
	if err == nil {
		f.fd, f.owned = fd, true
	}
	return err
}

// CopyTo makes the descriptor fd of this process the same open file as f, for
// others to see. Nobody may use it.
func CopyTo(f *File, fd int) error {
	from := f.fd
	if from < 0 {
		var err error
		if from, err = f.Fd(); err != nil {
			return err
		}
	}
	return sys.DupTo(from, fd)
}

// Write writes all of p with write(2), or returns how much it wrote and why
// not more. EPIPE is returned, never a signal.
func (f *File) Write(p []byte) (int, error) {
	if f.capture != nil {
		return f.capture.write(p)
	}
	if f.memory.Load() != nil {
		return 0, syscall.EBADF
	}
	if f.own.Load() {
		f.share()
	}
	return sys.Write(f.fd, p)
}

// Read reads once with read(2), from which it has its result: unlike that of
// an io.Reader, the end of the file is 0, nil. What is collected in memory is not
// open for reading: EBADF.
func (f *File) Read(p []byte) (int, error) {
	if f.capture != nil {
		return 0, syscall.EBADF
	}
	if m := f.inMemory(); m != nil {
		return m.read(p), nil
	}
	if n := f.direct(p); n > 0 {
		return n, nil
	}
	return sys.Read(f.fd, p)
}

// IsCapture tells whether f is that of a Capture.
func IsCapture(f *File) bool { return f.capture != nil }

// IsTerminal tells whether f is a terminal.
func (f *File) IsTerminal() bool { return f.capture == nil && term.IsTerminal(f.fd) }
