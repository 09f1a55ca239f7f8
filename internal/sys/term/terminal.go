//go:build linux || darwin || freebsd || netbsd || openbsd

// Package term has the modes of terminals, and who is in their foreground.
package term

import "golang.org/x/sys/unix"

// IsTerminal tells whether fd is a terminal.
func IsTerminal(fd int) bool {
	_, err := unix.IoctlGetTermios(fd, getTermios)
	return err == nil
}

// LineMode tells whether the terminal fd gives out whole lines and shows what
// is typed: not when a program, such as a pager or one that asks for a
// password, has it for itself.
func LineMode(fd int) bool {
	t, err := unix.IoctlGetTermios(fd, getTermios)
	return err == nil && t.Lflag&unix.ICANON != 0 && t.Lflag&unix.ECHO != 0
}

// InForeground tells whether this process belongs to those that the terminal
// fd is for. On one that is not its own it does.
func InForeground(fd int) bool {
	group, err := unix.IoctlGetInt(fd, unix.TIOCGPGRP)
	return err != nil || group == unix.Getpgrp()
}

// Mode is the former mode of a terminal, to be given back to it.
type Mode struct {
	fd  int
	was unix.Termios
}

// SetTerminal turns echo off, if noEcho, and line editing, if byByte: reads
// then return what there is as soon as there is a byte. It returns what Restore
// needs, or nil when fd is no terminal.
func SetTerminal(fd int, noEcho, byByte bool) (*Mode, error) {
	t, err := unix.IoctlGetTermios(fd, getTermios)
	if err != nil {
		return nil, nil
	}
	m := &Mode{fd: fd, was: *t}
	if noEcho {
		t.Lflag &^= unix.ECHO | unix.ECHOE | unix.ECHOK | unix.ECHONL
	}
	if byByte {
		t.Lflag &^= unix.ICANON
		t.Cc[unix.VMIN], t.Cc[unix.VTIME] = 1, 0
	}
	if err := unix.IoctlSetTermios(fd, setTermios, t); err != nil {
		return nil, err
	}
	return m, nil
}

// EditTerminal has the terminal fd give out each key as it comes, and show
// none: also those that usually send signals, and those that it would
// translate. It returns what Restore needs.
func EditTerminal(fd int) (*Mode, error) {
	t, err := unix.IoctlGetTermios(fd, getTermios)
	if err != nil {
		return nil, err
	}
	m := &Mode{fd: fd, was: *t}
	t.Lflag &^= unix.ECHO | unix.ECHOE | unix.ECHOK | unix.ECHONL | unix.ICANON | unix.ISIG | unix.IEXTEN
	t.Iflag &^= unix.ICRNL | unix.INLCR | unix.IGNCR | unix.IXON | unix.ISTRIP
	t.Cc[unix.VMIN], t.Cc[unix.VTIME] = 1, 0
	return m, unix.IoctlSetTermios(fd, setTermios, t)
}

// Restore gives the terminal the mode back that it had.
func (m *Mode) Restore() error {
	if m == nil {
		return nil
	}
	return unix.IoctlSetTermios(m.fd, setTermios, &m.was)
}

// Size returns the size of the terminal fd in characters, 0 where it is
// none or does not know.
func Size(fd int) (columns, rows int) {
	size, err := unix.IoctlGetWinsize(fd, unix.TIOCGWINSZ)
	if err != nil {
		return 0, 0
	}
	return int(size.Col), int(size.Row)
}

// SetTerminalSize sets the size of the terminal fd in characters: its foreground
// group gets SIGWINCH if that has changed.
func SetTerminalSize(fd, columns, rows int) error {
	return unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Col: uint16(columns), Row: uint16(rows)})
}
