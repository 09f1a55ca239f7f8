package redirect

import (
	"errors"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
)

func mkfifo(t *testing.T, dir string) {
	t.Helper()
	if err := syscall.Mkfifo(filepath.Join(dir, "fifo"), 0o600); err != nil {
		t.Skip(err)
	}
}

// TestFifoGivenUp: the wait for the other end ends with Done, at whichever
// moment that comes, and leaves nothing.
func TestFifoGivenUp(t *testing.T) {
	checkFds(t)
	c, dir := context(t)
	mkfifo(t, dir)
	routines := runtime.NumGoroutine()
	for i := range 60 {
		done := make(chan struct{})
		c.Done = done
		op := In(0, "fifo")
		if i%2 == 0 {
			op = Append(1, "fifo")
		}
		c.NoClobber = i%3 == 0
		go func() {
			for range i {
				runtime.Gosched()
			}
			close(done)
		}()
		var tab Table
		if _, err := tab.Apply([]Op{op}, c); !errors.Is(err, syscall.EINTR) {
			t.Fatal(err)
		}
	}
	for runtime.NumGoroutine() > routines {
		runtime.Gosched()
	}
}

// TestFifo: both ends meet.
func TestFifo(t *testing.T) {
	checkFds(t)
	c, dir := context(t)
	mkfifo(t, dir)
	done := make(chan struct{})
	defer close(done)
	c.Done = done
	wrote := make(chan error)
	go func() {
		var tab Table
		_, err := tab.Apply([]Op{Out(1, "fifo")}, c)
		if err == nil {
			_, err = tab.Get(1).Write([]byte("through"))
		}
		tab.Close()
		wrote <- err
	}()
	var tab Table
	defer tab.Close()
	if _, err := tab.Apply([]Op{In(0, "fifo")}, c); err != nil {
		t.Fatal(err)
	}
	buf := make([]byte, 20)
	if n, err := tab.Get(0).Read(buf); string(buf[:n]) != "through" || err != nil {
		t.Errorf("%q, %v", buf[:n], err)
	}
	if err := <-wrote; err != nil {
		t.Error(err)
	}
}
