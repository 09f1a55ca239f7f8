package sys

import (
	"os"
	"testing"
)

func TestThreadsOf(t *testing.T) {
	mine, err := numbersIn("/proc/self/task")
	if err != nil {
		t.Skip(err)
	}
	if n := threadsOf(uint32(os.Geteuid())); n < len(mine) {
		t.Errorf("%d threads of this user, %d of this process", n, len(mine))
	}
	if !room(1) {
		t.Error("no room for one process more")
	}
}
