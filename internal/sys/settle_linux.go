package sys

import (
	"bytes"
	"strconv"
	"time"

	"golang.org/x/sys/unix"
)

// settle waits until the handlers have run of the signals in mask that were
// sent to the process. It is for a program without the entry point that has one
// thread take them all: there any thread may have taken one and not have run
// since, while another one takes what was sent later. A thread handles the
// signals that are its own after the ones that it has taken.
func settle(mask uint64) {
	if unreserved() != 0 || mask == 0 {
		return
	}
	end := time.Now().Add(100 * time.Millisecond) // one may be blocked from outside
	for pending("/proc/self/status", "ShdPnd")&mask != 0 && time.Now().Before(end) {
		time.Sleep(20 * time.Microsecond)
	}
	pid := unix.Getpid()
	for _, tid := range threads() {
		if unix.Tgkill(pid, tid, syncSignal) != nil {
			continue // it has ended
		}
		status := "/proc/self/task/" + strconv.Itoa(tid) + "/status"
		for pending(status, "SigPnd")&sigbit(syncSignal) != 0 && time.Now().Before(end) {
			time.Sleep(20 * time.Microsecond)
		}
	}
}

// threads lists the threads of this process.
func threads() []int {
	fd, err := unix.Open("/proc/self/task", unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil
	}
	defer unix.Close(fd)
	var buf [4096]byte
	var names []string
	for {
		n, err := unix.ReadDirent(fd, buf[:])
		if n <= 0 || err != nil {
			break
		}
		_, _, names = unix.ParseDirent(buf[:n], -1, names)
	}
	var tids []int
	for _, name := range names {
		if tid, err := strconv.Atoi(name); err == nil {
			tids = append(tids, tid)
		}
	}
	return tids
}

// pending returns the signals in a line of a status file of proc(5), 0 without
// one.
func pending(file, line string) uint64 {
	fd, err := unix.Open(file, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return 0
	}
	defer unix.Close(fd)
	var buf [4096]byte
	n, _ := unix.Read(fd, buf[:])
	_, rest, _ := bytes.Cut(buf[:max(n, 0)], []byte("\n"+line+":\t"))
	hex, _, _ := bytes.Cut(rest, []byte("\n"))
	set, _ := strconv.ParseUint(string(hex), 16, 64)
	return set
}
