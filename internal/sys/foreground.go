//go:build linux || darwin || freebsd

package sys

import "golang.org/x/sys/unix"

// Terminal is the controlling terminal of this process.
type Terminal struct{ fd int }

// OpenTerminal opens it; the error is ENXIO where there is none.
func OpenTerminal() (*Terminal, error) {
	fd, err := Open(-1, "/dev/tty", unix.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		return nil, err
	}
	return &Terminal{fd}, nil
}

// Fd returns the descriptor, which stays the Terminal's.
func (t *Terminal) Fd() int { return t.fd }

// Ours tells whether the process group of this process is in the foreground.
func (t *Terminal) Ours() bool {
	group, err := unix.IoctlGetInt(t.fd, unix.TIOCGPGRP)
	return err == nil && group == unix.Getpgrp()
}

// SetForeground puts a process group into the foreground, also when this
// process is in the background itself.
func (t *Terminal) SetForeground(pgid int) error {
	return heedless(unix.SIGTTOU, func() error {
		return unix.IoctlSetPointerInt(t.fd, unix.TIOCSPGRP, pgid)
	})
}

// TakeBack puts the process group of this process into the foreground.
func (t *Terminal) TakeBack() error { return t.SetForeground(unix.Getpgrp()) }

// Mode returns the terminal's mode, for Restore; nil when there is none.
func (t *Terminal) Mode() *TerminalMode {
	was, err := unix.IoctlGetTermios(t.fd, getTermios)
	if err != nil {
		return nil
	}
	return &TerminalMode{fd: t.fd, was: *was}
}
