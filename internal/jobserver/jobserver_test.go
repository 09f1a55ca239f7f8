package jobserver

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"gpipe/internal/sys"
)

func TestFind(t *testing.T) {
	for _, c := range []struct {
		flags string
		want  Address
		ok    bool
	}{
		{"", Address{}, false},
		{"kw", Address{}, false},
		{" -j3 --jobserver-auth=3,4", Address{Read: 3, Write: 4}, true},
		{"--jobserver-fds=5,6 -j", Address{Read: 5, Write: 6}, true},
		{"--jobserver-auth=fifo:/tmp/x", Address{Path: "/tmp/x"}, true},
		{"--jobserver-auth=3,4 --jobserver-auth=fifo:/x", Address{Path: "/x"}, true},
		{"--jobserver-auth=fifo:/x --jobserver-auth=-2,-2", Address{Read: -2, Write: -2}, false},
		{"-- --jobserver-auth=3,4", Address{}, false},
		{"--jobserver-auth=3", Address{}, false},
		{"--jobserver-auth=a,b", Address{}, false},
		{"--jobserver-auth=fifo:", Address{}, false},
		{"--jobserver-auth=", Address{}, false},
	} {
		if got, ok := Find(c.flags); ok != c.ok || ok && got != c.want {
			t.Errorf("%q: %v, %v", c.flags, got, ok)
		}
	}
}

func FuzzFind(f *testing.F) {
	f.Add("-j3 --jobserver-auth=3,4 -- x")
	f.Fuzz(func(t *testing.T, flags string) {
		if addr, ok := Find(flags); ok && addr.Path == "" && (addr.Read < 0 || addr.Write < 0) {
			t.Error(addr)
		}
	})
}

// alarm is a Waker that has rung.
type alarm int

func (a alarm) WakeFd() int { return int(a) }

func TestTokens(t *testing.T) {
	path := filepath.Join(t.TempDir(), "fifo")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := Open(Address{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	w.Close() // its end has come
	if _, err := c.Take(alarm(r.Fd())); err != sys.ErrWoken {
		t.Error(err)
	}
	c.Give('x')
	if token, err := c.Take(nil); token != 'x' || err != nil {
		t.Errorf("%q, %v", token, err)
	}
	got := make(chan byte)
	go func() {
		token, _ := c.Take(nil)
		got <- token
	}()
	c.Give('y')
	if token := <-got; token != 'y' {
		t.Errorf("%q", token)
	}
}

func TestNoJobserver(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, addr := range []Address{{Path: file}, {Path: "/nowhere"}, {Read: int(f.Fd()), Write: int(f.Fd())}, {Read: 1 << 20, Write: 1 << 20}} {
		if c, err := Open(addr); err == nil {
			c.Close()
			t.Errorf("%v is none", addr)
		}
	}
}
