package locks

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
)

func TestLifeFile(t *testing.T) {
	token, err := Live(0xffff)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Live(0xffff)
	if err != nil || again != token {
		t.Fatal(again, err)
	}
	pid := os.Getpid()
	if LifeFileEnded(pid, token) {
		t.Error("this process has ended")
	}
	if !LifeFileEnded(pid, token+1) {
		t.Error("another one lives")
	}
	// The file of one that has been killed: it is there, and has no lock.
	dead := filepath.Join(LifeDir(), lifeName(1<<22, 7))
	if err := os.WriteFile(dead, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if !LifeFileEnded(1<<22, 7) {
		t.Error("a dead one lives")
	}
	if _, err := os.Stat(dead); err == nil {
		t.Error("its file is still there")
	}
	Unlive()
	if LifeFileEnded(pid, token) {
		t.Error("this process has ended")
	}
	Unlive()
	if !LifeFileEnded(pid, token) {
		t.Error("this process lives")
	}
}

func TestPrivateDir(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "dir")
	old := unix.Umask(0o777)
	fd, err := PrivateDir(dir)
	unix.Umask(old)
	if err != nil {
		t.Fatal(err)
	}
	sys.Close(fd)
	link := dir + ".link"
	if err := os.Symlink(dir, link); err != nil {
		t.Fatal(err)
	}
	if _, err := PrivateDir(link); err != unix.ELOOP && err != unix.ENOTDIR && err != unix.EMLINK {
		t.Error(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := PrivateDir(dir); err != unix.EPERM {
		t.Error(err)
	}
}
