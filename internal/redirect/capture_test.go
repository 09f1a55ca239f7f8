package redirect

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"sync"
	"syscall"
	"testing"

	"gpipe/internal/sys"
	"gpipe/internal/sys/spawn"
)

func TestCaptureInMemory(t *testing.T) {
	checkFds(t)
	c := NewCapture([]byte("before "))
	f := c.File()
	other := f.Ref()
	fmt.Fprint(f, "one ")
	f.Unref()
	fmt.Fprint(other, "two")
	if _, err := f.Read(nil); err != syscall.EBADF {
		t.Error(err)
	}
	other.Unref()
	if got := string(c.Bytes()); got != "before one two" {
		t.Errorf("%q", got)
	}
	if got := string(c.Bytes()); got != "before one two" {
		t.Errorf("again %q", got)
	}
}

// TestCapturePipe: what was written before, through and beside the pipe comes
// in order, and the end is when the last writer is gone.
func TestCapturePipe(t *testing.T) {
	checkFds(t)
	c := NewCapture(nil)
	f := c.File()
	fmt.Fprint(f, "memory ")
	fd, err := f.Fd()
	if err != nil {
		t.Fatal(err)
	}
	if again, _ := f.Fd(); again != fd {
		t.Errorf("two pipes: %d, %d", fd, again)
	}
	outside, err := sys.Dup(fd)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(f, "file ")
	big := bytes.Repeat([]byte("0123456789"), 100000)
	if _, err := f.Write(big); err != nil {
		t.Error(err)
	}
	f.Unref()
	done := make(chan []byte)
	go func() { done <- c.Bytes() }()
	sys.Write(outside, []byte(" outside"))
	sys.Close(outside)
	if got := string(<-done); got != "memory file "+string(big)+" outside" {
		t.Errorf("%d bytes: %.30q", len(got), got)
	}
}

// TestCaptureRace: many writers, some of which need the pipe, and Bytes.
func TestCaptureRace(t *testing.T) {
	checkFds(t)
	const writers, lines = 16, 50
	c := NewCapture(nil)
	var all sync.WaitGroup
	for i := range writers {
		f := c.File().Ref()
		all.Go(func() {
			defer f.Unref()
			for n := range lines {
				if n == i {
					if _, err := f.Fd(); err != nil {
						t.Error(err)
					}
				}
				fmt.Fprintf(f, "%02d\n", i)
			}
		})
	}
	c.File().Unref()
	got := strings.Fields(string(c.Bytes()))
	all.Wait()
	count := map[string]int{}
	for _, line := range got {
		count[line]++
	}
	for i := range writers {
		if n := count[fmt.Sprintf("%02d", i)]; n != lines {
			t.Errorf("writer %d: %d lines", i, n)
		}
	}
}

// TestMapCapture: a table with a capture can be mapped as long as there are
// descriptors.
func TestMapCapture(t *testing.T) {
	checkFds(t)
	c := NewCapture(nil)
	tab := table()
	tab.Set(1, c.File())
	m, err := tab.Map(nil)
	if err != nil || len(m) != 4 || m[1].Child != 1 || m[1].Parent < 3 || m[3].Child != 30 {
		t.Errorf("%v, %v", m, err)
	}
	tab.Close()
	c.Bytes()
}

func TestMapFails(t *testing.T) {
	checkFds(t)
	c := NewCapture(nil)
	var tab Table
	tab.Set(0, Borrow(0))
	tab.Set(11, c.File())
	defer tab.Close()
	fill(t)
	dst := []spawn.FdMap{{Child: 99}}
	m, err := tab.Map(dst)
	var e *Error
	if !errors.As(err, &e) || e.Name != "11" || !errors.Is(err, syscall.EMFILE) || len(m) != 1 {
		t.Errorf("%v, %v", m, err)
	}
	if _, err := c.File().Write([]byte("x")); err != nil {
		t.Errorf("the capture is still in memory: %v", err)
	}
}

// fill takes all descriptors there are, under a lower limit, until the end of
// the test.
func fill(t *testing.T) {
	t.Helper()
	var was syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &was); err != nil {
		t.Fatal(err)
	}
	low := was
	low.Cur = 64
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &low); err != nil {
		t.Fatal(err)
	}
	var fds []int
	for {
		fd, err := syscall.Dup(0)
		if err != nil {
			break
		}
		fds = append(fds, fd)
	}
	t.Cleanup(func() {
		for _, fd := range fds {
			syscall.Close(fd)
		}
		syscall.Setrlimit(syscall.RLIMIT_NOFILE, &was)
	})
}

func BenchmarkCapture(b *testing.B) {
	b.Run("memory", func(b *testing.B) {
		b.ReportAllocs()
		buf := make([]byte, 0, 100)
		for b.Loop() {
			c := NewCapture(buf)
			c.File().Write([]byte("hello\n"))
			c.File().Unref()
			c.Bytes()
		}
	})
	b.Run("pipe", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			c := NewCapture(nil)
			c.File().Fd()
			c.File().Write([]byte("hello\n"))
			c.File().Unref()
			c.Bytes()
		}
	})
}
