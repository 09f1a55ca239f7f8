package term

import (
	"strconv"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
)

// OpenPty makes a pseudo-terminal. own is the side of this program, non-blocking;
// other the terminal, which is nobody's controlling terminal by that.
func OpenPty() (own, other int, err error) {
	own, err = sys.Open(-1, "/dev/ptmx", unix.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK, 0)
	if err != nil {
		return -1, -1, err
	}
	if other, err = openTerminalOf(own); err != nil {
		sys.Close(own)
		return -1, -1, err
	}
	return own, other, nil
}

// openTerminalOf opens the other side of own.
func openTerminalOf(own int) (int, error) {
	if err := unix.IoctlSetPointerInt(own, unix.TIOCSPTLCK, 0); err != nil {
		return -1, err
	}
	n, err := unix.IoctlGetInt(own, unix.TIOCGPTN)
	if err != nil {
		return -1, err
	}
	return sys.Open(-1, "/dev/pts/"+strconv.Itoa(n), unix.O_RDWR|unix.O_NOCTTY, 0)
}
