package stdio

import (
	"bytes"
	"errors"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"gpipe/internal/pipeline"
	"gpipe/internal/redirect"
)

// bound is as long as no test here may take.
const bound = time.Minute

// write writes to what a table has as a descriptor.
func write(t *testing.T, table *redirect.Table, fd int, text string) {
	t.Helper()
	if _, err := table.Get(fd).Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
}

func TestRead(t *testing.T) {
	var s Streams
	table := &redirect.Table{}
	text := strings.Repeat("some text\n", 20000)
	if err := s.Read(table, 0, strings.NewReader(text)); err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	buf := make([]byte, 1<<16)
	for {
		n, err := table.Get(0).Read(buf)
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			break
		}
		got.Write(buf[:n])
	}
	if got.String() != text {
		t.Errorf("%d bytes of %d", got.Len(), len(text))
	}
	table.Close()
	if err := s.Close(bound); err != nil {
		t.Error(err)
	}
}

// TestFlush: what was written before a flush has reached the writer after it, and
// two descriptors with one writer are in order.
func TestFlush(t *testing.T) {
	var s Streams
	table := &redirect.Table{}
	var out bytes.Buffer
	for _, fd := range []int{1, 2} {
		if err := s.Write(table, fd, &out); err != nil {
			t.Fatal(err)
		}
	}
	for _, step := range []struct {
		fd         int
		text, want string
	}{{1, "one ", "one "}, {2, "two ", "one two "}, {1, "three", "one two three"}} {
		s.Publish() // what was read of out comes before what is written now
		write(t, table, step.fd, step.text)
		if err := s.Flush(); err != nil || out.String() != step.want {
			t.Errorf("%q, %v, want %q", out.String(), err, step.want)
		}
	}
	table.Close()
	if err := s.Close(bound); err != nil {
		t.Error(err)
	}
}

// badWriter is a writer with an error of its own.
type badWriter struct{ err error }

func (w *badWriter) Write([]byte) (int, error) { return 0, w.err }

// TestFailure: the error of a writer is told once, with the stream's name.
func TestFailure(t *testing.T) {
	own := errors.New("own")
	var s Streams
	table := &redirect.Table{}
	if err := s.Write(table, 2, &badWriter{own}); err != nil {
		t.Fatal(err)
	}
	write(t, table, 2, "text")
	err := s.Flush()
	var e *pipeline.Error
	if !errors.As(err, &e) || e.Name != "stderr" || !errors.Is(err, own) {
		t.Errorf("%v", err)
	}
	if err := s.Flush(); err != nil {
		t.Errorf("once more: %v", err)
	}
	table.Close()
	if err := s.Close(bound); err != nil {
		t.Error(err)
	}
}

// TestCloseDoesNotWait: of output that somebody holds open what was written is
// copied, and that it was not the end is told.
func TestCloseDoesNotWait(t *testing.T) {
	var s Streams
	table := &redirect.Table{}
	var out bytes.Buffer
	if err := s.Write(table, 1, &out); err != nil {
		t.Fatal(err)
	}
	holder := table.Get(1).Ref()
	write(t, table, 1, "text")
	table.Close()
	if err := s.Close(0); !errors.Is(err, pipeline.ErrDrain) || out.String() != "text" {
		t.Errorf("%q, %v", out.String(), err)
	}
	holder.Unref()
}

// TestDirect: a file is the shell's own, without a copy, and no reader is /dev/null.
func TestDirect(t *testing.T) {
	f, err := os.CreateTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var s Streams
	table := &redirect.Table{}
	if err := s.Write(table, 1, f); err != nil {
		t.Fatal(err)
	}
	if err := s.Read(table, 0, nil); err != nil {
		t.Fatal(err)
	}
	write(t, table, 1, "text")
	if text, err := os.ReadFile(f.Name()); string(text) != "text" || err != nil {
		t.Errorf("%q, %v", text, err)
	}
	if n, err := table.Get(0).Read(make([]byte, 1)); n != 0 || err != nil {
		t.Errorf("/dev/null: %d, %v", n, err)
	}
	table.Close()
	if err := s.Close(bound); err != nil || len(s.feeds)+len(s.drains) != 0 {
		t.Error(err)
	}
}

// TestHost: a descriptor that is closed in this process is closed in the shell, and
// one that children would have is there.
func TestHost(t *testing.T) {
	var s Streams
	table := &redirect.Table{}
	r, w, err := os.Pipe() // close-on-exec
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	defer w.Close()
	if err := s.Host(table, int(w.Fd())); err != nil || table.Get(int(w.Fd())) != nil {
		t.Errorf("close-on-exec: %v", err)
	}
	if _, _, e := syscall.Syscall(syscall.SYS_FCNTL, w.Fd(), syscall.F_SETFD, 0); e != 0 {
		t.Fatal(e)
	}
	if err := s.Host(table, int(w.Fd())); err != nil {
		t.Fatal(err)
	}
	write(t, table, int(w.Fd()), "text")
	buf := make([]byte, 4)
	if _, err := io.ReadFull(r, buf); err != nil || string(buf) != "text" {
		t.Errorf("%q, %v", buf, err)
	}
	table.Close()
}
