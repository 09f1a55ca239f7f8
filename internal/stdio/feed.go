package stdio

import (
	"errors"
	"io"
	"os"
	"sync"
	"syscall"

	"gpipe/internal/sys"
	"gpipe/pipeline"
	"gpipe/redirect"
)

// feed copies a reader to a pipe that the shell reads. It may read further
// than the shell does.
type feed struct {
	fd  int
	in  io.Reader
	end *os.File

	mu      sync.Mutex
	stopped bool
	err     error
}

func (s *Streams) feed(fd int, in io.Reader) (*redirect.File, error) {
	r, w, err := sys.HighPipe()
	if err != nil {
		return nil, err
	}
	end, err := ownEnd(w)
	if err != nil {
		sys.Close(r)
		return nil, err
	}
	f := &feed{fd: fd, in: in, end: end}
	s.feeds = append(s.feeds, f)
	go f.copy()
	return redirect.NewFile(r), nil
}

func (f *feed) copy() {
	err := f.copyAll()
	f.mu.Lock()
	if err != nil {
		f.err = failure(f.fd, pipeline.OpCopy, err)
	}
	f.mu.Unlock()
	f.end.Close()
}

// copyAll copies to the end of the reader. That nobody reads the pipe any
// more is no error.
func (f *feed) copyAll() error {
	buf := make([]byte, chunk)
	for !f.isStopped() {
		n, rerr := f.in.Read(buf)
		if n > 0 {
			if _, err := f.end.Write(buf[:n]); err != nil {
				if errors.Is(err, syscall.EPIPE) || errors.Is(err, os.ErrClosed) {
					return nil
				}
				return err
			}
		}
		if rerr == io.EOF {
			return nil
		}
		if rerr != nil {
			return rerr
		}
	}
	return nil
}

func (f *feed) isStopped() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.stopped
}

func (f *feed) takeError() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	err := f.err
	f.err = nil
	return err
}

// stop ends the copying, save for a Read that is under way.
func (f *feed) stop() error {
	f.mu.Lock()
	f.stopped = true
	f.mu.Unlock()
	f.end.Close()
	return f.takeError()
}
