//go:build linux || darwin || freebsd || netbsd || openbsd

package term

import (
	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
	"gpipe/internal/sys/thread"
)

// Terminal is the controlling terminal of this process.
type Terminal struct{ fd int }

// Open opens it; the error is ENXIO where there is none.
func Open() (*Terminal, error) {
	fd, err := sys.Open(-1, "/dev/tty", unix.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		return nil, err
	}
	return &Terminal{fd}, nil
}

// Fd returns the descriptor, which stays the Terminal's.
func (t *Terminal) Fd() int { return t.fd }

// Close closes the descriptor.
func (t *Terminal) Close() { sys.Close(t.fd) }

// Ours tells whether the process group of this process is in the foreground.
func (t *Terminal) Ours() bool { return t.Foreground() == unix.Getpgrp() }

// Foreground returns the process group in the foreground, 0 when that is not
// known.
func (t *Terminal) Foreground() int {
	group, err := unix.IoctlGetInt(t.fd, unix.TIOCGPGRP)
	if err != nil {
		return 0
	}
	return group
}

// HasTerminal tells whether this process has a controlling terminal.
func HasTerminal() bool {
	switch fd, err := sys.Open(-1, "/dev/tty", unix.O_RDWR|unix.O_NOCTTY, 0); err {
	case nil:
		sys.Close(fd)
		return true
	case unix.ENXIO:
		return false
	}
	for fd := range 3 { // there is no such file
		if _, err := unix.IoctlGetInt(fd, unix.TIOCGPGRP); err == nil {
			return true
		}
	}
	return false
}

// SetForeground puts a process group into the foreground, also when this
// process is in the background itself.
func (t *Terminal) SetForeground(pgid int) error {
	return thread.Heedless(unix.SIGTTOU, func() error {
		return unix.IoctlSetPointerInt(t.fd, unix.TIOCSPGRP, pgid)
	})
}

// TakeBack puts the process group of this process into the foreground.
func (t *Terminal) TakeBack() error { return t.SetForeground(unix.Getpgrp()) }

// Mode returns the terminal's mode, for Restore; nil when there is none.
func (t *Terminal) Mode() *Mode {
	was, err := unix.IoctlGetTermios(t.fd, getTermios)
	if err != nil {
		return nil
	}
	return &Mode{fd: t.fd, was: *was}
}
