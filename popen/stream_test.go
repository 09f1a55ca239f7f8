package popen

import (
	"bytes"
	"errors"
	"gpipe/internal/effort"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// Arguments arrive as they are, and a NUL is an error.
func TestArgumentsArePassedVerbatim(t *testing.T) {
	leaks(t)
	args := []string{"a b", "$x", "*", "'", "", "\\", "\"", "-n", "\xff\n"}
	want := "<" + strings.Join(args, "><") + ">"
	check := func(s *Stream, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(s)
		if err != nil || string(got) != want {
			t.Errorf("got %q, %v, want %q", got, err, want)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	check(OpenArgs(bg, append([]string{"printf", "<%s>"}, args...), Read))
	check(Open(bg, `printf '<%s>' "$@"`, Read, Args(args...)))
	check(Open(bg, `/usr/bin/printf '<%s>' "$@"`, Read, Args(args...)))
	check(Open(bg, `printf '<%s>' "$@"`, Read, Args(args...), RealShell()))
	for _, f := range []func() (*Stream, error){
		func() (*Stream, error) { return Open(bg, "echo a\x00b", Read) },
		func() (*Stream, error) { return Open(bg, "echo", Read, Args("a\x00b")) },
		func() (*Stream, error) { return OpenArgs(bg, []string{"echo", "a\x00b"}, Read) },
		func() (*Stream, error) { return Popen("echo a\x00b", "r") },
	} {
		if s, err := f(); s != nil || !errors.Is(err, syscall.EINVAL) {
			t.Errorf("with a NUL: %v, %v", s, err)
		}
	}
}

// CloseWrite gives the command its end of file while it is
// still read from.
func TestCloseWriteEndsTheInput(t *testing.T) {
	leaks(t)
	s, err := Open(bg, "sort", ReadWrite)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(s, "c\na\nb\n"); err != nil {
		t.Fatal(err)
	}
	if err := s.CloseWrite(); err != nil {
		t.Fatal(err)
	}
	if err := s.CloseWrite(); !errors.Is(err, os.ErrClosed) {
		t.Errorf("second CloseWrite: %v", err)
	}
	got, err := io.ReadAll(s)
	if err != nil || string(got) != "a\nb\nc\n" {
		t.Errorf("got %q, %v", got, err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// 10 MiB go both ways at once, through external commands and
// through the shell's own.
func TestStreamBothWays(t *testing.T) {
	leaks(t)
	data := make([]byte, 10<<20)
	r := rand.NewChaCha8([32]byte{})
	r.Read(data)
	for _, line := range []string{"cat", "cat | cat", "{ cat; }"} {
		s, err := Open(bg, line, ReadWrite)
		if err != nil {
			t.Fatal(err)
		}
		sent := make(chan error, 1)
		go func() {
			_, err := s.ReadFrom(bytes.NewReader(data))
			sent <- errors.Join(err, s.CloseWrite())
		}()
		var got bytes.Buffer
		if _, err := s.WriteTo(&got); err != nil {
			t.Error(err)
		}
		if err := <-sent; err != nil {
			t.Error(err)
		}
		if !bytes.Equal(got.Bytes(), data) {
			t.Errorf("%s: %d bytes came back, or others", line, got.Len())
		}
		if err := s.Close(); err != nil {
			t.Errorf("%s: %v", line, err)
		}
	}
}

// A read or write that cannot go on returns at its deadline, and the stream
// is as good as before.
func TestDeadline(t *testing.T) {
	leaks(t)
	s, err := Open(bg, "read x; echo \"$x\"; sleep 600 & wait", ReadWrite)
	if err != nil {
		t.Fatal(err)
	}
	past := time.Now().Add(-time.Second)
	if err := s.SetReadDeadline(past); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Read(make([]byte, 1)); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("read: %v", err)
	}
	if err := s.SetReadDeadline(time.Time{}); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(s, "still here\n"); err != nil {
		t.Fatal(err)
	}
	buf := make([]byte, 100)
	if n, err := s.Read(buf); err != nil || string(buf[:n]) != "still here\n" {
		t.Errorf("read: %q, %v", buf[:n], err)
	}
	if err := s.SetDeadline(past); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Write(make([]byte, 1<<20)); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("write: %v", err)
	}
	s.Signal(syscall.SIGKILL)
	s.Close()
}

// The direction a stream does not have is EBADF; a type that is none EINVAL.
func TestWrongUse(t *testing.T) {
	leaks(t)
	for _, typ := range []string{"", "x", "rw", "re+", "r ", "rr", "wr", "e"} {
		if s, err := Popen("true", typ); s != nil || !errors.Is(err, syscall.EINVAL) {
			t.Errorf("Popen with type %q: %v, %v", typ, s, err)
		}
	}
	for _, typ := range []string{"r", "w", "r+", "re", "we"} {
		s, err := Popen("exit 9", typ)
		if err != nil {
			t.Fatal(err)
		}
		if typ[0] == 'r' && typ != "r+" {
			if _, err := s.Write([]byte("x")); !errors.Is(err, syscall.EBADF) {
				t.Errorf("writing to %q: %v", typ, err)
			}
		}
		if typ[0] == 'w' {
			if _, err := s.Read(make([]byte, 1)); !errors.Is(err, syscall.EBADF) {
				t.Errorf("reading from %q: %v", typ, err)
			}
		}
		if ws, err := Pclose(s); err != nil || ws != 9<<8 {
			t.Errorf("Pclose of %q: %#x, %v", typ, ws, err)
		}
		if _, err := Pclose(s); !errors.Is(err, syscall.EINVAL) {
			t.Errorf("second Pclose of %q: %v", typ, err)
		}
	}
	if _, err := Pclose(nil); !errors.Is(err, syscall.EINVAL) {
		t.Errorf("Pclose(nil): %v", err)
	}
}

// A script without #! has a full pipe to wait for, like any other.
func TestScriptWaits(t *testing.T) {
	leaks(t)
	script := filepath.Join(t.TempDir(), "script")
	const loop = "i=0; while [ $i -lt 20000 ]; do i=$((i+1)); echo 0123456789abcdef; done\n"
	if err := os.WriteFile(script, []byte(loop), 0o755); err != nil {
		t.Fatal(err)
	}
	s, err := Open(bg, "trap : USR1; "+script+" | cat", Read)
	if err != nil {
		t.Fatal(err)
	}
	n, err := io.Copy(io.Discard, s)
	if n != 20000*17 || err != nil {
		t.Errorf("%d bytes, %v", n, err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// A program that is being written is tried again, and a script
// without #! runs.
func TestProgramsOfAnyKind(t *testing.T) {
	leaks(t)
	dir := t.TempDir()
	script := filepath.Join(dir, "script")
	if err := os.WriteFile(script, []byte("echo \"script $1\"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(dir, "program")
	text, err := os.ReadFile("/bin/true")
	if err != nil {
		t.Skip(err)
	}
	if err := os.WriteFile(program, text, 0o755); err != nil {
		t.Fatal(err)
	}
	busy, err := os.OpenFile(program, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	started := make(chan struct{})
	go func() {
		<-started
		busy.Close()
	}()
	s, err := Open(bg, script+" 'a b'; "+script+" c | cat", Read)
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(s)
	if err != nil || string(got) != "script a b\nscript c\n" {
		t.Errorf("script: %q, %v", got, err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	close(started)
	s, err = OpenArgs(bg, []string{program}, Read)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// 300 idle commands cost fewer than 20 threads.
func TestIdleStreamsTakeLittle(t *testing.T) {
	leaks(t)
	threads := func() int {
		dirs, _ := os.ReadDir("/proc/self/task")
		return len(dirs)
	}
	if threads() == 0 {
		t.Skip("no /proc")
	}
	before := threads()
	var all []*Stream
	for range 300 {
		s, err := Open(bg, "cat", ReadWrite)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	runtime.Gosched()
	if n := threads() - before; n >= 20 {
		t.Errorf("300 idle commands cost %d threads", n)
	}
	for _, s := range all {
		if err := s.Close(); err != nil && !errors.Is(err, syscall.EPIPE) {
			t.Error(err)
		}
	}
}

// Guarantees 7 and 8: children have SIGPIPE at its default and no signal
// blocked, whatever the host does. It runs in a process of its own.
func TestDispositionsOfChildrenAreDefault(t *testing.T) {
	if os.Getenv("POPEN_TEST_IGNORE") == "" {
		cmd := exec.Command(os.Args[0], "-test.run=^TestDispositionsOfChildrenAreDefault$", "-test.v")
		cmd.Env = append(os.Environ(), "POPEN_TEST_IGNORE=1")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
		return
	}
	signal.Ignore(syscall.SIGPIPE)
	for _, open := range []func() (*Stream, error){
		func() (*Stream, error) { return Open(bg, "cat /proc/self/status", Read) },
		func() (*Stream, error) { return Open(bg, "cat /proc/self/status | cat", Read) },
		func() (*Stream, error) { return OpenArgs(bg, []string{"cat", "/proc/self/status"}, Read) },
	} {
		s, err := open()
		if err != nil {
			t.Fatal(err)
		}
		text, _ := io.ReadAll(s)
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if set := mask(t, string(text), "SigIgn"); set&(1<<(syscall.SIGPIPE-1)) != 0 {
			t.Error("SIGPIPE is ignored in the child")
		}
		if set := mask(t, string(text), "SigBlk"); set != 0 {
			t.Errorf("signals %#x are blocked in the child", set)
		}
	}
	s, err := Open(bg, "yes | head -n 1; echo ${PIPESTATUS[*]}", Read)
	if err != nil {
		t.Fatal(err)
	}
	if text, _ := io.ReadAll(s); string(text) != "y\n141 0\n" {
		t.Errorf("got %q", text)
	}
	s.Close()
}

// mask reads a set of signals out of /proc/PID/status.
func mask(t *testing.T, status, name string) uint64 {
	t.Helper()
	_, rest, ok := strings.Cut(status, name+":")
	if !ok {
		t.Skip("no " + name + " in /proc/self/status")
	}
	field, _, _ := strings.Cut(rest, "\n")
	set, err := strconv.ParseUint(strings.TrimSpace(field), 16, 64)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// Guarantees 11 and 22: statuses are exact, and nothing is left, when many
// goroutines open, fail and close while signals arrive.
func TestMixedStreamsAtOnce(t *testing.T) {
	storm := make(chan os.Signal, 1)
	signal.Notify(storm, syscall.SIGCHLD, syscall.SIGURG)
	defer signal.Stop(storm)
	leaks(t) // the goroutine that hands out signals stays
	rounds := effort.Of(5, 20, 60)
	var wg sync.WaitGroup
	for g := range 16 {
		wg.Go(func() {
			for i := range rounds {
				mixed(t, (g*31+i)%256)
				syscall.Kill(os.Getpid(), syscall.SIGURG)
			}
		})
	}
	wg.Wait()
}

// mixed runs commands that succeed, fail, are not found and are closed early.
func mixed(t *testing.T, code int) {
	s, err := Popen("exit "+strconv.Itoa(code), "r")
	if err != nil {
		t.Error(err)
		return
	}
	if ws, err := Pclose(s); err != nil || ws != syscall.WaitStatus(code)<<8 {
		t.Errorf("status %#x, %v, want %d", ws, err, code)
	}
	if s, err := OpenArgs(bg, []string{"/nonexistent/program"}, Read); err == nil {
		t.Error("a program that is not there was started")
		s.Close()
	}
	if s, err = Open(bg, "yes", Read); err != nil {
		t.Error(err)
		return
	}
	s.Read(make([]byte, 1))
	if ws, _ := Pclose(s); !ws.Signaled() || ws.Signal() != syscall.SIGPIPE {
		t.Errorf("yes: status %#x", ws)
	}
}
