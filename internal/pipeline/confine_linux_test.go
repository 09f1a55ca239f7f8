//go:build amd64 || arm64

package pipeline

import (
	"context"
	"errors"
	"os"
	"strings"
	"syscall"
	"testing"

	"gpipe/internal/sys/spawn"
)

// TestCredential: the stages are another user's; who may not is told.
func TestCredential(t *testing.T) {
	leaks(t)
	id := Cmd("id", "-u")
	nobody := &syscall.Credential{Uid: 65534, Gid: 65534, Groups: []uint32{65534, 12345}}
	if os.Geteuid() != 0 {
		if err := New(id).Run(bg, Credential(nobody)); !errors.Is(err, syscall.EPERM) {
			t.Error(err)
		}
		return
	}
	run(t, New(Cmd("true"))) // then it is known
	if spawn.MemoryApart() {
		t.Skip("the emulator of programs has no credentials of a child's own")
	}
	got := run(t, New(Cmd("sh", "-c", "id -u; id -g; id -G"), Cmd("sh", "-c", "cat; id -u")), Credential(nobody))
	if got != "65534\n65534\n65534 12345\n65534\n" {
		t.Errorf("%q", got)
	}
	got = run(t, New(Cmd("id", "-G")), Credential(&syscall.Credential{}))
	if strings.Contains(got, "12345") {
		t.Errorf("%q", got)
	}
}

// TestChroot: another root directory.
func TestChroot(t *testing.T) {
	leaks(t)
	err := New(Cmd("/bin/true")).Run(bg, Chroot("/no/such/directory"))
	var e *Error
	if !errors.As(err, &e) || e.Op != OpStart {
		t.Error(err)
	}
	if os.Geteuid() != 0 {
		return
	}
	if got := run(t, New(Cmd("ls", "/")), Chroot("/")); !strings.Contains(got, "bin\n") {
		t.Errorf("%q", got)
	}
	if err := New(Cmd("/bin/true")).Run(bg, Chroot(t.TempDir())); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
}

// TestCgroup: what is no cgroup is an error of Start, and nothing else changes.
func TestCgroup(t *testing.T) {
	leaks(t)
	dir, err := os.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer dir.Close()
	var e *Error
	if err := New(Cmd("true")).Run(bg, Cgroup(dir)); !errors.As(err, &e) || e.Op != OpStart {
		t.Error(err)
	}
	if err := New(Cmd("true")).Run(bg); err != nil {
		t.Error(err)
	}
	own, err := os.Open("/sys/fs/cgroup")
	if err != nil {
		t.Skip(err)
	}
	defer own.Close()
	if _, err := os.Stat("/sys/fs/cgroup/cgroup.procs"); err != nil {
		t.Skip("no cgroup v2 here")
	}
	if err := New(Cmd("true")).Run(bg, Cgroup(own)); err != nil && !errors.Is(err, syscall.EACCES) && !errors.Is(err, syscall.EBUSY) {
		t.Error(err)
	}
}

// TestCancelSignal: the signal that the end of the context sends.
func TestCancelSignal(t *testing.T) {
	leaks(t)
	ctx, cancel := context.WithCancel(bg)
	defer cancel()
	j, _ := lines(t, ctx, 1, New(Cmd("sh", "-c", "trap 'exit 7' INT; echo $$ >&2; while :; do sleep 0.01; done")),
		set(func(o *Options) { o.Cancel = syscall.SIGINT }))
	cancel()
	if err := j.Wait(); exitCodeOf(err) != 7 {
		t.Error(err)
	}
	checkMisuse(t, New(Cmd("true")).Run(bg, Cancel(0)), "pipeline.Run", "Cancel", "is no signal")
	checkMisuse(t, New(Cmd("true")).Run(bg, Cancel(99)), "pipeline.Run", "Cancel", "is no signal")
	checkMisuse(t, New(Cmd("true")).Run(bg, Chroot("a\x00")), "pipeline.Run", "Chroot", nul)
}
