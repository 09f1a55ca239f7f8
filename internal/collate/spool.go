package collate

import (
	"io"

	"gpipe/internal/sys"
	"gpipe/internal/sys/files"
)

// piece is a part of an output that is kept: bytes, or a place in the file.
type piece struct {
	bytes    []byte // nil: in the file
	at, size int64
}

// joinUpTo is how large a piece in memory becomes by what is added to it.
const joinUpTo = 16 << 10

// appendBytes adds a copy of p.
func appendBytes(list []piece, p []byte) []piece {
	if n := len(list); n > 0 && list[n-1].bytes != nil && len(list[n-1].bytes)+len(p) <= joinUpTo {
		list[n-1].bytes = append(list[n-1].bytes, p...)
		return list
	}
	return append(list, piece{bytes: append(make([]byte, 0, len(p)), p...)})
}

// appendExtent adds a place in the file.
func appendExtent(list []piece, at, size int64) []piece {
	if n := len(list); n > 0 && list[n-1].bytes == nil && list[n-1].at+list[n-1].size == at {
		list[n-1].size += size
		return list
	}
	return append(list, piece{at: at, size: size})
}

// spoolChunk is how much of the file is brought out at once.
const spoolChunk = 64 << 10

// spool is the file that takes what memory does not. What was brought out of it
// gives its room back.
type spool struct {
	make   func() (int, error)
	opened bool
	fd     int
	end    int64 // where the next bytes go
	live   int64 // bytes that are still to be brought out
}

// write adds p; false, if that can't be. Then it can't be until some of what is
// there has been brought out.
func (s *spool) write(p []byte) (at int64, ok bool) {
	if !s.opened {
		fd, err := s.make()
		if err != nil {
			return 0, false
		}
		s.fd, s.opened = fd, true
	}
	if files.WriteAt(s.fd, p, s.end) != nil {
		return 0, false
	}
	at = s.end
	s.end += int64(len(p))
	s.live += int64(len(p))
	return at, true
}

func (s *spool) read(p []byte, at int64) error {
	n, err := files.ReadFileFrom(s.fd, p, at)
	if err == nil && n < len(p) {
		err = io.ErrUnexpectedEOF
	}
	return err
}

// release gives back the room of bytes that were brought out.
func (s *spool) release(at, n int64) {
	s.live -= n
	if s.live > 0 {
		files.Punch(s.fd, at, n)
		return
	}
	s.end = 0
	files.Truncate(s.fd, 0)
}

func (s *spool) close() {
	if s.opened {
		sys.Close(s.fd)
	}
}
