package poll

import (
	"syscall"
	"testing"
	"time"

	"gpipe/internal/sys"
)

func TestWaitReadable(t *testing.T) {
	r, w, err := sys.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	if ready, err := WaitReadable(r, 0); ready || err != nil {
		t.Errorf("an empty pipe: %t, %v", ready, err)
	}
	if ready, err := WaitReadable(r, time.Microsecond); ready || err != nil {
		t.Errorf("an empty pipe: %t, %v", ready, err)
	}
	sys.Write(w, []byte("x"))
	if ready, err := WaitReadable(r, -1); !ready || err != nil {
		t.Errorf("a pipe with data: %t, %v", ready, err)
	}
	sys.Read(r, make([]byte, 1))
	sys.Close(w)
	if ready, err := WaitReadable(r, time.Hour); !ready || err != nil {
		t.Errorf("a pipe at its end: %t, %v", ready, err)
	}
	sys.Close(r)
	if _, err := WaitReadable(1<<20, 0); err != syscall.EBADF {
		t.Errorf("a closed descriptor: %v", err)
	}
}
