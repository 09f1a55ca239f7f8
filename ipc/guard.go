//go:build !windows

package ipc

import (
	"io/fs"
	"runtime"
	"runtime/debug"
	"unsafe"
)

// caught is deferred with what debug.SetPanicOnFault returned, by calls that
// use memory whose file may have become shorter: they return ErrTruncated then.
func (r *region) caught(before bool, err *error) {
	debug.SetPanicOnFault(before)
	if x := recover(); x != nil {
		*err = r.fault(x)
	}
}

// fault is the error for a panic of a fault in the memory; any other one goes
// on.
func (r *region) fault(x any) error {
	if f, ok := x.(interface {
		error
		runtime.Error
		Addr() uintptr
	}); ok && within(r.all, f.Addr()) {
		return ErrTruncated
	}
	panic(x)
}

func within(mem []byte, address uintptr) bool {
	// SAFETY: only the number of the address is used.
	return address-uintptr(unsafe.Pointer(unsafe.SliceData(mem))) < uintptr(len(mem))
}

// try calls f, which may use the memory, unless it is closed.
func (r *region) try(f func() error) (err error) {
	if r.closed.Load() {
		return fs.ErrClosed
	}
	return r.guard(f)
}

// guard calls f, which may use the memory.
func (r *region) guard(f func() error) (err error) {
	if r.unsteady {
		defer r.caught(debug.SetPanicOnFault(true), &err)
	}
	return f()
}
