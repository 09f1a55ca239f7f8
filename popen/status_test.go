package popen

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"gpipe/pipeline"
)

// TestCloseOfAStreamThatWritesOn: closing a stream whose command writes on and
// on ends that by SIGPIPE, at once.
func TestCloseOfAStreamThatWritesOn(t *testing.T) {
	leaks(t)
	for line, want := range map[string]syscall.WaitStatus{
		"yes": sigpipe, "exec yes": sigpipe, "cd /; yes": sigpipe, "(yes)": sigpipe,
		"yes | cat": sigpipe, "yes | cat | cat": sigpipe,
		"yes | while read x; do echo $x; done": sigpipe,
		"while :; do echo y; done":             sigpipe,
		"while :; do echo y; done | cat":       sigpipe,
		"yes; exit 3":                          3 << 8,
		"yes & wait $!":                        141 << 8,
		"set -o pipefail; yes | cat; true":     0,
		"trap '' PIPE; yes 2>/dev/null":        1 << 8,
	} {
		s := open(t, line, Read)
		if _, err := io.ReadFull(s, make([]byte, 1000)); err != nil {
			t.Error(line, err)
		}
		var err error
		returns(t, line, func() { err = s.Close() })
		if statusOf(err) != want {
			t.Errorf("%s: %v, want status %#x", line, err, want)
		}
	}
	s, err := OpenArgs(bg, []string{"yes"}, Read)
	if err != nil {
		t.Fatal(err)
	}
	if ws, err := Pclose(s); ws != sigpipe || err != nil {
		t.Errorf("OpenArgs: %#x %v", ws, err)
	}
}

// TestCloseTwice: a second Close neither waits nor closes.
func TestCloseTwice(t *testing.T) {
	leaks(t)
	for _, line := range []string{"exit 3", "sh -c 'exit 3'"} {
		for _, mode := range []Mode{Read, Write, ReadWrite} {
			s := open(t, line, mode)
			if err := s.Close(); statusOf(err) != 3<<8 {
				t.Error(err)
			}
			if err := s.Close(); err != os.ErrClosed {
				t.Error(err)
			}
			if _, err := Pclose(s); err != syscall.EINVAL {
				t.Error(err)
			}
			if err := s.Wait(); statusOf(err) != 3<<8 { // which is no close
				t.Error(err)
			}
			if _, err := s.Read(nil); mode != Write && !errors.Is(err, os.ErrClosed) {
				t.Error(err)
			}
			if _, err := s.Write(nil); mode != Read && !errors.Is(err, os.ErrClosed) {
				t.Error(err)
			}
		}
	}
}

// TestChildOfTheProgramIsNotReaped: another child of the program, which has ended, is
// still there to be waited for.
func TestChildOfTheProgramIsNotReaped(t *testing.T) {
	leaks(t)
	other := exec.Command("sh", "-c", "exit 7")
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	awaitGone(t, itoa(other.Process.Pid))
	for _, line := range []string{"true", "true; true", "true | true", "true & wait"} {
		if err := open(t, line, Read).Close(); err != nil {
			t.Error(err)
		}
	}
	if err := other.Wait(); other.ProcessState.ExitCode() != 7 {
		t.Error(err)
	}
}

// statuses are the ways in which a shell's only command can end. Those with
// Core may dump core, if the machine is set up so.
var statuses = []struct {
	script string
	want   syscall.WaitStatus
}{
	{"exit 0", 0}, {"exit 1", 1 << 8}, {"exit 127", 127 << 8}, {"exit 137", 137 << 8}, {"exit 255", 255 << 8},
	{"kill -KILL $$", 9}, {"kill -TERM $$", 15}, {"kill -PIPE $$", 13}, {"kill -HUP $$", 1},
	{"ulimit -c 0; kill -SEGV $$", 11}, {"ulimit -c 0; kill -QUIT $$", 3},
}

// TestWaitStatusIsExact: the wait status of a program comes through a
// line, as its only command or its last, and through OpenArgs, bit by bit.
func TestWaitStatusIsExact(t *testing.T) {
	leaks(t)
	for _, c := range statuses {
		for _, line := range []string{
			`sh -c "$1"`, `true; sh -c "$1"`, `exec sh -c "$1"`, `(sh -c "$1")`, `{ sh -c "$1"; }`,
			`true | sh -c "$1"`, `true && sh -c "$1"`, `f() { sh -c "$1"; }; f "$1"`, `if :; then sh -c "$1"; fi`,
			`command sh -c "$1"`, `(exec sh -c "$1")`, `true; exec sh -c "$1"`, c.script, "true; " + c.script, "(" + c.script + ")",
		} {
			if strings.Contains(line, "ulimit -c 0; kill") || strings.HasPrefix(line, "(kill") {
				continue // $$ is not the subshell
			}
			s := open(t, line, Read, Args(c.script), Stderr(nil))
			if ws, err := Pclose(s); ws != c.want || err != nil {
				t.Errorf("%s, %s: %#x %v, want %#x", line, c.script, ws, err, c.want)
			}
		}
		s, err := OpenArgs(bg, []string{"sh", "-c", c.script}, Read)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); statusOf(err) != c.want || s.Status().WaitStatus != c.want {
			t.Errorf("OpenArgs %s: %v, %+v", c.script, err, s.Status())
		}
		s = open(t, c.script, Read, RealShell())
		if ws, _ := Pclose(s); ws != c.want {
			t.Errorf("RealShell %s: %#x", c.script, ws)
		}
	}
}

