package term

import (
	"os"
	"strconv"
	"testing"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
)

// pty opens a new terminal: the side of the keyboard and that of programs.
func pty(t *testing.T) (keyboard, program *os.File) {
	t.Helper()
	keyboard, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { keyboard.Close() })
	n, err := unix.IoctlGetInt(int(keyboard.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	if err := unix.IoctlSetPointerInt(int(keyboard.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	program, err = os.OpenFile("/dev/pts/"+strconv.Itoa(n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { program.Close() })
	return keyboard, program
}

func TestSetTerminal(t *testing.T) {
	keyboard, program := pty(t)
	fd := int(program.Fd())
	if !IsTerminal(fd) {
		t.Fatal("not a terminal")
	}
	before, _ := unix.IoctlGetTermios(fd, getTermios)
	mode, err := SetTerminal(fd, true, true)
	if err != nil {
		t.Fatal(err)
	}
	keyboard.WriteString("x")
	var buf [8]byte
	if n, err := sys.Read(fd, buf[:]); string(buf[:n]) != "x" || err != nil {
		t.Errorf("read %q, %v without a newline", buf[:n], err)
	}
	if err := mode.Restore(); err != nil {
		t.Fatal(err)
	}
	if after, _ := unix.IoctlGetTermios(fd, getTermios); *after != *before {
		t.Errorf("mode %+v, was %+v", after, before)
	}
	program.WriteString("!")
	if n, err := sys.Read(int(keyboard.Fd()), buf[:]); string(buf[:n]) != "!" || err != nil {
		t.Errorf("on the screen: %q, %v: the x was echoed", buf[:n], err)
	}
}

func TestNoTerminal(t *testing.T) {
	r, w, err := sys.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer sys.Close(r)
	defer sys.Close(w)
	if IsTerminal(r) || IsTerminal(1<<20) {
		t.Error("a pipe is a terminal")
	}
	mode, err := SetTerminal(r, true, false)
	if mode != nil || err != nil {
		t.Errorf("mode %v, %v", mode, err)
	}
	if err := mode.Restore(); err != nil {
		t.Error(err)
	}
}
