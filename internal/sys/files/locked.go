package files

import (
	"strings"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
)

// CreateLocked makes a file and locks it. It returns -1 if there is one already, or
// if another process, before the lock was there, has taken it for that of a dead
// one.
func CreateLocked(dirfd int, name string) (int, error) {
	fd, err := sys.Open(dirfd, name, unix.O_RDWR|unix.O_CREAT|unix.O_EXCL|unix.O_NOFOLLOW, 0o600)
	if err == unix.EEXIST {
		return -1, nil
	}
	if err != nil {
		return -1, err
	}
	if err = Flock(fd, LockExclusive, true); err == nil {
		var mine Status
		if mine, err = StatFd(fd); err == nil {
			if there, e := StatFile(dirfd, name, false); e == nil && there.SameAs(&mine) {
				return fd, nil
			}
		}
	}
	sys.Close(fd)
	return -1, err
}

// SweepLocked takes away the files whose names begin so of processes that have
// ended.
func SweepLocked(dirfd int, prefix string) {
	var names []string
	ReadDir(dirfd, ".", make([]byte, DirBufSize), func(name []byte, _ EntryType) {
		if strings.HasPrefix(string(name), prefix) {
			names = append(names, string(name))
		}
	})
	for _, name := range names {
		RemoveUnlocked(dirfd, name)
	}
}

// RemoveUnlocked removes a name of a file that nobody has locked; it tells whether
// the name is gone.
func RemoveUnlocked(dirfd int, name string) bool {
	fd, err := sys.Open(dirfd, name, unix.O_RDONLY|unix.O_NOFOLLOW, 0)
	if err != nil {
		return err == unix.ENOENT
	}
	defer sys.Close(fd)
	if Flock(fd, LockShared, false) != nil {
		return false
	}
	Unlink(dirfd, name)
	return true
}
