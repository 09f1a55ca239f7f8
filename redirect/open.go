package redirect

import (
	"strings"
	"syscall"

	"gpipe/internal/sys"
)

// open opens op.Path by the rules of XCU 2.7.
func (t *Table) open(op *Op, c *Context) (int, error) {
	path := op.Path
	if n, rest, ok := fdPath(path); ok {
		f := t.Get(n)
		if f == nil {
			return -1, syscall.ENOENT
		}
		k, err := f.Fd()
		if err != nil {
			return -1, err
		}
		path = sys.FdPath(k) + rest
	}
	if c.NoClobber && !op.Clobber && op.Flags&syscall.O_TRUNC != 0 {
		return openNoClobber(op, path, c)
	}
	return c.open(path, op.Flags)
}

// openNoClobber refuses to truncate an existing regular file: it either
// creates the file itself or opens what is not a regular file. A symbolic
// link to nothing exists, but there is nothing to open.
func openNoClobber(op *Op, path string, c *Context) (int, error) {
	fd, err := sys.Create(c.DirFd, path, op.Flags|syscall.O_EXCL, 0o666, c.Umask)
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
	regular, err := sys.IsRegular(fd)
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
