package spawn

import (
	"strings"
	"syscall"
	"unsafe"
)

// image is a program's path, arguments and environment as execve takes them.
type image struct {
	ptrs []*byte // path, arguments, nil, environment, nil
	argc int
}

// pack copies a's strings.
func (m *image) pack(a *Attr) {
	size := len(a.Path) + 1
	for _, s := range a.Argv {
		size += len(s) + 1
	}
	for _, s := range a.Env {
		size += len(s) + 1
	}
	text := make([]byte, 0, size)
	m.argc = len(a.Argv)
	m.ptrs = make([]*byte, len(a.Argv)+len(a.Env)+3)
	ptrs := m.ptrs
	put := func(s string) {
		at := len(text)
		text = append(text, s...)
		text = append(text, 0)
		ptrs[0] = &text[at]
		ptrs = ptrs[1:]
	}
	put(a.Path)
	for _, s := range a.Argv {
		put(s)
	}
	ptrs = ptrs[1:]
	for _, s := range a.Env {
		put(s)
	}
}

// SAFETY: the image outlives the child's use of the address: see launch.
func (m *image) pathAt() uintptr { return uintptr(unsafe.Pointer(m.ptrs[0])) }

// SAFETY: the image outlives the child's use of the address: see launch.
func (m *image) argvAt() uintptr { return uintptr(unsafe.Pointer(&m.ptrs[1])) }

// SAFETY: the image outlives the child's use of the address: see launch.
func (m *image) envAt() uintptr { return uintptr(unsafe.Pointer(&m.ptrs[m.argc+2])) }

// errNUL reports a string that no system call can take.
type errNUL struct{}

func (errNUL) Error() string { return "string contains a NUL byte" }
func (errNUL) Unwrap() error { return syscall.EINVAL }

// checkNUL refuses an argument that would be cut short at a NUL byte.
func checkNUL(a *Attr) error {
	if strings.IndexByte(a.Path, 0) >= 0 {
		return errNUL{}
	}
	for _, s := range a.Argv {
		if strings.IndexByte(s, 0) >= 0 {
			return errNUL{}
		}
	}
	for _, s := range a.Env {
		if strings.IndexByte(s, 0) >= 0 {
			return errNUL{}
		}
	}
	return nil
}
