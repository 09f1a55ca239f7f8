package remote

import (
	"io"
	"sync"

	"gpipe/internal/redirect"
	"gpipe/internal/sys/poll"
)

// Input is a file that a command reads, until it is ended. It is an io.Reader for
// one goroutine, which closes it.
type Input struct {
	file  *redirect.File
	close func()

	mu   sync.Mutex
	wake poll.Wake
}

// NewInput returns an Input that reads file. shut is to let go of that, so that who
// writes to it sees that nobody reads.
func NewInput(file *redirect.File, shut func()) (*Input, error) {
	wake, err := poll.NewWake()
	if err != nil {
		return nil, err
	}
	return &Input{file: file, wake: wake, close: shut}, nil
}

// WakeFd is for the file.
func (in *Input) WakeFd() int { return in.wake.Fd() }

// Read reads once; io.EOF is the end of the file, or End.
func (in *Input) Read(p []byte) (int, error) {
	n, err := redirect.ReadOr(in.file, in, p)
	if n <= 0 && (err == nil || err == redirect.ErrWoken) {
		err = io.EOF
	}
	return max(n, 0), err
}

// End ends a Read that waits, and all after it.
func (in *Input) End() {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.wake.Ring()
}

// Close lets go of the file. It is called once; End may come later.
func (in *Input) Close() error {
	in.mu.Lock()
	in.wake.Close()
	in.mu.Unlock()
	in.close()
	return nil
}
