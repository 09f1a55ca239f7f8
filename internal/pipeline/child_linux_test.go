package pipeline

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"gpipe/internal/effort"
	"gpipe/internal/redirect"

	"golang.org/x/sys/unix"
)

func TestChildrenHaveExactlyTheirDescriptors(t *testing.T) {
	leaks(t)
	// The host program's: one that is not close-on-exec, and a high one.
	fd, err := syscall.Dup(2)
	if err != nil {
		t.Fatal(err)
	}
	defer syscall.Close(fd)
	high, err := unix.FcntlInt(2, unix.F_DUPFD, 100)
	if err != nil {
		t.Fatal(err)
	}
	defer syscall.Close(high)
	list := Cmd("ls", "/proc/self/fd") // which has fd 3, or the next free one, for it
	for _, c := range []struct {
		stage Stage
		want  string
	}{
		{list, "0 1 2 3"},
		{list.With(redirect.Dup(12, 1), redirect.InOut(200, os.DevNull)), "0 1 12 2 200 3"},
		{list.With(redirect.Close(0), redirect.Close(2), redirect.Dup(7, 1)), "0 1 7"},
	} {
		for _, p := range []*Pipeline{New(c.stage), New(c.stage, Cmd("cat")), New(Cmd("true"), c.stage), New(Cmd("true"), c.stage, Cmd("cat"))} {
			if got := strings.Join(strings.Fields(run(t, p)), " "); got != c.want {
				t.Errorf("fds %s, want %s", got, c.want)
			}
		}
	}
}

