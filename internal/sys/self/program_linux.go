package self

import "golang.org/x/sys/unix"

const selfPath = "/proc/self/exe"

// Program returns a path that executes the program this process runs, whatever
// has become of its file since; "" where there is none. If it can be it is
// the file's own name, which process lists then show.
func Program() string {
	var buf [unix.PathMax]byte
	n, err := unix.Readlink(selfPath, buf[:])
	if err != nil || n <= 0 {
		return ""
	}
	var named, own unix.Stat_t
	name := string(buf[:n])
	if unix.Stat(name, &named) == nil && unix.Stat(selfPath, &own) == nil && named.Dev == own.Dev && named.Ino == own.Ino {
		return name
	}
	return selfPath
}
