package collate

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// sink collects what comes out.
type sink struct{ bytes.Buffer }

func (s *sink) emit(p []byte) error {
	s.Write(p)
	return nil
}

func unnamed(t *testing.T) func() (int, error) {
	return func() (int, error) {
		f, err := os.CreateTemp(t.TempDir(), "")
		if err != nil {
			return -1, err
		}
		defer f.Close()
		return syscall.Dup(int(f.Fd()))
	}
}

func noFile() (int, error) { return -1, syscall.ENOSPC }

func TestOrder(t *testing.T) {
	var out sink
	c := New(Config{Emit: out.emit, Ordered: true, Memory: 1 << 20, Ahead: 10, File: noFile})
	a, b, d := c.Begin(), c.Begin(), c.Begin()
	fmt.Fprint(b, "b1 ")
	fmt.Fprint(a, "a1 ")
	steps := []string{out.String()}
	fmt.Fprint(d, "d1 ")
	d.Close()
	fmt.Fprint(a, "a2 ")
	a.Close()
	steps = append(steps, out.String())
	fmt.Fprint(b, "b2 ")
	steps = append(steps, out.String())
	b.Close()
	steps = append(steps, out.String())
	want := []string{"a1 ", "a1 a2 b1 ", "a1 a2 b1 b2 ", "a1 a2 b1 b2 d1 "}
	if diff := cmp.Diff(want, steps); diff != "" {
		t.Error(diff)
	}
	if err := c.Flush(); err != nil {
		t.Error(err)
	}
}

func TestFirstCome(t *testing.T) {
	var out sink
	c := New(Config{Emit: out.emit, Memory: 1 << 20, Ahead: 10, File: noFile})
	a, b := c.Begin(), c.Begin()
	fmt.Fprint(a, "a1 ")
	fmt.Fprint(b, "b1 ")
	fmt.Fprint(b, "b2 ")
	b.Close()
	fmt.Fprint(a, "a2 ")
	a.Close()
	if got := out.String(); got != "b1 b2 a1 a2 " {
		t.Error(got)
	}
}

// TestRandom: whole outputs come out, in their order if that is asked for, however
// little memory there is, with a file and without.
func TestRandom(t *testing.T) {
	for _, ordered := range []bool{true, false} {
		for _, memory := range []int{0, 100, 10000} {
			for _, file := range []func() (int, error){unnamed(t), noFile} {
				testRandom(t, Config{Ordered: ordered, Memory: memory, Ahead: 7, File: file})
			}
		}
	}
}

func testRandom(t *testing.T, cfg Config) {
	t.Helper()
	const outputs = 60
	var out sink
	cfg.Emit = out.emit
	c := New(cfg)
	defer c.Free()
	var work sync.WaitGroup
	slots := make(chan bool, 5)
	var want []string
	for n := range outputs {
		slots <- true
		o := c.Begin()
		text := strings.Repeat(fmt.Sprintf("<%d>", n), rand.IntN(3000))
		want = append(want, text)
		work.Go(func() {
			for len(text) > 0 {
				k := min(len(text), 1+rand.IntN(2000))
				if _, err := o.Write([]byte(text[:k])); err != nil {
					t.Error(err)
				}
				text = text[k:]
			}
			o.Close()
			<-slots
		})
	}
	work.Wait()
	if err := c.Flush(); err != nil {
		t.Error(err)
	}
	got := out.String()
	if cfg.Ordered {
		if got != strings.Join(want, "") {
			t.Errorf("ordered, memory %d: not the outputs in their order", cfg.Memory)
		}
		return
	}
	for _, text := range want {
		i := strings.Index(got, text)
		if i < 0 {
			t.Fatalf("memory %d: an output is not whole", cfg.Memory)
		}
		got = got[:i] + got[i+len(text):]
	}
	if got != "" {
		t.Errorf("memory %d: %d bytes too many", cfg.Memory, len(got))
	}
}

