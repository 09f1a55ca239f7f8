//go:build linux && (amd64 || arm64)

package spawn

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
	"gpipe/internal/sys/rlimit"
)

// TestSpawnFailures: each step that fails is named, and nothing is left.
func TestSpawnFailures(t *testing.T) {
	checkLeaks(t)
	dir := t.TempDir()
	script := filepath.Join(dir, "script")
	if err := os.WriteFile(script, []byte("echo no interpreter\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	null, err := sys.Open(-1, "/dev/null", unix.O_RDONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer sys.Close(null)
	huge := strings.Repeat("x", 4<<20)
	tests := []struct {
		step   string
		fd     int
		errno  syscall.Errno
		native bool // ForkExec can't tell the step
		change func(*Attr)
	}{
		{"execve", -1, syscall.ENOENT, false, func(a *Attr) { a.Path = "/nonexistent" }},
		{"execve", -1, syscall.EACCES, false, func(a *Attr) { a.Path = "/" }},
		{"execve", -1, syscall.ENOEXEC, false, func(a *Attr) { a.Path = script }},
		{"execve", -1, syscall.E2BIG, false, func(a *Attr) { a.Env = []string{huge} }},
		{"execve", -1, syscall.EINVAL, false, func(a *Attr) { a.Argv = []string{"a\x00b"} }},
		{"execve", -1, syscall.EINVAL, false, func(a *Attr) { a.Path = "/bin/sh\x00" }},
		{"execve", -1, syscall.EINVAL, false, func(a *Attr) { a.Env = []string{"\x00"} }},
		{"dup2", 9999, syscall.EBADF, true, func(a *Attr) { a.Steps = []FdStep{{FdDup, 9999, 0}} }},
		{"fcntl", 9998, syscall.EBADF, true, func(a *Attr) { a.Steps = []FdStep{{FdKeep, 9998, 0}} }},
		{"close_range", -1, syscall.EINVAL, true, func(a *Attr) { a.Steps = []FdStep{{FdCloseRange, 5, 4}} }},
		{"fchdir", null, syscall.ENOTDIR, true, func(a *Attr) { a.DirFd = null }},
		{"tcsetpgrp", null, syscall.ENOTTY, true, func(a *Attr) { a.TTY = null }},
		{"setpgid", -1, syscall.EPERM, true, func(a *Attr) { a.SetPgid, a.Pgid = true, 1 }},
		{"sigaction", -1, syscall.EINVAL, true, func(a *Attr) { a.SigIgnore = []syscall.Signal{99} }},
		{"setrlimit", -1, syscall.EINVAL, true, func(a *Attr) { a.Rlimits = []rlimit.Limit{{Resource: unix.RLIMIT_CORE, Cur: 2, Max: 1}} }},
	}
	emulated() // so that the ways are known
	for _, tt := range tests {
		if tt.step == "close_range" && knownWays()&closeByList != 0 {
			continue // a range that there can't be has nothing in it
		}
		for _, steps := range []bool{true, false} {
			a := sh("exit 1")
			if !steps {
				a.Steps = nil
			}
			tt.change(a)
			if a.Steps == nil && tt.native {
				continue
			}
			p, err := Start(a)
			var e *Error
			if p != nil || !errors.As(err, &e) || e.Step != tt.step || e.Fd != tt.fd || !errors.Is(err, tt.errno) {
				t.Errorf("%s, native %v: %v", tt.step, steps, err)
			}
			if sys.Errno(err) != tt.errno {
				t.Errorf("%s: errno %v", tt.step, sys.Errno(err))
			}
		}
	}
}

// TestSpawnBusy: a program that is still open for writing is tried again.
func TestSpawnBusy(t *testing.T) {
	eachSpawner(t, func(t *testing.T, spawn spawner) {
		path, err := pauseProgram(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		fd, err := sys.Open(-1, path, unix.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		_, err = spawn(attr(path))
		if !errors.Is(err, syscall.ETXTBSY) {
			t.Fatal(err)
		}
		if backOff(err, 0) == 0 || backOff(err, 6) != 0 {
			t.Error("no back-off, or no end of it")
		}
		go sys.Close(fd)
		p, err := Start(attr(path))
		if err != nil {
			t.Fatal(err)
		}
		p.Signal(syscall.SIGKILL)
		p.Wait()
	})
}

func TestBackOff(t *testing.T) {
	again := &Error{Step: "clone", Fd: -1, Err: syscall.EAGAIN}
	var sum time.Duration
	for try := 0; ; try++ {
		pause := backOff(again, try)
		if pause == 0 {
			break
		}
		sum += pause
	}
	if sum != 635*time.Millisecond {
		t.Error(sum)
	}
	for _, err := range []error{
		&Error{Step: "execve", Err: syscall.EAGAIN},
		&Error{Step: "clone", Err: syscall.ENOMEM},
		syscall.EAGAIN,
	} {
		if backOff(err, 0) != 0 {
			t.Error(err)
		}
	}
}

// TestSpawnWithoutDescriptor: when there is none left for a pidfd, it goes
// without.
func TestSpawnWithoutDescriptor(t *testing.T) {
	if emulated() {
		t.Skip("a child needs a pipe to tell what has become of it")
	}
	runHelper(t, "few fds", "ulimit -n 30")
}

func fewFds() error {
	for {
		if _, _, err := sys.Pipe(); err == syscall.EMFILE {
			break
		} else if err != nil {
			return err
		}
	}
	for {
		if _, err := sys.Dup(0); err != nil {
			break
		}
	}
	p, err := Start(sh("exit 5"))
	if err != nil {
		return err
	}
	if ws, _, err := p.Wait(); ws != 5<<8 || err != nil {
		return fmt.Errorf("%#x, %v", ws, err)
	}
	return nil
}

// TestNofile: children get the soft limit this process was started with,
// which the Go runtime has raised; a limit set since is theirs as well.
func TestNofile(t *testing.T) {
	for _, setup := range []string{
		"ulimit -Sn 333; ulimit -Hn 999",
		"ulimit -Sn 998; ulimit -Hn 999",
		"ulimit -n 999",
	} {
		runHelper(t, "nofile", setup+"; export SOFT=$(ulimit -Sn)")
		runHelper(t, "restore", setup+"; export SOFT=$(ulimit -Sn)")
	}
}

func limits(spawn spawner, want string) error {
	got, _, err := output(sh("ulimit -Sn; ulimit -Hn"), spawn)
	if err == errors.ErrUnsupported {
		return nil
	}
	if got != want || err != nil {
		return fmt.Errorf("limits %q, %v, want %q", got, err, want)
	}
	return nil
}

func nofile() error {
	for _, spawn := range spawners {
		for range 2 { // the second from memory
			if err := limits(spawn, os.Getenv("SOFT")+" 999"); err != nil {
				return err
			}
		}
	}
	var r unix.Rlimit
	if unix.Getrlimit(unix.RLIMIT_NOFILE, &r); r.Cur < 998 {
		return fmt.Errorf("own limit: %v", r)
	}
	if err := unix.Setrlimit(unix.RLIMIT_NOFILE, &unix.Rlimit{Cur: 444, Max: 999}); err != nil {
		return err
	}
	for _, spawn := range spawners {
		if err := limits(spawn, "444 999"); err != nil {
			return err
		}
	}
	return nil
}

func restore() error {
	rlimit.RestoreNofile()
	var r unix.Rlimit
	if unix.Getrlimit(unix.RLIMIT_NOFILE, &r); fmt.Sprint(r.Cur) != os.Getenv("SOFT") {
		return fmt.Errorf("own limit: %v", r)
	}
	for _, spawn := range spawners {
		if err := limits(spawn, os.Getenv("SOFT")+" 999"); err != nil {
			return err
		}
	}
	return nil
}
