package sys

import (
	"syscall"
	"testing"
	"time"
)

func TestWaitReadable(t *testing.T) {
	r, w, err := Pipe()
	if err != nil {
		t.Fatal(err)
	}
	if ready, err := WaitReadable(r, 0); ready || err != nil {
		t.Errorf("an empty pipe: %t, %v", ready, err)
	}
	if ready, err := WaitReadable(r, time.Microsecond); ready || err != nil {
		t.Errorf("an empty pipe: %t, %v", ready, err)
	}
	Write(w, []byte("x"))
	if ready, err := WaitReadable(r, -1); !ready || err != nil {
		t.Errorf("a pipe with data: %t, %v", ready, err)
	}
	Read(r, make([]byte, 1))
	Close(w)
	if ready, err := WaitReadable(r, time.Hour); !ready || err != nil {
		t.Errorf("a pipe at its end: %t, %v", ready, err)
	}
	Close(r)
	if _, err := WaitReadable(1<<20, 0); err != syscall.EBADF {
		t.Errorf("a closed descriptor: %v", err)
	}
}
