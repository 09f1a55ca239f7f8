package files_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
	"gpipe/internal/sys/files"
	"gpipe/internal/sys/locks"
)

func TestUnnamed(t *testing.T) {
	dir := t.TempDir()
	dirfd, err := locks.OpenPrivateDir(dir)
	if err == unix.EPERM { // as others may read it
		if err = os.Chmod(dir, 0o700); err == nil {
			dirfd, err = locks.OpenPrivateDir(dir)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	defer sys.Close(dirfd)
	u, err := files.NewUnnamed(dirfd, 0o640)
	if err != nil {
		t.Fatal(err)
	}
	if err := files.Allocate(u.Fd, 10000); err != nil {
		t.Fatal(err)
	}
	if files.Exists(dirfd, "name") {
		t.Error("it has a name")
	}
	if err := u.Publish("name"); err != nil {
		t.Fatal(err)
	}
	if err := u.Publish("name"); err != unix.EEXIST {
		t.Error(err)
	}
	u.Settled()
	sys.Close(u.Fd)
	data, err := os.ReadFile(filepath.Join(dir, "name"))
	if err != nil || !bytes.Equal(data, make([]byte, 10000)) {
		t.Error(len(data), err)
	}
	if st, err := files.StatFile(dirfd, "name", false); err != nil || st.Perm != 0o640 {
		t.Errorf("%o %v", st.Perm, err)
	}
	if u, err = files.NewUnnamed(dirfd, 0o600); err != nil {
		t.Fatal(err)
	}
	u.Forget()
	if err := files.Unlink(dirfd, "name"); err != nil {
		t.Error(err)
	}
	if names, _ := os.ReadDir(dir); len(names) != 0 {
		t.Error(names)
	}
}
