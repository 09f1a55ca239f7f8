package stdio

import (
	"io"
	"os"
	"sync"
	"sync/atomic"

	"gpipe/internal/pipeline"
	"gpipe/internal/redirect"
	"gpipe/internal/relay"
)

// feed copies a reader to a pipe that the shell reads. It may read further
// than the shell does.
type feed struct {
	fd      int
	end     *os.File
	stopped atomic.Bool

	mu  sync.Mutex
	err error
}

func (s *Streams) feed(fd int, in io.Reader) (*redirect.File, error) {
	end, other, err := relay.Pipe(true)
	if err != nil {
		return nil, err
	}
	f := &feed{fd: fd, end: end}
	s.feeds = append(s.feeds, f)
	go f.copy(in)
	return redirect.NewKin(other), nil
}

func (f *feed) copy(in io.Reader) {
	err := relay.Goexit()
	defer func() { // also when the reader ends the goroutine
		if err != nil {
			f.mu.Lock()
			f.err = failure(f.fd, pipeline.OpCopy, err)
			f.mu.Unlock()
		}
		f.end.Close()
	}()
	err = relay.Feed(f.end, in, f.stopped.Load)
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
	f.stopped.Store(true)
	f.end.Close()
	return f.takeError()
}
