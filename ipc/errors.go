//go:build !windows

package ipc

import (
	"errors"
	"io/fs"
	"syscall"

	"gpipe/internal/sys"
)

// Errors that errors.Is finds in what the package returns. Beside them there
// are those of the standard library: errors.ErrUnsupported where the system
// lacks something, fs.ErrExist, fs.ErrNotExist, fs.ErrPermission and
// fs.ErrClosed, the error of the context, and the syscall.Errno that a system
// call returned.
var (
	// ErrOwnerDied comes with a lock that is held now, whose last holder has
	// ended without unlocking it: what the lock protects may be half changed.
	// See Mutex.Consistent.
	ErrOwnerDied = errors.New("the owner died")

	// ErrNotRecoverable is for a lock that was unlocked in spite of
	// ErrOwnerDied: nobody can have it any more.
	ErrNotRecoverable = errors.New("state not recoverable")

	// ErrNotOwner is for giving back what this process does not have.
	ErrNotOwner = errors.New("not the owner")

	// ErrBusy is for what another has, when the operation does not wait, and
	// for closing what is in use.
	ErrBusy = errors.New("busy")

	// ErrTruncated is for memory whose file has become shorter.
	ErrTruncated = errors.New("memory was truncated")

	// ErrTooBig is for what does not fit.
	ErrTooBig = errors.New("too big")

	// ErrRemoved is for an object that someone has removed meanwhile.
	ErrRemoved = errors.New("removed")

	// ErrUntrusted is for a directory or a file that belongs to another user or
	// that others may change.
	ErrUntrusted = errors.New("not trusted: others may change it")

	// ErrLayout is for memory that does not have what it should: it was not
	// made by this package, by another version of it, or with other sizes, or
	// someone has written nonsense to it.
	ErrLayout = errors.New("unexpected layout")
)

// Error says what failed on which object.
type Error struct {
	Op   string // "open", "lock", "send", ...
	Name string // of the object
	Err  error
}

func (e *Error) Error() string {
	if e.Name == "" {
		return e.Op + ": " + e.Err.Error()
	}
	return e.Op + " " + e.Name + ": " + e.Err.Error()
}

func (e *Error) Unwrap() error { return e.Err }

// failed makes an *Error of err, unless it is nil.
func failed(op, name string, err error) error {
	if err == nil {
		return nil
	}
	return newError(op, name, err)
}

func newError(op, name string, err error) error {
	return &Error{Op: op, Name: name, Err: meant(err)}
}

// meant is err, or what an errno means here.
func meant(err error) error {
	e, ok := err.(syscall.Errno)
	if !ok {
		return err
	}
	for _, m := range [...]struct {
		errno syscall.Errno
		err   error
	}{
		{sys.EIDRM, ErrRemoved},
		{sys.E2BIG, ErrTooBig},
		{sys.EMSGSIZE, ErrTooBig},
		{sys.EFBIG, ErrTooBig},
		{sys.EFAULT, ErrTruncated},
		{sys.EBADF, fs.ErrClosed},
	} {
		if e == m.errno {
			return &both{m.err, e}
		}
	}
	return err
}

// both is an error of this package with the errno it came from.
type both struct {
	error
	errno syscall.Errno
}

func (b *both) Unwrap() []error { return []error{b.error, b.errno} }
