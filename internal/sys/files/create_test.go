//go:build linux

package files

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
)

func TestCreateUmask(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	fd, err := sys.Open(-1, dir, unix.O_DIRECTORY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer sys.Close(fd)
	before := unix.Umask(0o022)
	defer unix.Umask(before)
	if err := os.Symlink("target", "link"); err != nil {
		t.Fatal(err)
	}
	const create = unix.O_WRONLY | unix.O_CREAT
	for _, tt := range []struct {
		name  string
		dir   int
		path  string
		flags int
		umask int
		want  os.FileMode
	}{
		{"the process's", -1, "a", create, -1, 0o644},
		{"none", -1, "b", create, 0, 0o666},
		{"all", -1, "c", create, 0o777, 0},
		{"another", -1, "d", create | unix.O_EXCL, 0o007, 0o660},
		{"directory", fd, "e", create | unix.O_APPEND, 0o002, 0o664},
		{"absolute", fd, filepath.Join(dir, "f"), create | unix.O_TRUNC, 0o070, 0o606},
		{"link to nothing", -1, "link", create, 0o005, 0o662},
		{"existing", -1, "b", create | unix.O_TRUNC, 0o077, 0o666},
		{"none created", -1, "a", unix.O_RDONLY, 0, 0o644},
	} {
		fd, err := Create(tt.dir, tt.path, tt.flags, 0o666, tt.umask)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		checkCloexec(t, fd)
		sys.Close(fd)
		st, err := os.Stat(tt.path)
		if err != nil || st.Mode() != tt.want {
			t.Errorf("%s: mode %v, %v, want %v", tt.name, st.Mode(), err, tt.want)
		}
	}
	if now := unix.Umask(0o022); now != 0o022 {
		t.Errorf("umask is %o now", now)
	}
}

// TestCreateDefaultACL: an ACL that keeps others out is not overruled.
func TestCreateDefaultACL(t *testing.T) {
	dir := t.TempDir()
	acl := []byte{2, 0, 0, 0}
	for _, e := range [][2]byte{{1, 7}, {4, 4}, {0x20, 0}} { // u::rwx, g::r--, o::---
		acl = append(acl, e[0], 0, e[1], 0, 255, 255, 255, 255)
	}
	if err := unix.Setxattr(dir, "system.posix_acl_default", acl, 0); err != nil {
		t.Skip(err)
	}
	fd, err := sys.Open(-1, dir, unix.O_DIRECTORY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer sys.Close(fd)
	for name, dirfd := range map[string]int{dir + "/absolute": -1, "relative": fd, "./dot": fd} {
		file, err := Create(dirfd, name, unix.O_WRONLY|unix.O_CREAT, 0o666, 0)
		if err != nil {
			t.Fatal(err)
		}
		var st unix.Stat_t
		if err := unix.Fstat(file, &st); err != nil || st.Mode&0o777 != 0o640 {
			t.Errorf("%s: %o, %v", name, st.Mode, err)
		}
		sys.Close(file)
	}
}

func TestCreateErrors(t *testing.T) {
	dir := t.TempDir()
	if err := os.Symlink("nowhere", filepath.Join(dir, "dangling")); err != nil {
		t.Fatal(err)
	}
	const create = unix.O_WRONLY | unix.O_CREAT
	for _, tt := range []struct {
		path  string
		flags int
		want  error
	}{
		{"no/dir", create, syscall.ENOENT},
		{"dangling", create | unix.O_EXCL, syscall.EEXIST},
		{"new/", create, syscall.EISDIR},
		{".", create, syscall.EISDIR},
		{"dangling", create, nil},
		{"dangling", create | unix.O_EXCL, syscall.EEXIST},
	} {
		for _, umask := range []int{0o077, -1} {
			if tt.want == nil {
				os.Remove(filepath.Join(dir, "nowhere"))
			}
			fd, err := Create(-1, dir+"/"+tt.path, tt.flags, 0o666, umask)
			if err == nil {
				sys.Close(fd)
			}
			if err != tt.want {
				t.Errorf("%s: %v, want %v", tt.path, err, tt.want)
			}
		}
	}
}

func checkCloexec(t *testing.T, fd int) {
	t.Helper()
	flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFD, 0)
	if err != nil || flags&unix.FD_CLOEXEC == 0 {
		t.Errorf("fd %d: flags %d, %v", fd, flags, err)
	}
}

func TestTextFile(t *testing.T) {
	for _, size := range []int{0, 1, 4095, 4096, 4097, 65535, 65536, 65537, 3 << 20} {
		text := strings.Repeat("0123456789", size/10+1)[:size]
		fd, err := TextFile(text)
		if err != nil {
			t.Fatal(err)
		}
		checkCloexec(t, fd)
		if _, err := unix.Write(fd, []byte("x")); err != unix.EBADF {
			t.Errorf("%d: writing: %v", size, err)
		}
		f := os.NewFile(uintptr(fd), "text")
		var got strings.Builder
		_, err = f.WriteTo(&got)
		if got.String() != text || err != nil {
			t.Errorf("%d: read %d bytes, %v", size, got.Len(), err)
		}
		f.Close()
	}
}

// TestMemoryFile: where pipes are small, text that would not fit goes into a
// file instead of waiting for its reader.
func TestMemoryFile(t *testing.T) {
	r, w, err := sys.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer sys.Close(r)
	defer sys.Close(w)
	if n := pipeRoom(w); n < atomicPipe {
		t.Errorf("room for %d", n)
	}
	if _, err := unix.FcntlInt(uintptr(w), unix.F_SETPIPE_SZ, 4096); err != nil {
		t.Fatal(err)
	}
	if n := pipeRoom(w); n != 4096 {
		t.Errorf("room for %d", n)
	}
	fd, err := memoryFile("abc")
	if err != nil {
		t.Fatal(err)
	}
	defer sys.Close(fd)
	checkCloexec(t, fd)
	var b [8]byte
	if n, err := sys.Read(fd, b[:]); string(b[:n]) != "abc" || err != nil {
		t.Errorf("%q, %v", b[:n], err)
	}
	if _, err := unix.Write(fd, []byte("x")); err != unix.EBADF {
		t.Errorf("writing: %v", err)
	}
}
