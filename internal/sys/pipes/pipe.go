// Package pipes makes pipes and sockets, and says what is in them.
package pipes

import (
	"errors"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
)

// ErrShare is returned by Share when a descriptor can't be given to a child
// without giving it the non-blocking mode, too.
var ErrShare = errors.New("descriptor is non-blocking")

// SetNonblock puts the open file of fd into non-blocking mode.
func SetNonblock(fd int) error { return unix.SetNonblock(fd, true) }

// Share duplicates fd for a child: the same open file if that is in blocking
// mode, else the same pipe, FIFO or terminal opened anew in blocking mode.
// Where that can't be had, it returns ErrShare.
func Share(fd int) (int, error) {
	flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFL, 0)
	if err != nil {
		return -1, err
	}
	if flags&unix.O_NONBLOCK == 0 {
		return sys.Dup(fd)
	}
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		return -1, err
	}
	switch st.Mode & unix.S_IFMT {
	case unix.S_IFREG, unix.S_IFDIR: // where the mode means nothing
		return sys.Dup(fd)
	}
	return reopen(fd, flags, &st)
}

// HighPipe is Pipe with both ends above the standard streams, whatever the
// process has closed: os.File treats 1 and 2 in a way of their own.
func HighPipe() (r, w int, err error) {
	r, w, err = sys.Pipe()
	if err != nil || r > 2 && w > 2 {
		return r, w, err
	}
	hr, err := sys.Dup(r)
	hw := -1
	if err == nil {
		if hw, err = sys.Dup(w); err != nil {
			sys.Close(hr)
		}
	}
	sys.Close(r)
	sys.Close(w)
	return hr, hw, err
}
