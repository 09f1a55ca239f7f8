package redirect

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

func TestNoClobber(t *testing.T) {
	checkFds(t)
	c, dir := context(t)
	c.NoClobber = true
	for name, text := range map[string]string{"file": "old", "empty": ""} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for name, to := range map[string]string{"dangling": "nowhere", "link": "file", "null": "/dev/null"} {
		if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		op  Op
		err error
	}{
		{Out(1, "file"), syscall.EEXIST},
		{Out(1, "empty"), syscall.EEXIST},
		{Out(1, "link"), syscall.EEXIST},
		{Out(1, "dangling"), syscall.EEXIST},
		{Out(1, "."), syscall.EISDIR},
		{Out(1, "no/file"), syscall.ENOENT},
		{Out(1, "/dev/null"), nil},
		{Out(1, "null"), nil},
		{Out(1, "missing"), nil},
		{Out(1, "missing"), syscall.EEXIST},
		{Append(1, "file"), nil},
		{InOut(1, "file"), nil},
		{In(1, "file"), nil},
		{Clobber(1, "empty"), nil},
		{Clobber(1, "dangling"), nil},
	} {
		for _, umask := range []int{-1, 0o022} {
			if umask >= 0 && tt.op.Path == "missing" {
				continue // made by now
			}
			c.Umask = umask
			var tab Table
			_, err := tab.Apply([]Op{tt.op}, c)
			if !errors.Is(err, tt.err) || (err == nil) != (tt.err == nil) {
				t.Errorf("%+v: %v, want %v", tt.op, err, tt.err)
			}
			tab.Close()
		}
	}
	if text, err := os.ReadFile(filepath.Join(dir, "file")); string(text) != "old" {
		t.Errorf("%q, %v", text, err)
	}
}

// TestFdPaths: /dev/fd/N is the table's N, whatever this process's N is.
func TestFdPaths(t *testing.T) {
	checkFds(t)
	c, dir := context(t)
	if err := os.WriteFile(filepath.Join(dir, "f"), []byte("content"), 0o644); err != nil {
		t.Fatal(err)
	}
	for fd, path := range map[int]string{
		0: "/dev/stdin", 1: "/dev/stdout", 2: "/dev/stderr", 12: "/dev/fd/12", 7: "/proc/self/fd/7",
	} {
		var tab Table
		if _, err := tab.Apply([]Op{In(fd, "f"), In(20, path)}, c); err != nil {
			t.Fatal(err)
		}
		buf := make([]byte, 100)
		n, _ := tab.Get(20).Read(buf)
		again, _ := tab.Get(fd).Read(buf[n:])
		if string(buf[:n+again]) != "contentcontent" {
			t.Errorf("%s: %q: not opened anew", path, buf[:n+again])
		}
		tab.Close()
	}
	var tab Table
	defer tab.Close()
	if _, err := tab.Apply([]Op{In(13, "."), In(0, "/dev/fd/13/f")}, c); err != nil {
		t.Error(err)
	}
	if _, err := tab.Apply([]Op{In(0, "/dev/fd/0/f")}, c); !errors.Is(err, syscall.ENOTDIR) {
		t.Error(err)
	}
}

func TestFdPathForms(t *testing.T) {
	for _, path := range []string{
		"/dev/fd/", "/dev/fd/x", "/dev/fd/1x", "/dev/fd/01", "/dev/fd/+1", "/dev/fd/-1",
		"/dev/fd/12345678901234567890", "/dev/fd", "dev/fd/1", "/dev/stdout/", "",
	} {
		if fd, _, ok := fdPath(path); ok {
			t.Errorf("%s: %d", path, fd)
		}
	}
	if fd, rest, ok := fdPath("/dev/fd/10/a/b"); fd != 10 || rest != "/a/b" || !ok {
		t.Errorf("%d %q %v", fd, rest, ok)
	}
}
