//go:build !windows

package popen

import (
	"errors"
	"io"
	"os"
	"sync"
	"syscall"

	"gpipe/internal/sys/poll"
	"gpipe/internal/sys/term"
)

// Pty is the program's side of a pseudo-terminal: what is written to it is typed,
// what is read from it is what the commands show. It may be used from many
// goroutines; Close makes pending reads and writes return.
type Pty struct {
	own *os.File

	mu    sync.Mutex
	other *os.File // the terminal, until the command has it
}

var _ io.ReadWriteCloser = (*Pty)(nil)

// Terminal gives the command a new pseudo-terminal of so many columns and rows: it
// becomes those of Stdin, Stdout and Stderr that are not given, and its controlling
// terminal: Session is set. It is to be called before Start, and the Pty to be
// closed.
//
// When the Pty is closed the terminal hangs up: the command and what is in its
// foreground get SIGHUP. When the last process has closed the terminal, Read returns
// io.EOF. Wait does not wait for that. A terminal shows what is typed, and shows
// lines with "\r\n", until a program changes that. On systems other than Linux it is
// ENOTSUP.
func (c *Cmd) Terminal(columns, rows int) (*Pty, error) {
	const f = "Terminal"
	switch {
	case columns < 0 || columns > mostCharacters:
		return nil, &ArgumentError{Func: "popen.Cmd." + f, Arg: "columns", Why: "can't be"}
	case rows < 0 || rows > mostCharacters:
		return nil, &ArgumentError{Func: "popen.Cmd." + f, Arg: "rows", Why: "can't be"}
	}
	if err := c.mayPipe(f, "Stdin", c != nil && c.pty != nil); err != nil {
		return nil, err
	}
	if !poll.CanPoll() {
		return nil, pipeError(short(c.Line), syscall.EMFILE)
	}
	own, other, err := term.OpenPty()
	if err != nil {
		return nil, pipeError(short(c.Line), err)
	}
	if columns > 0 || rows > 0 {
		term.SetTerminalSize(own, columns, rows)
	}
	p := &Pty{own: os.NewFile(uintptr(own), "pty"), other: os.NewFile(uintptr(other), "terminal")}
	c.pty, c.Session = p, true
	if c.Stdin == nil && c.ends.in == nil {
		c.Stdin = p.other
	}
	if c.Stdout == nil && c.ends.out == nil {
		c.Stdout = p.other
	}
	if c.Stderr == nil && c.ends.err == nil {
		c.Stderr = p.other
	}
	return p, nil
}

// mostCharacters is what the size of a terminal has room for.
const mostCharacters = 1<<16 - 1

// handed closes the terminal, which the command has, or never will.
func (p *Pty) handed() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.other != nil {
		p.other.Close()
		p.other = nil
	}
}

// Read reads what is shown.
func (p *Pty) Read(b []byte) (int, error) {
	if p == nil || p.own == nil {
		return 0, os.ErrInvalid
	}
	n, err := p.own.Read(b)
	if errors.Is(err, syscall.EIO) { // nobody has the terminal any more
		return n, io.EOF
	}
	return n, err
}

// Write types.
func (p *Pty) Write(b []byte) (int, error) {
	if p == nil || p.own == nil {
		return 0, os.ErrInvalid
	}
	return p.own.Write(b)
}

// Resize gives the terminal another size, in characters. The programs in its
// foreground get SIGWINCH.
func (p *Pty) Resize(columns, rows int) error {
	switch {
	case p == nil || p.own == nil:
		return os.ErrInvalid
	case columns < 0 || columns > mostCharacters:
		return &ArgumentError{Func: "popen.Pty.Resize", Arg: "columns", Why: "can't be"}
	case rows < 0 || rows > mostCharacters:
		return &ArgumentError{Func: "popen.Pty.Resize", Arg: "rows", Why: "can't be"}
	}
	return p.control(func(fd int) error { return term.SetTerminalSize(fd, columns, rows) })
}

// Size returns the size of the terminal, 0 when it has none.
func (p *Pty) Size() (columns, rows int) {
	if p == nil || p.own == nil {
		return 0, 0
	}
	p.control(func(fd int) error {
		columns, rows = term.Size(fd)
		return nil
	})
	return columns, rows
}

// control calls f with the descriptor.
func (p *Pty) control(f func(fd int) error) error {
	conn, err := p.own.SyscallConn()
	if err != nil {
		return err
	}
	if conn.Control(func(fd uintptr) { err = f(int(fd)) }) != nil {
		return os.ErrClosed
	}
	return err
}

// Close closes the program's side: the terminal hangs up. A second call returns
// os.ErrClosed.
func (p *Pty) Close() error {
	if p == nil || p.own == nil {
		return os.ErrInvalid
	}
	p.handed()
	if err := p.own.Close(); errors.Is(err, os.ErrClosed) {
		return os.ErrClosed
	}
	return nil
}
