package files

import (
	"strconv"
	"sync/atomic"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
)

// Unnamed is a new file that nobody can open yet.
type Unnamed struct {
	Fd    int
	dirfd int
	temp  string // the name it has meanwhile where there are no files without one
}

// temporary numbers the names of Unnamed files.
var temporary atomic.Uint32

// NewUnnamed makes a file in the directory dirfd with exactly the permission
// bits of mode.
func NewUnnamed(dirfd int, mode uint32) (*Unnamed, error) {
	u := &Unnamed{Fd: -1, dirfd: dirfd}
	if fd, err := openUnnamed(dirfd, mode); err == nil {
		u.Fd = fd
	} else {
		if err := u.openTemporary(); err != nil {
			return nil, err
		}
	}
	if err := unix.Fchmod(u.Fd, mode); err != nil {
		u.Forget()
		return nil, err
	}
	return u, nil
}

// openTemporary makes a file with a name that nobody uses, and locks it for as
// long as it has that.
func (u *Unnamed) openTemporary() (err error) {
	for u.Fd < 0 {
		u.temp = temporaryPrefix + strconv.Itoa(sys.Getpid()) + ":" + strconv.Itoa(int(temporary.Add(1)))
		if u.Fd, err = CreateLocked(u.dirfd, u.temp); err != nil {
			return err
		}
	}
	return nil
}

// temporaryPrefix is how the names of Unnamed files begin.
const temporaryPrefix = "new:"

// Sweep takes away what processes that were killed while they made files have
// left in the directory, which is one for such files alone.
func (u *Unnamed) Sweep() {
	if u.temp != "" {
		SweepLocked(u.dirfd, temporaryPrefix)
	}
}

// Publish gives the file a name in its directory: EEXIST, if there is one.
func (u *Unnamed) Publish(name string) error {
	if u.temp != "" {
		return unix.Linkat(u.dirfd, u.temp, u.dirfd, name, 0)
	}
	return unix.Linkat(unix.AT_FDCWD, sys.FdPath(u.Fd), u.dirfd, name, unix.AT_SYMLINK_FOLLOW)
}

// Settled ends the making of the file: Fd is the caller's from here on.
func (u *Unnamed) Settled() {
	if u.temp != "" {
		unix.Unlinkat(u.dirfd, u.temp, 0)
		Flock(u.Fd, LockNone, false)
		u.temp = ""
	}
}

// Forget closes the file; unless it was published, it is gone.
func (u *Unnamed) Forget() {
	u.Settled()
	sys.Close(u.Fd)
}

// Unlink removes a name from the directory dirfd.
func Unlink(dirfd int, name string) error { return unix.Unlinkat(dirfd, name, 0) }

// RemoveDir removes a directory that is empty.
func RemoveDir(dirfd int, name string) error { return unix.Unlinkat(dirfd, name, unix.AT_REMOVEDIR) }

// Mkdir makes a directory.
func Mkdir(path string, mode uint32) error { return unix.Mkdir(path, mode) }

// StatFd is StatFile for an open file.
func StatFd(fd int) (Status, error) {
	var st unix.Stat_t
	for {
		err := unix.Fstat(fd, &st)
		if err == nil {
			return statusOf(&st), nil
		}
		if err != unix.EINTR {
			return Status{}, err
		}
	}
}

// Allocate makes the new file fd size bytes long and sees to it that there is
// room for them: ENOSPC comes from here, and not when the memory is used.
func Allocate(fd int, size int64) error {
	err := preallocate(fd, size)
	if err != unix.EOPNOTSUPP && err != unix.ENOSYS && err != unix.EPERM {
		return err
	}
	zeros := make([]byte, min(size, 1<<20))
	for at := int64(0); at < size; {
		n, err := unix.Pwrite(fd, zeros[:min(size-at, int64(len(zeros)))], at)
		if err != nil && err != unix.EINTR {
			return err
		}
		at += int64(max(n, 0))
	}
	return nil
}

// ReadFileFrom reads into p from an offset of fd; less than len(p) only where
// the file ends.
func ReadFileFrom(fd int, p []byte, offset int64) (int, error) {
	done := 0
	for done < len(p) {
		n, err := unix.Pread(fd, p[done:], offset+int64(done))
		switch {
		case err == unix.EINTR:
		case err != nil:
			return done, err
		case n == 0:
			return done, nil
		default:
			done += n
		}
	}
	return done, nil
}

// Kinds of locks for Flock.
const (
	LockShared    = unix.LOCK_SH
	LockExclusive = unix.LOCK_EX
	LockNone      = unix.LOCK_UN
)

// Flock is flock(2): EWOULDBLOCK, unless wait, when another has the lock.
func Flock(fd, kind int, wait bool) error {
	if !wait {
		kind |= unix.LOCK_NB
	}
	for {
		if err := unix.Flock(fd, kind); err != unix.EINTR {
			return err
		}
	}
}

// ReadWrite is how Open opens what is to be read and written; NoFollow has it
// refuse a symbolic link.
const (
	ReadWrite  = unix.O_RDWR
	ReadOnly   = unix.O_RDONLY
	CreateFile = unix.O_CREAT
	NoFollow   = unix.O_NOFOLLOW | unix.O_NONBLOCK
	Directory  = unix.O_DIRECTORY
)
