package shell_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"gpipe/internal/effort"
	"gpipe/shell"

	"github.com/google/go-cmp/cmp"
)

// host is what is process-wide and must not change.
type host struct {
	Dir, Umask, Ignored, Caught, Blocked string
	Env                                  []string
	Nofile                               syscall.Rlimit
	Streams                              [3]string
}

func snapshot(t *testing.T) host {
	t.Helper()
	var h host
	var err error
	if h.Dir, err = os.Getwd(); err != nil {
		t.Fatal(err)
	}
	h.Env = os.Environ()
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &h.Nofile); err != nil {
		t.Fatal(err)
	}
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Skip(err)
	}
	for line := range strings.SplitSeq(string(status), "\n") {
		name, value, _ := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		switch name {
		case "Umask":
			h.Umask = value
		case "SigIgn":
			h.Ignored = value
		case "SigCgt":
			h.Caught = value
		case "SigBlk":
			h.Blocked = value
		}
	}
	for fd := range h.Streams {
		h.Streams[fd], _ = os.Readlink("/proc/self/fd/" + string(rune('0'+fd)))
	}
	return h
}

func fds(t *testing.T) []string {
	t.Helper()
	names, err := filepath.Glob("/proc/self/fd/*")
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// run runs src in a new Shell and returns what it wrote.
func run(t *testing.T, o shell.Options, src string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	o.Stdout, o.Stderr = &out, &out
	sh, err := shell.New(o)
	if err != nil {
		t.Fatal(err)
	}
	err = sh.Run(context.Background(), src)
	if cerr := sh.Close(); cerr != nil {
		t.Error(cerr)
	}
	return out.String(), err
}

// A script that changes all a process has changes nothing of the host's, and
// leaves no descriptor behind.
func TestHostIsUntouched(t *testing.T) {
	run(t, shell.Options{}, "true | cat") // what the runtime opens once
	before, open := snapshot(t), fds(t)
	dir := t.TempDir()
	out, err := run(t, shell.Options{Dir: dir}, `
		mkdir sub; cd sub; umask 077; export NEW=1 HOME=/nowhere PATH=/usr/bin:/bin
		ulimit -n 50; set -e; trap '' HUP; trap 'echo trapped' USR1; trap : CHLD
		exec 7>file 8<&0 9>&1; echo to seven >&7
		umask; sh -c 'pwd; umask; ulimit -n; echo $NEW' ; (cd /; exec 7>&-); cat file
		exec >log 2>&1 <&-; echo gone`)
	if err != nil {
		t.Error(err)
	}
	want := "0077\n" + filepath.Join(dir, "sub") + "\n0077\n50\n1\nto seven\n"
	if diff := cmp.Diff(want, out); diff != "" {
		t.Errorf("output (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(before, snapshot(t)); diff != "" {
		t.Errorf("the host has changed (-before +after):\n%s", diff)
	}
	if diff := cmp.Diff(open, fds(t)); diff != "" {
		t.Errorf("open descriptors (-before +after):\n%s", diff)
	}
	if text, err := os.ReadFile(filepath.Join(dir, "sub", "log")); err != nil || string(text) != "gone\n" {
		t.Errorf("log: %q, %v", text, err)
	}
}

// Variables, functions, the directory and open files last from one Run to the
// next; exit ends the Shell.
func TestStateLasts(t *testing.T) {
	var out bytes.Buffer
	sh, err := shell.New(shell.Options{Stdout: &out, Dir: "/"})
	if err != nil {
		t.Fatal(err)
	}
	defer sh.Close()
	ctx := context.Background()
	for _, src := range []string{
		"x=1; f() { echo \"f $x $1\"; }; cd usr; exec 5>&1",
		"x=2; f arg >&5; pwd",
	} {
		if err := sh.Run(ctx, src); err != nil {
			t.Fatalf("%s: %v", src, err)
		}
	}
	if v, ok := sh.Get("x"); v != "2" || !ok {
		t.Errorf("x is %q, %v", v, ok)
	}
	if err := sh.Set("x", "3"); err != nil {
		t.Error(err)
	}
	var exit *shell.ExitError
	if err := sh.Run(ctx, "f again; exit 7"); !errors.As(err, &exit) || exit.Code != 7 || exit.ExitCode() != 7 {
		t.Errorf("exit 7: %v", err)
	}
	if err := sh.Run(ctx, "echo no"); !errors.Is(err, shell.ErrExited) {
		t.Errorf("after exit: %v", err)
	}
	if diff := cmp.Diff("f 2 arg\n/usr\nf 3 again\n", out.String()); diff != "" {
		t.Errorf("output (-want +got):\n%s", diff)
	}
}

// TestCdpath: a cd means the same whoever runs the program; a script that
// wants CDPATH sets it.
func TestCdpath(t *testing.T) {
	var out bytes.Buffer
	sh, err := shell.New(shell.Options{Stdout: &out, Dir: "/", Env: []string{"CDPATH=/proc:/usr"}})
	if err != nil {
		t.Fatal(err)
	}
	defer sh.Close()
	ctx := context.Background()
	if err := sh.Run(ctx, "cd share 2>/dev/null"); err == nil {
		t.Errorf("went along CDPATH of the environment: %q", out.String())
	}
	if err := sh.Run(ctx, "CDPATH=/usr; cd share"); err != nil || out.String() != "/usr/share\n" {
		t.Errorf("CDPATH of the script: %q, %v", out.String(), err)
	}
}

// Whatever a Run is busy with, the end of its context ends it.
func TestCancel(t *testing.T) {
	silent, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	defer w.Close()
	dir := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(dir, "fifo"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, src := range []string{
		"echo ready; while :; do :; done",
		"echo ready; read x",
		"echo ready; cat",
		"echo ready; sleep 600 | sleep 600",
		"echo ready; (while :; do sleep 600; done)",
		"echo ready; x=$(sleep 600)",
		"echo ready; sleep 600 & wait",
		"echo ready; echo x >fifo",
	} {
		t.Run(src, func(t *testing.T) {
			r, ready := io.Pipe()
			sh, err := shell.New(shell.Options{Stdin: silent, Stdout: ready, Dir: dir, Grace: time.Second})
			if err != nil {
				t.Fatal(err)
			}
			cause := errors.New("enough")
			ctx, cancel := context.WithCancelCause(context.Background())
			go func() {
				r.Read(make([]byte, 6))
				cancel(cause)
				io.Copy(io.Discard, r)
			}()
			if err := sh.Run(ctx, src); !errors.Is(err, cause) {
				t.Errorf("Run: %v", err)
			}
			sh.Signal(syscall.SIGKILL) // the asynchronous list
			sh.Close()
			ready.Close()
		})
	}
}

// Shells do not disturb each other.
func TestManyShells(t *testing.T) {
	effort.Usual(t)
	var wg sync.WaitGroup
	for i := range 64 {
		wg.Go(func() {
			dir := t.TempDir()
			var out bytes.Buffer
			sh, err := shell.New(shell.Options{Stdout: &out, Dir: dir, Args: []string{"a b", "$x"}})
			if err != nil {
				t.Error(err)
				return
			}
			defer sh.Close()
			err = sh.Run(context.Background(), `echo "$1$2" >f; cat f | tr a-z A-Z; cd ..; (exit 3) || echo $?; x=$(cat `+"`pwd -P`/${PWD##*/}"+`/nothing 2>/dev/null); echo "$#"`)
			if err != nil || out.String() != "A B$X\n3\n2\n" {
				t.Errorf("shell %d: %v, %q", i, err, out.String())
			}
		})
	}
	wg.Wait()
}

func TestSyntaxError(t *testing.T) {
	out, err := run(t, shell.Options{}, "echo before\nfi\necho after")
	var se *shell.SyntaxError
	if !errors.As(err, &se) {
		t.Errorf("error is %v", err)
	}
	if !strings.HasPrefix(out, "before\ngpipe: line 2: syntax error: ") {
		t.Errorf("output %q", out)
	}
}
