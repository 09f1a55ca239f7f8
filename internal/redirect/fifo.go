package redirect

import (
	"syscall"

	"gpipe/internal/sys"
	"gpipe/internal/sys/files"
)

// open opens or creates path.
func (c *Context) open(path string, flags int) (int, error) {
	if c.Done != nil && flags&syscall.O_RDWR == 0 && files.IsFifo(c.DirFd, path) {
		return c.openFifo(path, flags)
	}
	return files.Create(c.DirFd, path, flags, 0o666, c.Umask)
}

type opened struct {
	fd  int
	err error
}

// openFifo opens a FIFO, which waits for its other end, until c.Done is
// closed. A thread that waits in open(2) can't be called back, but it can be
// given what it waits for.
func (c *Context) openFifo(path string, flags int) (int, error) {
	result := make(chan opened, 1)
	go func() {
		fd, err := sys.Open(c.DirFd, path, flags, 0o666)
		result <- opened{fd, err}
	}()
	done, err := c.Done, error(syscall.EINTR)
	for done != nil {
		select {
		case o := <-result:
			return o.fd, o.err
		case <-done:
		}
		done = nil
		if c.Again != nil {
			done, err = c.Again()
		}
	}
	if end, oerr := c.otherEnd(path, flags); oerr == nil {
		o := <-result
		sys.Close(end)
		o.close()
	} else { // whoever comes to open it ends the wait
		go func() { (<-result).close() }()
	}
	return -1, err
}

func (o opened) close() {
	if o.err == nil {
		sys.Close(o.fd)
	}
}

// otherEnd opens the end of the FIFO that an open with flags waits for,
// without waiting.
func (c *Context) otherEnd(path string, flags int) (int, error) {
	fd, err := sys.Open(c.DirFd, path, syscall.O_RDWR|syscall.O_NONBLOCK, 0)
	if err == nil {
		return fd, nil
	}
	end := syscall.O_RDONLY
	if flags&syscall.O_ACCMODE == syscall.O_RDONLY {
		end = syscall.O_WRONLY // the waiting reader is one already
	}
	return sys.Open(c.DirFd, path, end|syscall.O_NONBLOCK, 0)
}
