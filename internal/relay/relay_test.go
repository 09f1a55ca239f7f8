package relay

import (
	"bytes"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
)

// ends makes a pipe whose own end is written to or read.
func ends(t *testing.T, writes bool) (own, other *os.File) {
	t.Helper()
	own, fd, err := Pipe(writes)
	if err != nil {
		t.Fatal(err)
	}
	other = os.NewFile(uintptr(fd), "other")
	t.Cleanup(func() {
		own.Close()
		other.Close()
	})
	return own, other
}

// TestPipe: the end for the children is blocking, and both numbers are above those
// of the standard streams.
func TestPipe(t *testing.T) {
	for _, writes := range []bool{false, true} {
		own, fd, err := Pipe(writes)
		if err != nil {
			t.Fatal(err)
		}
		flags, _, e := syscall.Syscall(syscall.SYS_FCNTL, uintptr(fd), syscall.F_GETFL, 0)
		if e != 0 || flags&syscall.O_NONBLOCK != 0 || fd <= 2 {
			t.Errorf("fd %d has flags %o, %v", fd, flags, e)
		}
		own.Close()
		syscall.Close(fd)
	}
}

// TestFeed: all of the reader comes through the pipe, also what is larger than it.
func TestFeed(t *testing.T) {
	own, other := ends(t, true)
	text := strings.Repeat("0123456789abcdef", 20000)
	fed := make(chan error)
	go func() {
		err := Feed(own, strings.NewReader(text), func() bool { return false })
		own.Close()
		fed <- err
	}()
	got, err := io.ReadAll(other)
	if err != nil || string(got) != text {
		t.Errorf("%d bytes of %d, %v", len(got), len(text), err)
	}
	if err := <-fed; err != nil {
		t.Error(err)
	}
}

// TestFeedEnds: that nobody reads any more, and that it is to stop, is no error.
func TestFeedEnds(t *testing.T) {
	own, other := ends(t, true)
	other.Close()
	if err := Feed(own, strings.NewReader("text"), func() bool { return false }); err != nil {
		t.Errorf("without a reader: %v", err)
	}
	own, _ = ends(t, true)
	if err := Feed(own, reader(func([]byte) (int, error) { panic("it was read") }), func() bool { return true }); err != nil {
		t.Errorf("stopped: %v", err)
	}
}

func TestDrain(t *testing.T) {
	own, other := ends(t, false)
	var out bytes.Buffer
	drained := make(chan error)
	go func() { drained <- Drain(own, &out, nil) }()
	io.WriteString(other, "first ")
	io.WriteString(other, "second")
	other.Close()
	if err := <-drained; err != nil || out.String() != "first second" {
		t.Errorf("%q, %v", out.String(), err)
	}
}

// TestCatchUp: a deadline that has passed has what is in the pipe delivered; the
// writer is not waited for, and its end is told.
func TestCatchUp(t *testing.T) {
	own, other := ends(t, false)
	io.WriteString(other, "text")
	var out bytes.Buffer
	buf := make([]byte, 3)
	if ended, err := CatchUp(own, &out, buf); ended || err != nil || out.String() != "text" {
		t.Errorf("%q, %t, %v", out.String(), ended, err)
	}
	other.Close()
	if ended, err := CatchUp(own, &out, buf); !ended || err != nil {
		t.Errorf("at the end: %t, %v", ended, err)
	}
}

// TestDrainExpired: who is called when a deadline has passed says whether to go on.
func TestDrainExpired(t *testing.T) {
	own, _ := ends(t, false)
	calls := 0
	own.SetReadDeadline(time.Now())
	err := Drain(own, io.Discard, func([]byte) (bool, error) {
		calls++
		return calls == 3, nil
	})
	if err != nil || calls != 3 {
		t.Errorf("%d calls, %v", calls, err)
	}
}

func TestSame(t *testing.T) {
	a, b := &bytes.Buffer{}, &bytes.Buffer{}
	slices := [2]writerOfSlice{{nil}, {nil}}
	for name, c := range map[string]struct {
		a, b io.Writer
		want bool
	}{
		"one":            {a, a, true},
		"two":            {a, b, false},
		"nil":            {nil, nil, false},
		"not comparable": {slices[0], slices[1], false},
	} {
		if Same(c.a, c.b) != c.want {
			t.Errorf("%s: %t", name, !c.want)
		}
	}
}

// writerOfSlice is a writer that can't be compared.
type writerOfSlice struct{ _ []byte }

func (writerOfSlice) Write(p []byte) (int, error) { return len(p), nil }
