package testscripts

import (
	"io"
	"os"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// newTerminal makes a terminal: the side that programs see, and what closes
// both. What is written to it is read and thrown away.
func newTerminal() (program *os.File, closes func(), err error) {
	keyboard, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		return nil, nil, err
	}
	n, err := unix.IoctlGetInt(int(keyboard.Fd()), unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(int(keyboard.Fd()), unix.TIOCSPTLCK, 0)
	}
	if err == nil {
		program, err = os.OpenFile("/dev/pts/"+strconv.Itoa(n), os.O_RDWR|syscall.O_NOCTTY, 0)
	}
	if err != nil {
		keyboard.Close()
		return nil, nil, err
	}
	over := make(chan struct{})
	go func() {
		io.Copy(io.Discard, keyboard)
		close(over)
	}()
	return program, func() {
		program.Close() // after the last program that read ends with an error
		<-over
		keyboard.Close()
	}, nil
}
