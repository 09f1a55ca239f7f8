package relay

import (
	"errors"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"
)

type reader func(p []byte) (int, error)

func (r reader) Read(p []byte) (int, error) { return r(p) }

type writer func(p []byte) (int, error)

func (w writer) Write(p []byte) (int, error) { return w(p) }

var errOwn = errors.New("own")

// stubborn is a value whose text can't be had.
type stubborn struct{}

func (stubborn) String() string { panic("no") }

func TestRead(t *testing.T) {
	calls := 0
	for name, c := range map[string]struct {
		in   reader
		n    int
		err  error // errors.Is
		text string
	}{
		"some":           {func(p []byte) (int, error) { return copy(p, "abc"), nil }, 3, nil, ""},
		"some and error": {func(p []byte) (int, error) { return copy(p, "abc"), errOwn }, 3, errOwn, "own"},
		"end":            {func(p []byte) (int, error) { return 0, io.EOF }, 0, io.EOF, "EOF"},
		"nothing, then some": {func(p []byte) (int, error) {
			if calls++; calls < 50 {
				return 0, nil
			}
			return 1, nil
		}, 1, nil, ""},
		"never any":    {func(p []byte) (int, error) { return 0, nil }, 0, io.ErrNoProgress, io.ErrNoProgress.Error()},
		"too many":     {func(p []byte) (int, error) { return len(p) + 1, nil }, 0, nil, "read of 8 bytes gave the count 9"},
		"negative":     {func(p []byte) (int, error) { return -1, nil }, 0, nil, "read of 8 bytes gave the count -1"},
		"negative end": {func(p []byte) (int, error) { return -1, io.EOF }, 0, nil, "read of 8 bytes gave the count -1"},
		"panic":        {func(p []byte) (int, error) { panic("boom") }, 0, nil, "panic: boom"},
		"panic, error": {func(p []byte) (int, error) { panic(errOwn) }, 0, errOwn, "panic: own"},
		"panic, other": {func(p []byte) (int, error) { panic(7) }, 0, nil, "panic"},
		"panic, text":  {func(p []byte) (int, error) { panic(stubborn{}) }, 0, nil, "panic"},
		"nil":          {nil, 0, nil, "panic: runtime error: invalid memory address or nil pointer dereference"},
	} {
		n, err := Read(c.in, make([]byte, 8))
		text := ""
		if err != nil {
			text = err.Error()
		}
		if n != c.n || c.err != nil && !errors.Is(err, c.err) || text != c.text {
			t.Errorf("%s: %d, %v", name, n, err)
		}
	}
}

func TestWrite(t *testing.T) {
	for name, c := range map[string]struct {
		out  writer
		text string
	}{
		"all":            {func(p []byte) (int, error) { return len(p), nil }, ""},
		"all and error":  {func(p []byte) (int, error) { return len(p), errOwn }, "own"},
		"error":          {func(p []byte) (int, error) { return 0, errOwn }, "own"},
		"short":          {func(p []byte) (int, error) { return len(p) - 1, nil }, io.ErrShortWrite.Error()},
		"too many":       {func(p []byte) (int, error) { return len(p) + 1, nil }, "write of 3 bytes gave the count 4"},
		"negative":       {func(p []byte) (int, error) { return -1, nil }, "write of 3 bytes gave the count -1"},
		"negative error": {func(p []byte) (int, error) { return -1, errOwn }, "own"},
		"panic":          {func(p []byte) (int, error) { panic("boom") }, "panic: boom"},
	} {
		text := ""
		if err := Write(c.out, []byte("abc")); err != nil {
			text = err.Error()
		}
		if text != c.text {
			t.Errorf("%s: %q", name, text)
		}
	}
}

func TestPanicErrorHasTheStack(t *testing.T) {
	err := Call(func() error { panic("boom") })
	var p *PanicError
	if !errors.As(err, &p) || p.Value != "boom" || !strings.Contains(string(p.Stack), "TestPanicErrorHasTheStack") {
		t.Errorf("%#v", err)
	}
}

// TestFeedAndDrain: what a reader or a writer does wrong ends the copying.
func TestFeedAndDrain(t *testing.T) {
	for _, in := range []reader{
		func(p []byte) (int, error) { panic("boom") },
		func(p []byte) (int, error) { return len(p) + 1, nil },
		func(p []byte) (int, error) { return 0, nil },
	} {
		end, other, err := Pipe(true)
		if err != nil {
			t.Fatal(err)
		}
		if err := Feed(end, in, func() bool { return false }); err == nil {
			t.Error("no error")
		}
		end.Close()
		os.NewFile(uintptr(other), "other").Close()
	}
	end, other, err := Pipe(false)
	if err != nil {
		t.Fatal(err)
	}
	w := os.NewFile(uintptr(other), "other")
	w.WriteString("text")
	if err := Drain(end, writer(func(p []byte) (int, error) { panic("boom") }), nil); err == nil {
		t.Error("no error")
	}
	w.Close()
	end.Close()
}

func TestGoexit(t *testing.T) {
	over := make(chan error)
	go func() {
		err := Goexit()
		defer func() { over <- err }()
		err = Call(func() error {
			runtime.Goexit()
			return nil
		})
	}()
	if err := <-over; err == nil || err.Error() != "panic: runtime.Goexit was called" {
		t.Error(err)
	}
}
