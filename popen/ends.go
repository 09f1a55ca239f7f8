//go:build !windows

package popen

import (
	"os"
	"syscall"

	table "gpipe/internal/redirect"
	"gpipe/internal/sys/pipes"
	"gpipe/internal/sys/poll"
	"gpipe/redirect"
)

// ends is the two sides of a Stream's pipes.
type ends struct {
	r, w    *os.File       // ours
	in, out *redirect.File // the command's

	r2  *os.File       // of a Cmd, for standard error
	err *redirect.File // its
}

// join makes the pipes of mode. On failure nothing is left open.
func join(mode Mode, size int) (*ends, error) {
	e := new(ends)
	if mode.reads() {
		r, w, err := pipe(size)
		if err != nil {
			return nil, err
		}
		e.r, e.out = ourEnd(r), table.NewKin(w)
	}
	if mode.writes() {
		r, w, err := pipe(size)
		if err != nil {
			e.abandon()
			if e.out != nil {
				e.out.Unref()
			}
			return nil, err
		}
		e.w, e.in = ourEnd(w), table.NewKin(r)
	}
	return e, nil
}

// pipe makes a pipe; its size is a wish.
func pipe(size int) (r, w int, err error) {
	if !poll.CanPoll() {
		return -1, -1, syscall.EMFILE
	}
	r, w, err = pipes.HighPipe()
	if err == nil && size > 0 {
		pipes.SetPipeSize(w, size)
	}
	return r, w, err
}

// ourEnd makes a file with deadlines out of a pipe end. The other end is an
// open file of its own and stays in blocking mode.
func ourEnd(fd int) *os.File {
	pipes.SetNonblock(fd)
	return os.NewFile(uintptr(fd), "popen")
}

// abandon closes our side.
func (e *ends) abandon() {
	if e.r != nil {
		e.r.Close()
	}
	if e.w != nil {
		e.w.Close()
	}
	if e.r2 != nil {
		e.r2.Close()
	}
}

// drop closes the command's side.
func (e *ends) drop() {
	for _, f := range [...]*redirect.File{e.in, e.out, e.err} {
		if f != nil {
			f.Unref()
		}
	}
}
