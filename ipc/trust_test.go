package ipc

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"gpipe/internal/sys/shm"
)

func TestNames(t *testing.T) {
	checkLeaks(t)
	dir := testDir(t)
	for _, name := range []string{"", ".", "..", "a/b", "a b", "ä", strings.Repeat("x", 201), "a\x00"} {
		_, err := Create(name, 10, 0o600)
		wantErr(t, err, syscall.EINVAL)
		_, err = Open(name)
		wantErr(t, err, syscall.EINVAL)
		wantErr(t, Remove(name), syscall.EINVAL)
	}
	_, err := Open("none")
	wantErr(t, err, fs.ErrNotExist)
	check(t, os.MkdirAll(dir, 0o700))
	killed := filepath.Join(dir, "new:1:1") // by one killed in Create where files need a name
	check(t, os.WriteFile(killed, nil, 0o600))
	old := syscall.Umask(0o777)
	m := must(Create("A-z_0.9", 10, 0o600))
	syscall.Umask(old)
	if shm.Polls {
		_, err = os.Stat(killed)
		wantErr(t, err, fs.ErrNotExist)
	} else {
		check(t, os.Remove(killed))
	}
	st := must(os.Stat(filepath.Join(dir, "A-z_0.9")))
	if st.Mode() != 0o600 {
		t.Error(st.Mode())
	}
	if st := must(os.Stat(dir)); st.Mode().Perm() != 0o700 {
		t.Error(st.Mode())
	}
	_, err = Create("A-z_0.9", 10, 0o600)
	wantErr(t, err, fs.ErrExist)
	_, err = Create("open", 10, 0o666)
	wantErr(t, err, ErrUntrusted)
	_, err = m.File()
	wantErr(t, err, errors.ErrUnsupported)
	other := must(OpenOrCreate("A-z_0.9", 10, 0o600))
	_, err = OpenOrCreate("A-z_0.9", 11, 0o600)
	wantErr(t, err, ErrLayout)
	wantErr(t, other.Remove(), ErrNotOwner)
	check(t, m.Remove())
	wantErr(t, m.Remove(), ErrRemoved)
	again := must(OpenOrCreate("A-z_0.9", 11, 0o600))
	wantErr(t, m.Remove(), ErrRemoved) // that is another one
	check(t, again.Remove())
	for _, x := range []*Memory{m, other, again} {
		check(t, x.Close())
	}
	if names := must(os.ReadDir(dir)); len(names) != 0 {
		t.Error(names)
	}
}

// TestUntrusted: a directory or a file that others may change is refused.
func TestUntrusted(t *testing.T) {
	checkLeaks(t)
	dir := testDir(t)
	newMemory(t, "x", 10)
	path := filepath.Join(dir, "x")
	refused := func(what string, want error) {
		t.Helper()
		m, err := Open("x")
		if err == nil {
			m.Close()
		}
		if !errors.Is(err, want) {
			t.Errorf("%s: error %v, want %v", what, err, want)
		}
	}
	check(t, os.Chmod(path, 0o666))
	refused("file for all", ErrUntrusted)
	check(t, os.Chmod(path, 0o600))
	check(t, os.Chmod(dir, 0o777))
	refused("directory for all", ErrUntrusted)
	_, err := Create("y", 10, 0o600)
	wantErr(t, err, ErrUntrusted)
	check(t, os.Chmod(dir, 0o700))
	check(t, os.Rename(path, path+".moved"))
	check(t, os.Symlink("x.moved", path))
	refused("symbolic link", ErrUntrusted)
	check(t, os.Remove(path))
	check(t, os.Mkdir(path, 0o700))
	refused("directory", ErrLayout)
	check(t, os.Remove(path))
	check(t, syscall.Mkfifo(path, 0o600))
	refused("FIFO", ErrLayout)
	check(t, os.Remove(path))
	check(t, os.Rename(path+".moved", path))
	if os.Geteuid() == 0 {
		check(t, os.Chown(path, 1, 1))
		refused("file of another", ErrUntrusted)
		check(t, os.Chown(path, 0, 0))
		check(t, os.Chown(dir, 1, 1))
		refused("directory of another", ErrUntrusted)
		check(t, os.Chown(dir, 0, 0))
	}
	check(t, os.Rename(dir, dir+".moved"))
	check(t, os.Symlink(dir+".moved", dir))
	refused("link to a directory", ErrUntrusted)
	check(t, os.Remove(dir))
	check(t, os.WriteFile(dir, nil, 0o600))
	refused("file as directory", ErrUntrusted)
	check(t, os.Remove(dir))
	check(t, os.Rename(dir+".moved", dir))
	check(t, must(Open("x")).Close())
}

// TestHeaders: a file that Create did not make, or that was changed, is
// refused.
func TestHeaders(t *testing.T) {
	checkLeaks(t)
	dir := testDir(t)
	newMemory(t, "x", 10000)
	path := filepath.Join(dir, "x")
	good := must(os.ReadFile(path))
	order := binary.NativeEndian
	for _, c := range []struct {
		what   string
		change func(b []byte) []byte
		want   error
	}{
		{"nothing", func(b []byte) []byte { return b[:0] }, ErrLayout},
		{"short", func(b []byte) []byte { return b[:membersAt-1] }, ErrLayout},
		{"magic", func(b []byte) []byte { b[0] ^= 1; return b }, ErrLayout},
		{"version", func(b []byte) []byte { b[versionAt]++; return b }, ErrLayout},
		{"table", func(b []byte) []byte { b[tableAt]++; return b }, ErrLayout},
		{"no size", func(b []byte) []byte { order.PutUint64(b[sizeAt:], 0); return b }, ErrLayout},
		{"large size", func(b []byte) []byte { order.PutUint64(b[sizeAt:], 1<<30); return b }, ErrTruncated},
		{"huge size", func(b []byte) []byte { order.PutUint64(b[sizeAt:], 1<<63); return b }, ErrLayout},
		{"greatest size", func(b []byte) []byte { order.PutUint64(b[sizeAt:], 1<<63-1); return b }, ErrLayout},
		{"cut", func(b []byte) []byte { return b[:len(b)-1] }, ErrTruncated},
		{"beginning only", func(b []byte) []byte { return b[:membersAt] }, ErrTruncated},
		{"as it was", func(b []byte) []byte { return b }, nil},
	} {
		check(t, os.WriteFile(filepath.Join(dir, "y"), c.change(bytes.Clone(good)), 0o600))
		m, err := Open("y")
		if !errors.Is(err, c.want) {
			t.Errorf("%s: error %v, want %v", c.what, err, c.want)
		}
		if err == nil {
			check(t, m.Close())
		}
	}
	check(t, os.Remove(filepath.Join(dir, "y")))
}
