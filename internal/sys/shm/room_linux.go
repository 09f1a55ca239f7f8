//go:build linux && !ipcportable

package shm

import (
	"bytes"
	"math"
	"path/filepath"
	"strconv"
	"strings"

	"gpipe/internal/sys/files"
	"gpipe/internal/sys/procfs"
)

// largeMemory is from how many bytes on it is found out whether there is as
// much memory: a file in memory has no limit, and what is too much is not an
// error but ends this process, or others.
const largeMemory = 16 << 20

// memoryRoom tells whether there are size bytes of memory, as far as is known.
func memoryRoom(size int64) bool {
	if size < largeMemory {
		return true
	}
	text, err := files.ReadFile("/proc/meminfo")
	if err == nil && size > kilobytes(text, "MemAvailable:")+kilobytes(text, "SwapFree:") {
		return false
	}
	return size <= groupRoom()
}

// kilobytes returns the bytes of a line like "name   123 kB".
func kilobytes(text []byte, name string) int64 {
	_, rest, found := bytes.Cut(text, []byte(name))
	fields := bytes.Fields(rest)
	if !found || len(fields) == 0 {
		return 0
	}
	n, _ := strconv.ParseInt(string(fields[0]), 10, 64)
	return n << 10
}

// groupRoom returns how much memory the limits of this process's control groups
// leave.
func groupRoom() int64 {
	left := int64(math.MaxInt64)
	text, _ := files.ReadFile("/proc/self/cgroup")
	for line := range strings.Lines(string(text)) {
		fields := strings.SplitN(strings.TrimSuffix(line, "\n"), ":", 3)
		if len(fields) < 3 {
			continue
		}
		dir, limit, used := "/sys/fs/cgroup", "memory.max", "memory.current"
		if fields[1] == "memory" {
			dir, limit, used = "/sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.usage_in_bytes"
		} else if fields[1] != "" {
			continue
		}
		dir = filepath.Join(dir, fields[2])
		if max, ok := procfs.ReadNumber(filepath.Join(dir, limit)); ok {
			now, _ := procfs.ReadNumber(filepath.Join(dir, used))
			left = min(left, int64(max-now))
		}
	}
	return left
}
