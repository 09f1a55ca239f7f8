package redirect

import (
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

func flags(t *testing.T, fd int) (status, fdFlags int) {
	t.Helper()
	status, err := unix.FcntlInt(uintptr(fd), unix.F_GETFL, 0)
	if err != nil {
		t.Fatal(err)
	}
	fdFlags, err = unix.FcntlInt(uintptr(fd), unix.F_GETFD, 0)
	if err != nil {
		t.Fatal(err)
	}
	return status, fdFlags
}

func TestFileReferences(t *testing.T) {
	checkFds(t)
	fd, err := syscall.Open("/dev/null", syscall.O_RDWR|syscall.O_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	f := NewFile(fd)
	borrowed := Borrow(fd)
	f.Ref()
	if err := f.Unref(); err != nil {
		t.Error(err)
	}
	if err := borrowed.Unref(); err != nil {
		t.Error(err)
	}
	if _, err := f.Write([]byte("x")); err != nil {
		t.Errorf("closed too early: %v", err)
	}
	if err := f.Unref(); err != nil {
		t.Error(err)
	}
	if err := f.Unref(); err != os.ErrClosed {
		t.Error(err)
	}
	if _, err := unix.FcntlInt(uintptr(fd), unix.F_GETFD, 0); err != syscall.EBADF {
		t.Errorf("still open: %v", err)
	}
}

// TestFromOS: the file given keeps its mode and its life; a child would get
// a blocking one.
func TestFromOS(t *testing.T) {
	checkFds(t)
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	f, err := FromOS(w)
	if err != nil {
		t.Fatal(err)
	}
	fd, _ := f.Fd()
	status, fdFlags := flags(t, fd)
	if status&syscall.O_NONBLOCK != 0 || fdFlags&syscall.FD_CLOEXEC == 0 {
		t.Errorf("flags %x, %x", status, fdFlags)
	}
	c, _ := w.SyscallConn()
	c.Control(func(k uintptr) {
		if status, _ := flags(t, int(k)); status&syscall.O_NONBLOCK == 0 {
			t.Error("the pipe of package os is blocking now")
		}
	})
	w.Close()
	f.Write([]byte("through"))
	f.Unref()
	if got, err := io.ReadAll(r); string(got) != "through" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	r.Close()
	if _, err := FromOS(r); !errors.Is(err, os.ErrClosed) {
		t.Error(err)
	}
	if _, err := FromOS(nil); !errors.Is(err, os.ErrInvalid) {
		t.Error(err)
	}
}

func TestFromOSSocket(t *testing.T) {
	checkFds(t)
	l, err := net.Listen("unix", filepath.Join(t.TempDir(), "s"))
	if err != nil {
		t.Skip(err)
	}
	defer l.Close()
	f, err := l.(*net.UnixListener).File()
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	file, err := FromOS(f)
	var e *Error
	if err == nil {
		file.Unref()
	} else if !errors.As(err, &e) || e.Op != "share" {
		t.Error(err)
	}
}

// TestFork: tables share files, not fds.
func TestFork(t *testing.T) {
	checkFds(t)
	var tab Table
	c := &Context{DirFd: -1, Umask: -1}
	undo, err := tab.Apply([]Op{InOut(1, "/dev/null"), Dup(25, 1), Dup(12, 1)}, c)
	if err != nil {
		t.Fatal(err)
	}
	undo.Commit()
	f := tab.Get(1)
	child := tab.Fork()
	child.Set(25, nil)
	child.Set(13, f.Ref())
	if tab.Get(25) != f || tab.Get(13) != nil || child.Get(12) != f || child.Get(25) != nil {
		t.Errorf("%v, %v", names(&tab), names(&child))
	}
	tab.Close()
	if _, err := child.Get(13).Write([]byte("x")); err != nil {
		t.Error(err)
	}
	child.Close()
	if f.refs.Load() != 0 {
		t.Errorf("%d references", f.refs.Load())
	}
}
