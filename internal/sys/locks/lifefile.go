package locks

import (
	"math/rand/v2"
	"os"
	"strconv"
	"sync"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
	"gpipe/internal/sys/files"
)

// lifeFile is a file on which this process has a lock as long as it lives:
// where the kernel keeps no lists of words, others see by it whether the
// process has ended. There is one, when it is needed.
var lifeFile struct {
	sync.Mutex
	users int
	fd    int
	token uint32
}

// LifeDir is the directory of the files by which processes of this user see
// that others live.
func LifeDir() string {
	dir := "/tmp"
	if files.IsDir(-1, "/dev/shm") == nil {
		dir = "/dev/shm"
	}
	return dir + "/gpipe-" + strconv.Itoa(sys.Geteuid())
}

// PrivateDir is OpenPrivateDir, but makes the directory if it is not there.
func PrivateDir(path string) (int, error) {
	switch err := unix.Mkdir(path, 0o700); err {
	case nil:
		if err := unix.Chmod(path, 0o700); err != nil { // whatever the umask is
			return -1, err
		}
	case unix.EEXIST:
	default:
		return -1, err
	}
	return OpenPrivateDir(path)
}

// OpenPrivateDir opens a directory. EPERM says that it belongs to someone
// else, or that others may use it, ENOTDIR or ELOOP that it is something else.
func OpenPrivateDir(path string) (int, error) {
	fd, err := sys.Open(-1, path, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_NOFOLLOW, 0)
	if err != nil {
		return -1, err
	}
	if st, err := files.StatFd(fd); err != nil || st.Uid != sys.Geteuid() || st.Perm&0o077 != 0 {
		sys.Close(fd)
		return -1, unix.EPERM
	}
	return fd, nil
}

// lifePrefix is how the names of the files begin.
const lifePrefix = "life:"

func lifeName(pid int, token uint32) string {
	return lifePrefix + strconv.Itoa(pid) + ":" + strconv.FormatUint(uint64(token), 16)
}

// Live has LifeFileEnded tell, from here on, that this process lives. What it
// returns, bits of mask, names it together with the process id.
func Live(mask uint32) (token uint32, err error) {
	l := &lifeFile
	l.Lock()
	defer l.Unlock()
	if l.users == 0 {
		if l.fd, l.token, err = newLifeFile(mask); err != nil {
			return 0, err
		}
	}
	l.users++
	return l.token, nil
}

func newLifeFile(mask uint32) (fd int, token uint32, err error) {
	dirfd, err := PrivateDir(LifeDir())
	if err != nil {
		return -1, 0, err
	}
	defer sys.Close(dirfd)
	files.SweepLocked(dirfd, lifePrefix)
	for {
		token = rand.Uint32() & mask
		fd, err = files.CreateLocked(dirfd, lifeName(os.Getpid(), token))
		if fd >= 0 || err != nil {
			return fd, token, err
		}
	}
}

// Unlive ends what one call of Live has begun.
func Unlive() {
	l := &lifeFile
	l.Lock()
	defer l.Unlock()
	if l.users--; l.users > 0 {
		return
	}
	if dirfd, err := PrivateDir(LifeDir()); err == nil {
		files.Unlink(dirfd, lifeName(os.Getpid(), l.token))
		sys.Close(dirfd)
	}
	sys.Close(l.fd)
}

// LifeFileEnded tells whether the process that Live has named so has ended,
// and takes its file away then. In doubt it lives.
func LifeFileEnded(pid int, token uint32) bool {
	dirfd, err := PrivateDir(LifeDir())
	if err != nil {
		return false
	}
	defer sys.Close(dirfd)
	return files.RemoveUnlocked(dirfd, lifeName(pid, token))
}
