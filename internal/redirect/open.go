package redirect

import (
	"strings"
	"syscall"

	"gpipe/internal/sys"
	"gpipe/internal/sys/files"
)

// open opens op.Path by the rules of XCU 2.7.
func (t *Table) openOp(op *Op, c *Context) (int, error) {
	if c.Instead != nil && !isFdPath(op.Path) {
		if fd, done, err := c.Instead(op.Path, op.Flags); done || err != nil {
			return fd, err
		}
	}
	path, err := t.Path(op.Path)
	if err != nil {
		return -1, err
	}
	if c.NoClobber && !op.Clobber && op.Flags&syscall.O_TRUNC != 0 {
		return openNoClobber(op, path, c)
	}
	return c.open(path, op.Flags)
}

// Open opens the file path, which may be the name of one of the table's fds, as
// a redirection does. Its errors are those of open(2).
func (t *Table) Open(path string, flags int, c *Context) (*File, error) {
	fd, err := t.openTold(&Op{Fd: -1, Path: path, Flags: flags}, c)
	if err != nil {
		return nil, err
	}
	return NewFile(fd), nil
}

// Path returns a name by which this process finds the file path: another one
// for the table's own fds, and, where these are directories, for what is in
// them. An fd that is closed is ENOENT.
func (t *Table) Path(path string) (string, error) {
	n, rest, ok := fdPath(path)
	if !ok {
		return path, nil
	}
	f := t.Get(n)
	if f == nil {
		return "", syscall.ENOENT
	}
	k, err := f.Fd()
	if err != nil {
		return "", err
	}
	return sys.FdPath(k) + rest, nil
}

// List returns the fds that are open, if dir is the directory of their names.
func (t *Table) List(dir string) (fds []int, ok bool) {
	switch strings.TrimRight(dir, "/") {
	case "/dev/fd", "/proc/self/fd":
	default:
		return nil, false
	}
	for fd, f := range t.low {
		if f != nil {
			fds = append(fds, fd)
		}
	}
	for _, e := range t.high {
		fds = append(fds, e.fd)
	}
	return fds, true
}

// openNoClobber refuses to truncate an existing regular file: it either
// creates the file itself or opens what is not a regular file. A symbolic
// link to nothing exists, but there is nothing to open.
func openNoClobber(op *Op, path string, c *Context) (int, error) {
	fd, err := files.Create(c.DirFd, path, op.Flags|syscall.O_EXCL, 0o666, c.Umask)
	if err != syscall.EEXIST {
		return fd, err
	}
	fd, err = c.open(path, op.Flags&^(syscall.O_CREAT|syscall.O_TRUNC))
	if err == syscall.ENOENT {
		return -1, syscall.EEXIST
	}
	if err != nil {
		return -1, err
	}
	regular, err := files.IsRegular(fd)
	if regular {
		err = syscall.EEXIST
	}
	if err != nil {
		sys.Close(fd)
		return -1, err
	}
	return fd, nil
}

// isFdPath tells whether path is one of the shell's own fds, which some systems
// do not open anew.
func isFdPath(path string) bool {
	_, _, ok := fdPath(path)
	return ok
}

// fdPath tells whether path is one of the shell's own fds, or, where that is
// a directory, what is below it: these must not be looked up among the
// descriptors of this process. Rest is what follows the number.
func fdPath(path string) (fd int, rest string, ok bool) {
	switch path {
	case "/dev/stdin":
		return 0, "", true
	case "/dev/stdout":
		return 1, "", true
	case "/dev/stderr":
		return 2, "", true
	}
	num, ok := strings.CutPrefix(path, "/dev/fd/")
	if !ok {
		if num, ok = strings.CutPrefix(path, "/proc/self/fd/"); !ok {
			return 0, "", false
		}
	}
	n := 0
	for n < len(num) && n < 9 && '0' <= num[n] && num[n] <= '9' {
		fd = fd*10 + int(num[n]-'0')
		n++
	}
	if n == 0 || num[0] == '0' && n > 1 || n < len(num) && num[n] != '/' {
		return 0, "", false
	}
	return fd, num[n:], true
}
