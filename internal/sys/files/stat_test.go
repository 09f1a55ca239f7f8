package files

import (
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"gpipe/internal/sys"
)

func TestStatFile(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	must(os.WriteFile(at("file"), []byte("12345"), 0o600))
	must(os.Chmod(at("file"), 0o600|os.ModeSetuid|os.ModeSetgid|os.ModeSticky))
	must(os.Chtimes(at("file"), time.Unix(1, 500), time.Unix(2, 700)))
	must(os.Mkdir(at("dir"), 0o700))
	must(os.Symlink("dir", at("link")))
	must(syscall.Mkfifo(at("fifo"), 0o600))
	l, err := net.Listen("unix", at("socket"))
	must(err)
	defer l.Close()

	fd, err := OpenDir(-1, dir)
	must(err)
	defer sys.Close(fd)
	for _, tt := range []struct {
		path         string
		follow, link Kind
	}{
		{"file", KindRegular, KindRegular}, {"dir", KindDirectory, KindDirectory},
		{"link", KindDirectory, KindSymlink}, {"fifo", KindFIFO, KindFIFO},
		{"socket", KindSocket, KindSocket}, {"/dev/null", KindChar, KindChar},
	} {
		if st, err := StatFile(fd, tt.path, true); err != nil || st.Kind != tt.follow {
			t.Errorf("%s: kind %d, %v, want %d", tt.path, st.Kind, err, tt.follow)
		}
		if st, err := StatFile(fd, tt.path, false); err != nil || st.Kind != tt.link {
			t.Errorf("%s itself: kind %d, %v, want %d", tt.path, st.Kind, err, tt.link)
		}
	}
	st, err := StatFile(-1, at("file"), true)
	must(err)
	if !st.SetUID || !st.SetGID || !st.Sticky || st.Size != 5 || st.Uid != sys.Geteuid() {
		t.Errorf("state %+v", st)
	}
	if st.Atime.UnixNano() != 1e9+500 || st.Mtime.UnixNano() != 2e9+700 {
		t.Errorf("times %v and %v", st.Atime, st.Mtime)
	}
	other, _ := StatFile(fd, "dir/../file", true)
	if dir, _ := StatFile(fd, "dir", true); !st.SameAs(&other) || st.SameAs(&dir) {
		t.Error("SameAs is wrong")
	}
	if _, err := StatFile(fd, "nosuch", true); err != syscall.ENOENT {
		t.Errorf("nosuch: %v", err)
	}
	if err := Access(fd, "file", CanRead); err != nil {
		t.Errorf("read: %v", err)
	}
	if err := Access(fd, "file", CanExecute); err != syscall.EACCES {
		t.Errorf("execute: %v", err)
	}
}

func TestPosition(t *testing.T) {
	f, err := os.CreateTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	fd := int(f.Fd())
	f.WriteString("0123456789")
	if pos, err := Move(fd, -4); pos != 6 || err != nil {
		t.Fatal(pos, err)
	}
	var buf [10]byte
	if n, err := ReadAt(fd, buf[:], 3); string(buf[:n]) != "3456789" || err != nil {
		t.Errorf("read %q, %v", buf[:n], err)
	}
	if n, err := sys.Read(fd, buf[:]); string(buf[:n]) != "6789" || err != nil {
		t.Errorf("read %q, %v", buf[:n], err)
	}
	if _, err := Move(fd, -11); err != syscall.EINVAL {
		t.Errorf("before the start: %v", err)
	}
	if err := SetPosition(fd, 8); err != nil {
		t.Fatal(err)
	}
	if n, err := sys.Read(fd, buf[:]); string(buf[:n]) != "89" || err != nil {
		t.Errorf("read %q, %v", buf[:n], err)
	}
	if kind, err := KindOf(fd); kind != KindRegular || err != nil {
		t.Error(kind, err)
	}
	if _, err := KindOf(1 << 20); err != syscall.EBADF {
		t.Error(err)
	}
}
