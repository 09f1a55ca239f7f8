package thread_test

import (
	"testing"

	"gpipe/internal/sys/sysv"
	"gpipe/internal/sys/thread"
)

// TestInterrupted: a call that waits is given up when done is closed, and no
// signal reaches the thread after that.
func TestInterrupted(t *testing.T) {
	id, err := sysv.MsgGet(sysv.SysVPrivate, sysv.SysVCreate|0o600)
	if err != nil {
		t.Skip(err)
	}
	defer sysv.MsgRemove(id)
	for range 20 {
		done, over := make(chan struct{}), make(chan error)
		go func() {
			_, err := sysv.MsgReceive(done, id, make([]byte, 100), 0, 0)
			over <- err
		}()
		close(done)
		if err := <-over; err != thread.ErrInterrupted {
			t.Fatal(err)
		}
	}
}
