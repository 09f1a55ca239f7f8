package popen

import (
	"errors"
	"gpipe/internal/effort"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// TestNoEndOfAPipeStaysInTheParent: once the line runs, this process has the
// stream's ends of the pipes and none of the command's.
func TestNoEndOfAPipeStaysInTheParent(t *testing.T) {
	leaks(t)
	known := make(map[string]bool)
	for _, p := range openPipes() {
		known[pipeOf(p)] = true
	}
	for line, want := range map[string]int{
		"cat": 2, "exec cat": 4, // a shell in this process has its own fds 0 and 1
		"cat | cat": 4, "cat | (cat) | cat": 4 + 2, // the stage in this process, too
	} {
		s := open(t, line, ReadWrite)
		eventually(t, func() string {
			ours := slices.DeleteFunc(openPipes(), func(p string) bool { return known[pipeOf(p)] })
			if len(ours) != want {
				return line + ": " + strings.Join(ours, ", ")
			}
			return ""
		})
		s.CloseWrite()
		if err := s.Close(); err != nil {
			t.Error(line, err)
		}
	}
}

func pipeOf(fd string) string {
	_, id, _ := strings.Cut(fd, " ")
	return id
}

// TestChildrenHaveExactlyTheirDescriptors: nothing of the host program's, nothing of other
// streams and nothing of gpipe's own.
func TestChildrenHaveExactlyTheirDescriptors(t *testing.T) {
	leaks(t)
	fd, err := syscall.Dup(2) // not close-on-exec
	if err != nil {
		t.Fatal(err)
	}
	defer syscall.Close(fd)
	high, err := unix.FcntlInt(2, unix.F_DUPFD, 100)
	if err != nil {
		t.Fatal(err)
	}
	defer syscall.Close(high)
	others := []*Stream{open(t, "cat", Write), open(t, "cat; cat", ReadWrite)}
	const list = "ls /proc/self/fd" // which opens the next free one for it
	for line, want := range map[string]string{
		list:                                 "0 1 2 3",
		"true; " + list:                      "0 1 2 3",
		list + " | cat":                      "0 1 2 3",
		"true | " + list + " | cat":          "0 1 2 3",
		"(" + list + ")":                     "0 1 2 3",
		"echo $(" + list + ")":               "0 1 2 3",
		list + " & wait":                     "0 1 2 3",
		"exec " + list:                       "0 1 2 3",
		list + " 12>/dev/null":               "0 1 12 2 3",
		"exec 12>/dev/null; " + list:         "0 1 12 2 3",
		list + " <&- 2>&-":                   "0 1",
		"exec 5>&1 2>/dev/null >&-; " + list: "",
		"exec 5>&1; " + list + " >&5 5>&-":   "0 1 2 3",
	} {
		got, _ := output(t, line)
		if got := strings.Join(strings.Fields(got), " "); got != want {
			t.Errorf("%s: fds %q, want %q", line, got, want)
		}
	}
	s, err := OpenArgs(bg, []string{"ls", "/proc/self/fd"}, Read)
	if err != nil {
		t.Fatal(err)
	}
	got, _ := io.ReadAll(s)
	if strings.Join(strings.Fields(string(got)), " ") != "0 1 2 3" || s.Close() != nil {
		t.Errorf("OpenArgs: %q", got)
	}
	for _, s := range others {
		s.CloseWrite()
		s.Close()
	}
}

// readers read their standard input to its end, each in another way.
var readers = []string{"cat", "cat; true", "cat | cat", "while read x; do :; done", "(cat)", "cat | while read x; do :; done", "exec cat"}

// TestCloseGivesEndOfFileWhileOthersAreOpen: two streams are open; closing the first gives its
// command the end of file at once. (Old popen implementations let the second
// command inherit the first one's pipe.)
func TestCloseGivesEndOfFileWhileOthersAreOpen(t *testing.T) {
	leaks(t)
	for _, first := range readers {
		for _, second := range readers {
			a, b := open(t, first, Write, Stdout(nil)), open(t, second, Write, Stdout(nil))
			for _, s := range []*Stream{a, b} {
				returns(t, first+" and "+second, func() {
					if err := s.Close(); err != nil {
						t.Error(first, second, err)
					}
				})
			}
		}
	}
}

// TestEndOfFileAmongConcurrentOpens is the same from 64 goroutines: none of them
// closes before all are open, and every one gets its end of file though the
// other 63 pipes are open or being opened.
func TestEndOfFileAmongConcurrentOpens(t *testing.T) {
	leaks(t)
	const n = 64
	rounds := effort.Of(1, 1, 3)
	for range rounds {
		var opened, closed sync.WaitGroup
		opened.Add(n)
		first := make(chan struct{})
		for i := range n {
			closed.Go(func() {
				s, err := Open(bg, readers[i%len(readers)], Write, Stdout(nil))
				opened.Done()
				if err != nil {
					t.Error(err)
					return
				}
				if i%2 == 1 { // half of them wait for the other half to be closed
					opened.Wait()
					<-first
				} else {
					opened.Wait()
				}
				if err := s.Close(); err != nil {
					t.Error(err)
				}
				if i == 0 {
					close(first)
				}
			})
		}
		returns(t, "Close", closed.Wait)
	}
}

// TestWriteWithoutReaderIsEPIPE: a write that nobody will read is EPIPE.
func TestWriteWithoutReaderIsEPIPE(t *testing.T) {
	leaks(t)
	for _, line := range []string{"true", ":", "exit 0", "true | true", "exec <&-; cat /dev/null", "exec true"} {
		s := open(t, line, Write)
		s.Wait()
		if _, err := s.Write([]byte("x")); !errors.Is(err, syscall.EPIPE) {
			t.Errorf("%s: %v", line, err)
		}
		if _, err := s.ReadFrom(strings.NewReader("x")); !errors.Is(err, syscall.EPIPE) {
			t.Errorf("%s: %v", line, err)
		}
		if err := s.Close(); err != nil {
			t.Errorf("%s: %v", line, err)
		}
	}
}

// TestBuiltinWithoutReaderIsEPIPE: so is one of a built-in, whose stage ends then as
// if by SIGPIPE, in the host process.
func TestBuiltinWithoutReaderIsEPIPE(t *testing.T) {
	leaks(t)
	for _, line := range []string{
		"while :; do echo y; done | true", "printf '%01000000d' 1 | true",
		"(while :; do echo y; done)", "while :; do echo y; done", "f() { while :; do echo y; done; }; f",
	} {
		s := open(t, line, Read)
		s.r.Close()
		want := sigpipe
		if strings.HasSuffix(line, "true") {
			want = 0
		}
		if err := s.Close(); statusOf(err) != want {
			t.Errorf("%s: %v", line, err)
		}
	}
}

func nonblocking(t *testing.T, f *os.File) bool {
	t.Helper()
	c, err := f.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	is := false
	c.Control(func(fd uintptr) { is, err = isNonblock(int(fd)) })
	if err != nil {
		t.Fatal(err)
	}
	return is
}

func isNonblock(fd int) (bool, error) {
	flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFL, 0)
	return flags&unix.O_NONBLOCK != 0, err
}