// TestCoreFlagIsKept: what the kernel says of a core file is kept. The
// same child is waited for by package os/exec for comparison.
func TestCoreFlagIsKept(t *testing.T) {
	leaks(t)
	dir := t.TempDir()
	const crash = "ulimit -c unlimited 2>/dev/null; kill -SEGV $$"
	cmd := exec.Command("sh", "-c", crash)
	cmd.Dir = dir
	cmd.Run()
	want := cmd.ProcessState.Sys().(syscall.WaitStatus)
	for _, line := range []string{`sh -c "$1"`, `true; sh -c "$1"`, `exec sh -c "$1"`, `(sh -c "$1")`} {
		s := open(t, line, Read, Args(crash), Dir(dir), Stderr(nil))
		if ws, _ := Pclose(s); ws != want {
			t.Errorf("%s: %#x, want %#x", line, ws, want)
		}
	}
}

// TestMadeUpStatus: a status from 129 up of a command that no signal ended is
// an exit status.
func TestMadeUpStatus(t *testing.T) {
	leaks(t)
	for _, line := range []string{
		"exit 137", "(exit 137)", "sh -c 'kill -9 $$'; exit 137", "sh -c 'kill -9 $$'; (exit 137)",
		"sh -c 'kill -9 $$' || exit", "sh -c 'kill -9 $$'; sh -c 'exit 137'", "eval 'exit 137'",
	} {
		s := open(t, line, Read, Stderr(nil))
		if ws, err := Pclose(s); ws != 137<<8 || err != nil {
			t.Errorf("%s: %#x %v", line, ws, err)
		}
	}
}

// TestNotFoundIsToldFromStatus127: 127 and 126, told apart from a program that itself
// exits so.
func TestNotFoundIsToldFromStatus127(t *testing.T) {
	leaks(t)
	dir := t.TempDir()
	plain := filepath.Join(dir, "plain")
	if err := os.WriteFile(plain, []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		argv []string
		code int
		is   error
	}{
		{[]string{"no-such-program"}, 127, pipeline.ErrNotFound},
		{[]string{"/no/such"}, 127, fs.ErrNotExist},
		{[]string{plain}, 126, fs.ErrPermission},
		{[]string{dir}, 126, fs.ErrPermission},
	} {
		var e *pipeline.Error
		s, err := OpenArgs(bg, c.argv, Read)
		if s != nil || !errors.As(err, &e) || e.Op != pipeline.OpStart || e.ExitCode() != c.code || !errors.Is(err, c.is) {
			t.Errorf("OpenArgs %s: %#v", c.argv, err)
		}
		text, err := output(t, c.argv[0]+" 2>&1")
		if !errors.As(err, &e) || e.Op != pipeline.OpStart || e.ExitCode() != c.code || !errors.Is(err, c.is) || text == "" {
			t.Errorf("line %s: %#v %q", c.argv[0], err, text)
		}
		s = open(t, "true; "+c.argv[0], Read, Stderr(nil))
		if ws, err := Pclose(s); ws.ExitStatus() != c.code || err != nil {
			t.Errorf("line with %s: %#x %v", c.argv[0], ws, err)
		}
		p, err := Popen(c.argv[0]+" 2>/dev/null", "r")
		if err != nil {
			t.Fatal(err)
		}
		if ws, err := Pclose(p); ws.ExitStatus() != c.code || err != nil {
			t.Errorf("Popen %s: %#x %v", c.argv[0], ws, err)
		}
	}
	for _, code := range []string{"126", "127"} {
		var e *pipeline.Error
		s, err := OpenArgs(bg, []string{"sh", "-c", "exit " + code}, Read)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); !errors.As(err, &e) || e.Op != pipeline.OpExit || itoa(e.ExitCode()) != code {
			t.Errorf("%#v", err)
		}
		if err := open(t, "sh -c 'exit "+code+"'", Read).Close(); !errors.As(err, &e) || e.Op != pipeline.OpExit || itoa(e.ExitCode()) != code {
			t.Errorf("%#v", err)
		}
	}
}
