// Package jobserver takes tokens from the jobserver of GNU make, each of which
// allows one more job at a time beside the one that everybody has.
package jobserver

import (
	"strconv"
	"strings"
	"syscall"

	"gpipe/internal/sys"
	"gpipe/internal/sys/files"
	"gpipe/internal/sys/poll"
)

// Address is where the tokens are: a FIFO, or the two ends of a pipe as
// descriptors that make has handed down.
type Address struct {
	Path        string // "": a pipe
	Read, Write int
}

// Find reads MAKEFLAGS: the last --jobserver-auth in it counts, or
// --jobserver-fds as it was called once.
func Find(flags string) (Address, bool) {
	var addr Address
	found := false
	for word := range strings.FieldsSeq(flags) {
		if word == "--" { // variables follow
			break
		}
		value, ok := strings.CutPrefix(word, "--jobserver-auth=")
		if !ok {
			value, ok = strings.CutPrefix(word, "--jobserver-fds=")
		}
		if ok {
			addr, found = parse(value)
		}
	}
	return addr, found
}

func parse(value string) (Address, bool) {
	if path, ok := strings.CutPrefix(value, "fifo:"); ok {
		return Address{Path: path}, path != ""
	}
	r, w, ok := strings.Cut(value, ",")
	read, rerr := strconv.Atoi(r)
	write, werr := strconv.Atoi(w)
	return Address{Read: read, Write: write}, ok && rerr == nil && werr == nil && read >= 0 && write >= 0
}

// Client takes tokens and gives them back.
type Client struct{ read, write int }

// Open returns a Client of a FIFO, or of a pipe: the descriptors are those of the
// process, and stay the caller's. What is neither is no jobserver.
func Open(addr Address) (*Client, error) {
	if addr.Path != "" {
		return openFifo(addr.Path)
	}
	for _, fd := range [...]int{addr.Read, addr.Write} {
		if kind, err := files.KindOf(fd); err != nil || kind != files.KindFIFO {
			return nil, syscall.EBADF
		}
	}
	// With a mode of its own: who finds a token gone must not wait for the next.
	read, err := sys.OpenAnew(addr.Read, syscall.O_RDONLY|syscall.O_NONBLOCK)
	if err != nil {
		return nil, err
	}
	write, err := sys.Dup(addr.Write)
	if err != nil {
		sys.Close(read)
		return nil, err
	}
	return &Client{read, write}, nil
}

func openFifo(path string) (*Client, error) {
	if !files.IsFifo(-1, path) {
		return nil, syscall.EBADF
	}
	fd, err := sys.Open(-1, path, syscall.O_RDWR|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	if kind, err := files.KindOf(fd); err != nil || kind != files.KindFIFO {
		sys.Close(fd)
		return nil, syscall.EBADF
	}
	return &Client{fd, fd}, nil
}

// Take waits for a token, until w says not to: sys.ErrWoken. The token is to be
// given back as it is.
func (c *Client) Take(w poll.Waker) (token byte, err error) {
	wake := -1
	if w != nil {
		wake = w.WakeFd()
	}
	for {
		var p [1]byte
		n, err := poll.TryRead(c.read, p[:])
		switch {
		case n == 1:
			return p[0], nil
		case err == nil: // make is gone
			return 0, syscall.EPIPE
		case err != syscall.EAGAIN:
			return 0, err
		}
		if err := poll.AwaitReadable(c.read, wake); err != nil {
			return 0, err
		}
	}
}

// Give gives a token back.
func (c *Client) Give(token byte) { sys.Write(c.write, []byte{token}) }

// Close ends the use of the jobserver. Every token has been given back.
func (c *Client) Close() {
	sys.Close(c.read)
	if c.write != c.read {
		sys.Close(c.write)
	}
}
