//go:build linux

package sys

import (
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

func TestReadWriteNonblocking(t *testing.T) {
	r, w, err := Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer Close(r)
	unix.SetNonblock(r, true)
	unix.SetNonblock(w, true)
	text := make([]byte, 1<<20)
	done := make(chan error)
	go func() {
		n, err := Write(w, text)
		if n != len(text) {
			t.Errorf("wrote %d", n)
		}
		Close(w)
		done <- err
	}()
	sum := 0
	for buf := make([]byte, 10000); ; {
		n, err := Read(r, buf)
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			break
		}
		sum += n
	}
	if err := <-done; err != nil || sum != len(text) {
		t.Errorf("%d bytes, %v", sum, err)
	}
}

// TestWriteBroken: no fd makes a write to a broken pipe deadly.
func TestWriteBroken(t *testing.T) {
	r, w, err := Pipe()
	if err != nil {
		t.Fatal(err)
	}
	Close(r)
	defer Close(w)
	if n, err := Write(w, []byte("x")); n != 0 || err != syscall.EPIPE {
		t.Errorf("%d, %v", n, err)
	}
}
