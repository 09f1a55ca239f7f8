package sys

import "testing"

// TestInterrupted: a call that waits is given up when done is closed, and no
// signal reaches the thread after that.
func TestInterrupted(t *testing.T) {
	id, err := MsgGet(SysVPrivate, SysVCreate|0o600)
	if err != nil {
		t.Skip(err)
	}
	defer MsgRemove(id)
	for range 20 {
		done, over := make(chan struct{}), make(chan error)
		go func() {
			_, err := MsgReceive(done, id, make([]byte, 100), 0, 0)
			over <- err
		}()
		close(done)
		if err := <-over; err != ErrInterrupted {
			t.Fatal(err)
		}
	}
}
