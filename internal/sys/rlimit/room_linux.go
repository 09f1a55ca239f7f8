package rlimit

import (
	"bytes"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
	"gpipe/internal/sys/files"
	"gpipe/internal/sys/procfs"
)

// smallLimit is the highest limit on processes that room looks at: it costs
// time, and under a higher one there is room.
const smallLimit = 256

// Room tells whether the limits on the processes and threads of this user, and
// of this control group, allow n more.
func Room(n int) bool {
	for _, dir := range pidsGroups() {
		limit, ok := procfs.ReadNumber(dir + "/pids.max")
		if !ok || limit > smallLimit {
			continue
		}
		if used, ok := procfs.ReadNumber(dir + "/pids.current"); ok && used+n > limit {
			return false
		}
	}
	var lim unix.Rlimit
	if unix.Geteuid() == 0 || sys.Getrlimit(unix.RLIMIT_NPROC, &lim) != nil || lim.Cur > smallLimit {
		return true
	}
	return threadsOf(uint32(unix.Getuid()))+n <= int(lim.Cur)
}

// pidsGroups is where the files about this process's control groups may be.
func pidsGroups() []string {
	text, _ := files.ReadFileAt(-1, "/proc/self/cgroup")
	var dirs []string
	for line := range strings.Lines(string(text)) {
		fields := strings.SplitN(strings.TrimSuffix(line, "\n"), ":", 3)
		switch {
		case len(fields) < 3:
		case fields[1] == "pids":
			dirs = append(dirs, filepath.Join("/sys/fs/cgroup/pids", fields[2]))
		case fields[1] == "":
			dirs = append(dirs, filepath.Join("/sys/fs/cgroup", fields[2]))
		}
	}
	return dirs
}

// threadsOf counts the threads of a user's processes.
func threadsOf(uid uint32) int {
	sum := 0
	pids, _ := procfs.NumbersIn("/proc")
	for _, pid := range pids {
		dir := "/proc/" + strconv.Itoa(pid)
		var st syscall.Stat_t
		if syscall.Stat(dir, &st) != nil || st.Uid != uid {
			continue
		}
		text, _ := files.ReadFileAt(-1, dir+"/stat")
		_, rest, _ := bytes.Cut(text[max(bytes.LastIndexByte(text, ')'), 0):], []byte(" "))
		if fields := bytes.Fields(rest); len(fields) > 17 {
			n, _ := strconv.Atoi(string(fields[17]))
			sum += n
		}
	}
	return sum
}