// TestFailure: an error of Emit reaches all that write, and those that wait.
func TestFailure(t *testing.T) {
	gone := errors.New("gone")
	c := New(Config{Emit: func([]byte) error { return gone }, Ordered: true, Memory: 10, Ahead: 2, File: noFile})
	a, b := c.Begin(), c.Begin()
	begun := make(chan *Output)
	go func() { begun <- c.Begin() }()
	failed := make(chan error)
	go func() {
		_, err := b.Write(make([]byte, 20))
		failed <- err
	}()
	if _, err := a.Write([]byte("x")); err != gone {
		t.Error(err)
	}
	if err := <-failed; err != gone {
		t.Error(err)
	}
	if o := <-begun; o != nil {
		t.Error("an output has begun")
	}
	if err := c.Flush(); err != gone {
		t.Error(err)
	}
}

// TestFileGivesBack: what was brought out of the file takes no room in it.
func TestFileGivesBack(t *testing.T) {
	var out sink
	c := New(Config{Emit: out.emit, Ordered: true, Memory: 0, Ahead: 10, File: unnamed(t)})
	defer c.Free()
	for range 20 {
		a, b := c.Begin(), c.Begin()
		b.Write(make([]byte, 100<<10))
		a.Close()
		b.Close()
		if c.spool.end != 0 || c.spool.live != 0 {
			t.Fatalf("%d bytes, %d of them live", c.spool.end, c.spool.live)
		}
	}
	if out.Len() != 20*100<<10 {
		t.Errorf("%d bytes", out.Len())
	}
}

// TestWhole: nothing of an output comes out before its end, wherever it waits.
func TestWhole(t *testing.T) {
	for name, file := range map[string]func() (int, error){"memory": nil, "file": unnamed(t)} {
		t.Run(name, func(t *testing.T) {
			memory := 1 << 20
			if file != nil {
				memory = 4
			}
			var out sink
			c := New(Config{Emit: out.emit, Ordered: true, Whole: true, Memory: memory, Ahead: 10, File: file})
			defer c.Free()
			a, b := c.Begin(), c.Begin()
			fmt.Fprint(b, "b1 ")
			b.Close()
			fmt.Fprint(a, "a1 ")
			fmt.Fprint(a, "a2 ")
			if out.Len() > 0 {
				t.Errorf("%q before the end", out.String())
			}
			a.Close()
			if diff := cmp.Diff("a1 a2 b1 ", out.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestWholeWithoutRoom: what cannot be kept comes out in its turn.
func TestWholeWithoutRoom(t *testing.T) {
	var out sink
	c := New(Config{Emit: out.emit, Ordered: true, Whole: true, Memory: 4, Ahead: 10, File: noFile})
	a := c.Begin()
	fmt.Fprint(a, "a1 ")
	fmt.Fprint(a, "a2 ")
	fmt.Fprint(a, "a3 ")
	a.Close()
	if diff := cmp.Diff("a1 a2 a3 ", out.String()); diff != "" {
		t.Error(diff)
	}
}

// TestRefuse: what is before an output that is refused comes out, it and what is behind
// it do not.
func TestRefuse(t *testing.T) {
	for _, ordered := range []bool{true, false} {
		var out sink
		c := New(Config{Emit: out.emit, Ordered: ordered, Whole: true, Memory: 1 << 20, Ahead: 10, File: noFile})
		a, b, d := c.Begin(), c.Begin(), c.Begin()
		fmt.Fprint(a, "a ")
		fmt.Fprint(b, "b ")
		if !ordered {
			a.Close()
		}
		b.Refuse()
		fmt.Fprint(d, "d ")
		d.Close()
		if ordered {
			a.Close()
		}
		if diff := cmp.Diff("a ", out.String()); diff != "" {
			t.Error(diff)
		}
		if err := c.Flush(); err != ErrStopped {
			t.Error(err)
		}
		if c.Begin() != nil {
			t.Error("it goes on")
		}
	}
}
