package carrier

import (
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"gpipe/internal/sys"
	"gpipe/internal/sys/files"
	"gpipe/internal/sys/locks"
	"gpipe/internal/sys/signals"
)

// dirPrefix begins the name of a directory for the connections of a shell; its
// process id follows.
const dirPrefix = "on."

// DirOf is the directory for the connections of the shell whose process id is pid,
// in the directory of what processes of this user share.
func DirOf(shared string, pid int) string {
	return filepath.Join(shared, dirPrefix+strconv.Itoa(pid))
}

// openDir opens the directory. Who makes it takes those away of shells that have
// ended.
func (h *Host) openDir() (int, error) {
	if fd, err := locks.OpenPrivateDir(h.Dir); err != syscall.ENOENT {
		return fd, err
	}
	shared, err := locks.PrivateDir(filepath.Dir(h.Dir))
	if err != nil {
		return -1, err
	}
	defer sys.Close(shared)
	sweep(shared)
	return locks.PrivateDir(h.Dir)
}

func sweep(shared int) {
	for _, name := range namesIn(shared) {
		number, ok := strings.CutPrefix(name, dirPrefix)
		number, _, _ = strings.Cut(number, ".")
		pid, err := strconv.Atoi(number)
		if ok && err == nil && pid > 0 && signals.Kill(pid, 0) == syscall.ESRCH {
			emptyDir(shared, name)
		}
	}
}

// namesIn lists a directory.
func namesIn(dirfd int) (names []string) {
	files.ReadDir(dirfd, ".", make([]byte, files.DirBufSize), func(name []byte, _ files.EntryType) {
		names = append(names, string(name))
	})
	return names
}

// emptyDir removes a directory with the files in it, as far as that can be.
func emptyDir(dirfd int, name string) {
	fd, err := sys.Open(dirfd, name, syscall.O_RDONLY|syscall.O_DIRECTORY|syscall.O_NOFOLLOW, 0)
	if err != nil {
		return
	}
	defer sys.Close(fd)
	for _, file := range namesIn(fd) {
		files.Unlink(fd, file)
	}
	files.RemoveDir(dirfd, name)
}

// Forget removes the directory of a shell that ends. Connections that others
// still use go on.
func Forget(path string) {
	shared, err := locks.OpenPrivateDir(filepath.Dir(path))
	if err != nil {
		return
	}
	defer sys.Close(shared)
	emptyDir(shared, filepath.Base(path))
}
