package rlimit

import (
	"os"
	"testing"

	"gpipe/internal/sys/procfs"
)

func TestThreadsOf(t *testing.T) {
	mine, err := procfs.NumbersIn("/proc/self/task")
	if err != nil {
		t.Skip(err)
	}
	if n := threadsOf(uint32(os.Geteuid())); n < len(mine) {
		t.Errorf("%d threads of this user, %d of this process", n, len(mine))
	}
	if !Room(1) {
		t.Error("no room for one process more")
	}
}