// TestChildrenGetNoNonblockingFiles: neither the stream's pipes nor files of the
// caller's reach a child in non-blocking mode, and those keep theirs.
func TestChildrenGetNoNonblockingFiles(t *testing.T) {
	leaks(t)
	r, w, err := os.Pipe() // non-blocking
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	defer w.Close()
	const flags = "grep -h flags /proc/self/fdinfo/0 /proc/self/fdinfo/1 /proc/self/fdinfo/2"
	for _, line := range []string{flags, "true; " + flags, flags + " | cat", "(" + flags + ")"} {
		for _, mode := range []Mode{Read, ReadWrite} {
			opts := []Option{Stderr(w)}
			if mode == Read {
				opts = append(opts, Stdin(r))
			}
			s := open(t, line, mode, opts...)
			text, _ := io.ReadAll(s)
			if err := s.Close(); err != nil {
				t.Error(line, err)
			}
			for f := range strings.Lines(string(text)) {
				if strings.Contains(f, "4") && len(f) > 4 && f[len(f)-5] >= '4' { // octal 04000
					t.Errorf("%s: %s", line, f)
				}
			}
			if len(strings.Split(string(text), "\n")) != 4 {
				t.Errorf("%s: %q", line, text)
			}
		}
	}
	if !nonblocking(t, r) || !nonblocking(t, w) {
		t.Error("the caller's flags were changed")
	}
}
