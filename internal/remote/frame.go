// Package remote runs a command on another host as if it were a process here: a
// worker there and a client here talk over a stream of bytes that something else
// carries, such as ssh.
package remote

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// kind is what a frame is about.
type kind byte

// The frames. Client to worker, worker to client, and both ways.
const (
	frameStart    kind = 'S' // a Start; once, first
	frameStdin    kind = 'I' // bytes for standard input
	frameEOF      kind = 'E' // there are no more
	frameCloseOut kind = 'O' // nobody reads a stream any more: one byte, 1 or 2
	frameSignal   kind = 'K' // the name of a signal

	frameOut     kind = '1' // bytes of standard output
	frameErr     kind = '2' // bytes of standard error
	frameCloseIn kind = 'C' // nobody reads standard input any more
	frameStatus  kind = 'X' // a Status; once, last

	frameCredit kind = 'W' // a stream, 0 to 2, and how many bytes more of it may come
	frameBeat   kind = 'B' // a sign of life
)

const (
	headerSize = 5 // the kind, and the length of what follows, big endian

	// window is how many bytes of a stream may be under way: what the receiver
	// has to have memory for, and what fills a line that is fast and long.
	window = 2 << 20

	maxData  = 128 << 10
	maxStart = 4 << 20 // more than a system takes as arguments
	maxSmall = 4 << 10
)

// limit is how long the payload of a frame may be; negative: there is no such frame.
func (k kind) limit() int {
	switch k {
	case frameStart:
		return maxStart
	case frameStdin, frameOut, frameErr:
		return maxData
	case frameCredit:
		return 5
	case frameCloseOut:
		return 1
	case frameSignal, frameStatus:
		return maxSmall
	case frameEOF, frameCloseIn, frameBeat:
		return 0
	}
	return -1
}

// ErrProtocol is what the other side does when it is no gpipe, or one that is broken.
var ErrProtocol = errors.New("what came is not what a worker sends")

func broken(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrProtocol, fmt.Sprintf(format, args...))
}

// frame is a kind with its payload.
type frame struct {
	kind kind
	data []byte
}

// decoder reads frames.
type decoder struct{ r *bufio.Reader }

func newDecoder(r io.Reader) *decoder { return &decoder{bufio.NewReaderSize(r, 4<<10)} }

// next returns the next frame; its payload is in memory from alloc. At the end of
// the stream between two frames it is io.EOF, within one io.ErrUnexpectedEOF.
func (d *decoder) next(alloc func(n int) []byte) (frame, error) {
	head, err := d.r.Peek(headerSize)
	if err != nil {
		if err == io.EOF && len(head) > 0 {
			err = io.ErrUnexpectedEOF
		}
		return frame{}, err
	}
	k, n := kind(head[0]), binary.BigEndian.Uint32(head[1:])
	switch limit := k.limit(); {
	case limit < 0:
		return frame{}, broken("a frame of the kind %d", k)
	case n > uint32(limit):
		return frame{}, broken("a frame of the kind %q with %d bytes", byte(k), n)
	}
	d.r.Discard(headerSize)
	f := frame{kind: k, data: alloc(int(n))}
	if _, err := io.ReadFull(d.r, f.data); err != nil {
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		return frame{}, err
	}
	return f, nil
}

// putHeader writes the header of a frame to the beginning of b.
func putHeader(b []byte, k kind, n int) {
	b[0] = byte(k)
	binary.BigEndian.PutUint32(b[1:], uint32(n))
}

// creditPayload is the payload of a frameCredit.
func creditPayload(stream, n int) []byte {
	return binary.BigEndian.AppendUint32([]byte{byte(stream)}, uint32(n))
}

// parseCredit reads it.
func parseCredit(data []byte) (stream, n int, err error) {
	if len(data) != 5 || data[0] > 2 {
		return 0, 0, broken("credit of %d bytes", len(data))
	}
	n = int(binary.BigEndian.Uint32(data[1:]))
	if n > window {
		return 0, 0, broken("credit for %d bytes", n)
	}
	return int(data[0]), n, nil
}

// Version is that of the protocol. Two sides with different ones do not talk.
const Version = 1

// greetingStart is what a worker says first, behind whatever else the way to it
// may have printed; a version and a newline follow.
const greetingStart = "\x00gpipe worker "

func greeting() string { return greetingStart + strconv.Itoa(Version) + "\n" }

// maxNoise is how much a login shell, or the like, may print before the greeting.
const maxNoise = 64 << 10

// VersionError is a worker with another protocol.
type VersionError struct{ There string }

func (e *VersionError) Error() string {
	return "the gpipe there speaks version " + e.There + " of the protocol, and this one " + strconv.Itoa(Version)
}

// greeted reads up to the greeting. noise is what came before it.
func (d *decoder) greeted() (noise string, err error) {
	var came []byte
	matched := 0
	for matched < len(greetingStart) {
		c, err := d.r.ReadByte()
		if err != nil {
			return string(came), err
		}
		if came = append(came, c); len(came) > maxNoise {
			return string(came), broken("no greeting in %d bytes", maxNoise)
		}
		switch {
		case c == greetingStart[matched]:
			matched++
		case c == greetingStart[0]: // which is there once
			matched = 1
		default:
			matched = 0
		}
	}
	noise = string(came[:len(came)-matched])
	var there []byte
	for len(there) < 20 {
		c, err := d.r.ReadByte()
		if err != nil {
			return noise, err
		}
		if c == '\n' {
			break
		}
		there = append(there, c)
	}
	if string(there) != strconv.Itoa(Version) {
		return noise, &VersionError{strconv.Quote(string(there))}
	}
	return noise, nil
}
