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
	tids, _ := numbersIn("/proc/self/task")
	for _, tid := range tids {
		if unix.Tgkill(pid, tid, syncSignal) != nil {
			continue // it has ended
		}
		status := "/proc/self/task/" + strconv.Itoa(tid) + "/status"
		for pending(status, "SigPnd")&sigbit(syncSignal) != 0 && time.Now().Before(end) {
			time.Sleep(20 * time.Microsecond)
		}
	}
}

// pending returns the signals in a line of a status file, 0 without one.
func pending(file, name string) uint64 {
	set, _ := strconv.ParseUint(statusLine(file, name), 16, 64)
	return set
}

// statusLine returns what stands behind a name in a status file of proc(5), or
// "".
func statusLine(file, name string) string {
	text, _ := ReadFileAt(-1, file)
	_, rest, _ := bytes.Cut(text, []byte("\n"+name+":\t"))
	line, _, _ := bytes.Cut(rest, []byte("\n"))
	return string(line)
}
