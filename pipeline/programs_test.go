package pipeline

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"

	"gpipe/redirect"
)

// programs are what the test binary does instead of the tests when told to:
// things that change the whole process.
var programs map[string]func() int

func init() { // the programs lead back to this map through the tests' TestMain
	programs = map[string]func() int{
		"stages": manyStages,
		"swaps":  swaps,
		"idle":   idle,
	}
}

// manyStages runs a pipeline of os.Args[1] stages, of the kind os.Args[2],
// with 1024 descriptors.
func manyStages() int {
	lim := syscall.Rlimit{Cur: 1024, Max: 1024}
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &lim); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	n, _ := strconv.Atoi(os.Args[1])
	stage := Cmd("cat")
	if os.Args[2] == "func" {
		stage = Func("copy", func(_ context.Context, s *Stdio) error {
			_, err := io.Copy(s.Stdout, s.Stdin)
			return err
		})
	}
	stages := make([]Stage, n)
	for i := range stages {
		stages[i] = stage
	}
	fds := openCount()
	out, err := New(stages...).Output(bg, Stdin(bytes.NewReader([]byte("through\n"))))
	if now := openCount(); now != fds {
		fmt.Fprintln(os.Stderr, "descriptors before and after:", fds, now)
		return 1
	}
	switch {
	case errors.Is(err, syscall.EMFILE):
		return 3
	case err != nil || string(out) != "through\n":
		fmt.Fprintf(os.Stderr, "%q %v\n", out, err)
		return 1
	}
	return 0
}

func openCount() int {
	names, _ := filepath.Glob("/proc/self/fd/*")
	return len(names)
}

// swaps runs children with all kinds of fd tables while the descriptors 0, 1
// and 2 of this process are closed, so that pipes and files get their
// numbers. Complaints go to the descriptor 2 that came in.
func swaps() int {
	keep, err := syscall.Dup(2)
	if err != nil {
		return 1
	}
	syscall.CloseOnExec(keep)
	complain := os.NewFile(uintptr(keep), "stderr")
	// The poller's descriptors come first, so that they don't take 0 to 2.
	r, w, _ := os.Pipe()
	r.Close()
	w.Close()
	bad := 0
	for closed := range 8 {
		for _, c := range swapCases {
			for fd := range 3 {
				if closed>>fd&1 == 1 {
					syscall.Close(fd)
				} else {
					null, _ := syscall.Open(os.DevNull, syscall.O_RDWR|syscall.O_CLOEXEC, 0)
					if null != fd {
						syscall.Dup3(null, fd, syscall.O_CLOEXEC)
						syscall.Close(null)
					}
				}
			}
			out, err := New(Cmd("sh", "-c", c.script).With(c.ops...), Cmd("cat")).Output(bg)
			if string(out) != c.want || err != nil {
				bad++
				fmt.Fprintf(complain, "closed %03b, %s: %q %v, want %q\n", closed, c.name, out, err, c.want)
			}
		}
	}
	return bad
}

// swapCases: the script's fd 1 is the pipe at first, whose reader gives the
// output; /dev/null is fd 0 and 2.
var swapCases = []struct {
	name   string
	ops    []redirect.Op
	script string
	want   string
}{
	{"as it is", nil, "echo out; echo err >&2", "out\n"},
	{"3>&1 1>&2 2>&3 3>&-", []redirect.Op{redirect.Dup(3, 1), redirect.Dup(1, 2), redirect.Dup(2, 3), redirect.Close(3)}, "echo out; echo err >&2", "err\n"},
	{"2>&1", []redirect.Op{redirect.Dup(2, 1)}, "echo out; echo err >&2", "out\nerr\n"},
	{"5>&1 1>&-", []redirect.Op{redirect.Dup(5, 1), redirect.Close(1)}, "echo out; echo five >&5", "five\n"},
	{"9>&1-", []redirect.Op{redirect.Move(9, 1)}, "echo out; echo nine >&9", "nine\n"},
	{"0<&1 1>&0", []redirect.Op{redirect.Dup(0, 1), redirect.Dup(1, 0)}, "echo out; echo in >&0", "out\nin\n"},
	{"0<<text", []redirect.Op{redirect.Text(0, "text\n")}, "cat", "text\n"},
	{"4<<text 0<&4- 7>&1 1>&2", []redirect.Op{redirect.Text(4, "text\n"), redirect.Move(0, 4), redirect.Dup(7, 1), redirect.Dup(1, 2)}, "cat >&7; echo out", "text\n"},
	{"all closed but 1", []redirect.Op{redirect.Close(0), redirect.Close(2)}, "echo out; (echo err >&2) && echo open", "out\n"},
	{"rotate 0 1 2", []redirect.Op{redirect.Dup(3, 0), redirect.Dup(0, 1), redirect.Dup(1, 2), redirect.Dup(2, 3), redirect.Close(3)}, "echo out; echo err >&2; echo in >&0", "in\n"},
}

// idle holds 300 jobs that do nothing and returns how many threads there
// are, at most 255.
func idle() int {
	r, w, err := os.Pipe()
	if err != nil {
		return 255
	}
	var jobs []*Job
	for i := range 300 {
		ctx := bg
		if i%2 == 1 { // other ways to wait
			var cancel func()
			ctx, cancel = context.WithCancel(bg)
			defer cancel()
		}
		j, err := New(Cmd("cat")).Start(ctx, Stdin(r))
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 255
		}
		jobs = append(jobs, j)
	}
	for range 1000 {
		runtime.Gosched()
	}
	names, _ := filepath.Glob("/proc/self/task/*")
	r.Close()
	w.Close()
	for _, j := range jobs {
		if err := j.Wait(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 255
		}
	}
	return min(len(names), 254)
}