// mask returns a line of the child's /proc/self/status.
func mask(t *testing.T, name string, opts ...Option) uint64 {
	t.Helper()
	for line := range strings.Lines(run(t, New(Cmd("cat", "/proc/self/status")), opts...)) {
		if v, ok := strings.CutPrefix(line, name+":\t"); ok {
			n, err := strconv.ParseUint(strings.TrimSpace(v), 16, 64)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
	}
	t.Fatal("no line ", name)
	return 0
}

func TestSIGPIPEOfChildrenIsDefault(t *testing.T) {
	leaks(t)
	signal.Ignore(syscall.SIGPIPE)
	defer signal.Reset(syscall.SIGPIPE)
	if m := mask(t, "SigIgn"); m&(1<<(syscall.SIGPIPE-1)) != 0 {
		t.Errorf("ignored in the child: %x", m)
	}
	j := start1(t, New(Cmd("yes"), Cmd("true")))
	j.Wait()
	if ws := j.Status(0).WaitStatus; ws != sigpipe {
		t.Errorf("yes: %#x", ws)
	}
}

func TestSignalMaskOfChildrenIsEmpty(t *testing.T) {
	leaks(t)
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var set, old unix.Sigset_t
	set.Val[0] = 1<<(syscall.SIGUSR1-1) | 1<<(syscall.SIGTERM-1)
	if err := unix.PthreadSigmask(unix.SIG_BLOCK, &set, &old); err != nil {
		t.Fatal(err)
	}
	defer unix.PthreadSigmask(unix.SIG_SETMASK, &old, nil)
	if m := mask(t, "SigBlk"); m != 0 {
		t.Errorf("blocked in the child: %x", m)
	}
}

// flagsOf returns the child's open flags of its fd.
func flagsOf(t *testing.T, fdinfo string) int64 {
	t.Helper()
	for line := range strings.Lines(fdinfo) {
		if v, ok := strings.CutPrefix(line, "flags:\t"); ok {
			n, err := strconv.ParseInt(strings.TrimSpace(v), 8, 64)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
	}
	t.Fatalf("no flags in %q", fdinfo)
	return 0
}

func nonblocking(t *testing.T, f *os.File) bool {
	t.Helper()
	c, err := f.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	flags := 0
	c.Control(func(fd uintptr) { flags, err = unix.FcntlInt(fd, unix.F_GETFL, 0) })
	if err != nil {
		t.Fatal(err)
	}
	return flags&unix.O_NONBLOCK != 0
}

func TestChildrenGetNoNonblockingFiles(t *testing.T) {
	leaks(t)
	inR, inW, err := os.Pipe() // non-blocking, as Go's are
	if err != nil {
		t.Fatal(err)
	}
	defer inR.Close()
	defer inW.Close()
	outR, outW, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer outR.Close()
	defer outW.Close()
	master, slave := pty(t)
	defer master.Close()
	defer slave.Close()
	for name, in := range map[string]*os.File{"pipe": inR, "terminal": slave} {
		got := flagsOf(t, run(t, New(Cmd("cat", "/proc/self/fdinfo/0")), Stdin(in)))
		if got&unix.O_NONBLOCK != 0 {
			t.Errorf("%s: O_NONBLOCK in the child", name)
		}
		if !nonblocking(t, in) {
			t.Errorf("%s: the caller's flags were changed", name)
		}
	}
	info := t.TempDir() + "/info"
	if err := New(Cmd("sh", "-c", "cat /proc/self/fdinfo/2 >"+info)).Run(bg, Stderr(outW)); err != nil {
		t.Error(err)
	}
	text, _ := os.ReadFile(info)
	if flagsOf(t, string(text))&unix.O_NONBLOCK != 0 || !nonblocking(t, outW) {
		t.Error("output: O_NONBLOCK")
	}
	// The same pipe it is.
	if err := New(Cmd("echo", "hi")).Run(bg, Stdout(outW)); err != nil {
		t.Error(err)
	}
	buf := make([]byte, 10)
	if n, err := outR.Read(buf); string(buf[:n]) != "hi\n" {
		t.Errorf("%q %v", buf[:n], err)
	}
}

// TestReopenedFileKeepsAppend: a file opened anew keeps O_APPEND.
func TestNonblockingRegularFileIsShared(t *testing.T) {
	leaks(t)
	f, err := os.OpenFile(t.TempDir()+"/f", os.O_RDWR|os.O_CREATE|os.O_APPEND|syscall.O_NONBLOCK, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, word := range []string{"a", "b"} {
		if err := New(Cmd("echo", word)).Run(bg, Stdout(f)); err != nil {
			t.Error(err)
		}
	}
	if _, err := f.Seek(2, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	if got := run(t, New(Cmd("cat")), Stdin(f)); got != "b\n" { // the offset is shared
		t.Errorf("%q", got)
	}
}

// TestNonblockingSocketIsCopied: a socket can't be opened anew; it is copied.
func TestNonblockingSocketIsCopied(t *testing.T) {
	leaks(t)
	here, there := socketPair(t)
	defer here.Close()
	defer there.Close()
	if _, err := here.Write([]byte("question\n")); err != nil {
		t.Fatal(err)
	}
	if err := New(Cmd("head", "-1"), Cmd("tr", "a-z", "A-Z")).Run(bg, Stdin(there), Stdout(there)); err != nil {
		t.Error(err)
	}
	there.Close() // and with it the copying from there
	if got, err := io.ReadAll(here); string(got) != "QUESTION\n" {
		t.Errorf("%q %v", got, err)
	}
}

// TestNonblockingPipeWithoutReader: a non-blocking pipe without a reader can't be
// opened anew either, and must not make Start hang.
func TestNonblockingPipeWithoutReader(t *testing.T) {
	leaks(t)
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	r.Close()
	returns(t, "Run", func() { err = New(Cmd("yes")).Run(bg, Stdout(w)) })
	if !errors.Is(err, syscall.EPIPE) && exitCodeOf(err) != 141 {
		t.Error(err)
	}
}

func TestIdleChildrenTakeFewThreads(t *testing.T) {
	effort.Usual(t)
	leaks(t)
	stage, env := helper(t, "idle")
	var complaints bytes.Buffer
	err := New(stage).Run(bg, env, Stderr(&complaints))
	if n := exitCodeOf(err); n == 0 || n >= 20 {
		t.Errorf("%d threads %s", n, complaints.String())
	}
}

func TestPipeSize(t *testing.T) {
	leaks(t)
	var size int
	measure := Func("measure", func(_ context.Context, s *Stdio) error {
		fd, err := s.File(0).Fd()
		if err == nil {
			size, err = unix.FcntlInt(uintptr(fd), unix.F_GETPIPE_SZ, 0)
		}
		return err
	})
	for _, ask := range []int{0, 128 << 10, math.MaxInt} { // the last is refused, or not all of it given
		if err := New(Cmd("true"), measure).Run(bg, PipeSize(ask)); err != nil || size < 64<<10 || ask == 128<<10 && size != ask {
			t.Errorf("asked for %d: %d %v", ask, size, err)
		}
	}
}

// pty opens a pseudo-terminal; the files are non-blocking.
func pty(t *testing.T) (master, slave *os.File) {
	t.Helper()
	m, err := unix.Open("/dev/ptmx", unix.O_RDWR|unix.O_NOCTTY|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
	if err != nil {
		t.Skip(err)
	}
	if err := unix.IoctlSetPointerInt(m, unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	n, err := unix.IoctlGetInt(m, unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join("/dev/pts", strconv.Itoa(n))
	s, err := unix.Open(name, unix.O_RDWR|unix.O_NOCTTY|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
	if err != nil {
		t.Fatal(err)
	}
	return os.NewFile(uintptr(m), "ptmx"), os.NewFile(uintptr(s), name)
}

// socketPair returns the ends of a connection.
func socketPair(t *testing.T) (*os.File, *os.File) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Skip(err)
	}
	defer l.Close()
	file := func(c net.Conn, err error) *os.File {
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		f, err := c.(*net.TCPConn).File() // which is non-blocking
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	a := file(net.Dial("tcp", l.Addr().String()))
	return a, file(l.Accept())
}
