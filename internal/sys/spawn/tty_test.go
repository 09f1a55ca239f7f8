//go:build linux && (amd64 || arm64)

package spawn

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
)

// TestSpawnForeground: the child's group has the terminal before its program
// starts, though the parent's is in the background and SIGTTOU not ignored.
func TestSpawnForeground(t *testing.T) {
	ptm, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skip(err)
	}
	defer ptm.Close()
	n, err := unix.IoctlGetInt(int(ptm.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	if err := unix.IoctlSetPointerInt(int(ptm.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	pts, err := os.OpenFile("/dev/pts/"+strconv.Itoa(n), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skip(err)
	}
	defer pts.Close()
	cmd := helper("tty", ":")
	cmd.Stdin = pts
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func foreground() error {
	signal.Ignore(syscall.SIGTTOU) // for the calls of this process
	shell := syscall.Getpgrp()
	for name, spawn := range spawners {
		for _, group := range []bool{true, false} {
			a := sh("read go; exit 6")
			r, w, err := sys.Pipe()
			if err != nil {
				return err
			}
			a.Files, a.Steps = []FdMap{{0, r}}, []FdStep{{FdDup, r, 0}, {FdCloseRange, 1, -1}}
			a.TTY, a.SetPgid = 0, group
			p, err := spawn(a)
			if err == errors.ErrUnsupported {
				continue
			}
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			want := shell
			if group {
				want = p.Pid()
			}
			if got, err := unix.IoctlGetInt(0, unix.TIOCGPGRP); got != want {
				return fmt.Errorf("%s: foreground group %d, %v, want %d", name, got, err, want)
			}
			sys.Close(r)
			sys.Close(w)
			if ws, _, err := p.Wait(); ws != 6<<8 {
				return fmt.Errorf("%s: %#x, %v", name, ws, err)
			}
			if err := unix.IoctlSetPointerInt(0, unix.TIOCSPGRP, shell); err != nil {
				return err
			}
		}
	}
	return nil
}
