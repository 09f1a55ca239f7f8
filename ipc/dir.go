//go:build !windows

package ipc

import (
	"errors"
	"io/fs"
	"path/filepath"
	"slices"

	"gpipe/internal/sys"
	"gpipe/internal/sys/files"
	"gpipe/internal/sys/locks"
)

// Dir is a directory with the names of shared memory. It belongs to one user,
// and no other may use it: anything else is ErrUntrusted. A name has 1 to 200
// of the characters A-Z a-z 0-9 . _ - and is not "." or "..".
type Dir struct{ path string }

// DefaultDir is the directory that Create and Open use: gpipe in
// $XDG_RUNTIME_DIR, if that is an absolute path, else gpipe-UID in /dev/shm, or
// in /tmp where there is no /dev/shm. It is made when something is created.
func DefaultDir() Dir { return DirIn(sys.Getenv("XDG_RUNTIME_DIR")) }

// DirIn is what DefaultDir is where $XDG_RUNTIME_DIR has the given value.
func DirIn(run string) Dir {
	if filepath.IsAbs(run) {
		return Dir{filepath.Join(run, "gpipe")}
	}
	return Dir{locks.LifeDir()}
}

// DirAt is the directory with the given path, which Create makes if only its
// last part is missing.
func DirAt(path string) Dir { return Dir{path} }

// Path returns the path of the directory.
func (d Dir) Path() string { return d.path }

// Create makes memory of size bytes, all zeros, with a name. Perm has the
// permission bits of its file: 0o600, or fewer; bits for others are
// ErrUntrusted. It is fs.ErrExist if there is something of that name, and
// ENOSPC if there is not as much memory. Other processes see the name when the
// memory is complete.
func (d Dir) Create(name string, size int, perm fs.FileMode) (*Memory, error) {
	m, err := d.createMemory(name, size, perm)
	return m, failed("create", name, err)
}

func (d Dir) createMemory(name string, size int, perm fs.FileMode) (*Memory, error) {
	if !isName(name) || perm&^fs.ModePerm != 0 {
		return nil, sys.EINVAL
	}
	if perm&0o077 != 0 {
		return nil, ErrUntrusted
	}
	all, err := whole(size)
	if err != nil {
		return nil, err
	}
	dirfd, err := d.openDir(true)
	if err != nil {
		return nil, err
	}
	defer sys.Close(dirfd)
	if files.Exists(dirfd, name) {
		return nil, sys.EEXIST
	}
	u, err := files.NewUnnamed(dirfd, uint32(perm))
	if err != nil {
		return nil, err
	}
	u.Sweep()
	m, err := d.fill(u, name, size, all)
	if err != nil {
		u.Forget()
		return nil, err
	}
	u.Settled()
	sys.Close(u.Fd)
	return m, nil
}

// fill makes memory of the new file and publishes it.
func (d Dir) fill(u *files.Unnamed, name string, size, all int) (*Memory, error) {
	if err := files.Allocate(u.Fd, int64(all)); err != nil {
		return nil, err
	}
	st, err := files.StatFd(u.Fd)
	if err != nil {
		return nil, err
	}
	r, err := newRegion(name, u.Fd, size)
	if err != nil {
		return nil, err
	}
	if err := u.Publish(name); err != nil {
		r.close()
		return nil, err
	}
	m := ofRegion(r, -1)
	m.remove = func() error { return d.removeFile(name, &st) }
	return m, nil
}

// Open opens the memory that Create has made with a name. It is fs.ErrNotExist
// if there is none, ErrUntrusted if its file belongs to another user or others
// may write to it, or if the name is that of a symbolic link, and ErrLayout or
// ErrTruncated if the file is none that Create has made.
func (d Dir) Open(name string) (*Memory, error) {
	m, err := d.openMemory(name)
	return m, failed("open", name, err)
}

func (d Dir) openMemory(name string) (*Memory, error) {
	fd, err := d.openFile(name, files.ReadWrite)
	if err != nil {
		return nil, err
	}
	defer sys.Close(fd)
	r, err := openRegion(name, fd)
	if err != nil {
		return nil, err
	}
	return ofRegion(r, -1), nil
}

// openFile opens the file of a name and sees that it is one to be trusted.
func (d Dir) openFile(name string, flags int) (int, error) {
	if !isName(name) {
		return -1, sys.EINVAL
	}
	dirfd, err := d.openDir(false)
	if err != nil {
		return -1, err
	}
	defer sys.Close(dirfd)
	fd, err := sys.Open(dirfd, name, flags|files.NoFollow, 0)
	switch err {
	case nil:
	case sys.ELOOP, sys.EMLINK:
		return -1, ErrUntrusted
	case sys.EISDIR:
		return -1, ErrLayout
	default:
		return -1, err
	}
	st, err := files.StatFd(fd)
	switch {
	case err != nil:
	case st.Kind != files.KindRegular:
		err = ErrLayout
	case st.Uid != sys.Geteuid() || st.Perm&0o022 != 0:
		err = ErrUntrusted
	default:
		return fd, nil
	}
	sys.Close(fd)
	return -1, err
}

// OpenOrCreate is Open, or Create if there is nothing of that name. Memory that
// is there and has fewer bytes is ErrLayout.
func (d Dir) OpenOrCreate(name string, size int, perm fs.FileMode) (*Memory, error) {
	for {
		m, err := d.Open(name)
		switch {
		case err == nil && m.Len() < size:
			m.Close()
			return nil, failed("open", name, ErrLayout)
		case err == nil || !errors.Is(err, fs.ErrNotExist):
			return m, err
		}
		m, err = d.Create(name, size, perm)
		if err == nil || !errors.Is(err, fs.ErrExist) {
			return m, err
		}
	}
}

// Remove removes a name, whoever has made it: processes that have the memory
// open keep it. This is for cleaning up: see List for what nobody has open.
func (d Dir) Remove(name string) error {
	return failed("remove", name, d.removeFile(name, nil))
}

// removeFile removes the name if it is that of the file with the given state.
func (d Dir) removeFile(name string, is *files.Status) error {
	if !isName(name) {
		return sys.EINVAL
	}
	dirfd, err := d.openDir(false)
	if err != nil {
		return err
	}
	defer sys.Close(dirfd)
	// One at a time, so that it is not another file's name meanwhile.
	flockSoon(dirfd)
	if is != nil {
		st, err := files.StatFile(dirfd, name, false)
		if err == sys.ENOENT || err == nil && !st.SameAs(is) {
			return ErrRemoved
		}
		if err != nil {
			return err
		}
	}
	return files.Unlink(dirfd, name)
}

// LockPath returns the path of the file, for LockFile, by which those who name
// the same lock exclude each other, and makes the directory. Locks have names of
// their own: there may be memory of the same name.
func (d Dir) LockPath(name string) (string, error) {
	if !isName(name) {
		return "", failed("lock", name, sys.EINVAL)
	}
	dirfd, err := d.openDir(true)
	if err != nil {
		return "", failed("open", d.path, err)
	}
	sys.Close(dirfd)
	return d.path + "/" + lockPrefix + name, nil
}

// lockPrefix is what the names of the files of locks begin with.
const lockPrefix = "lock:"

// open opens the directory.
func (d Dir) openDir(create bool) (int, error) {
	var fd int
	var err error
	if create {
		fd, err = locks.PrivateDir(d.path)
	} else {
		fd, err = locks.OpenPrivateDir(d.path)
	}
	switch err {
	case sys.EPERM, sys.ELOOP, sys.ENOTDIR, sys.EMLINK:
		return -1, ErrUntrusted
	}
	return fd, err
}

// ValidName tells whether a name is one that a Dir takes.
func ValidName(name string) bool { return isName(name) }

func isName(name string) bool {
	if len(name) < 1 || len(name) > 200 || name == "." || name == ".." {
		return false
	}
	return !slices.ContainsFunc([]byte(name), func(c byte) bool {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '.', c == '_', c == '-':
			return false
		}
		return true
	})
}

// Create is Dir.Create in the DefaultDir.
func Create(name string, size int, perm fs.FileMode) (*Memory, error) {
	return DefaultDir().Create(name, size, perm)
}

// Open is Dir.Open in the DefaultDir.
func Open(name string) (*Memory, error) { return DefaultDir().Open(name) }

// OpenOrCreate is Dir.OpenOrCreate in the DefaultDir.
func OpenOrCreate(name string, size int, perm fs.FileMode) (*Memory, error) {
	return DefaultDir().OpenOrCreate(name, size, perm)
}
