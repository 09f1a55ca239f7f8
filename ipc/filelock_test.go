package ipc

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

func TestFileLock(t *testing.T) {
	checkLeaks(t)
	path := filepath.Join(t.TempDir(), "lock")
	l := must(LockFile(bg, path, false))
	_, err := TryLockFile(path, false)
	wantErr(t, err, ErrBusy)
	_, err = TryLockFile(path, true)
	wantErr(t, err, ErrBusy)
	check(t, l.Unlock())
	a, b := must(LockFile(bg, path, true)), must(TryLockFile(path, true))
	_, err = TryLockFile(path, false)
	wantErr(t, err, ErrBusy)
	check(t, a.Unlock())
	check(t, b.Close())
	dir := must(TryLockFile(filepath.Dir(path), false))
	check(t, dir.Unlock())
	if _, err := LockFile(bg, "/no/such/file", false); err == nil {
		t.Error("no error")
	}
}

// TestFileLockCommand: flock(1) and LockFile exclude each other, and a child
// that has inherited the lock keeps it.
func TestFileLockCommand(t *testing.T) {
	flock, err := exec.LookPath("flock")
	if err != nil {
		t.Skip(err)
	}
	checkLeaks(t)
	path := filepath.Join(t.TempDir(), "lock")
	l := must(LockFile(bg, path, false))
	if err := exec.Command(flock, "-n", path, "true").Run(); err == nil {
		t.Error("flock gets the lock that LockFile has")
	}
	child := exec.Command("cat")
	child.ExtraFiles = []*os.File{l.File()}
	in := must(child.StdinPipe())
	check(t, child.Start())
	check(t, l.Close())
	_, err = TryLockFile(path, false)
	wantErr(t, err, ErrBusy)
	check(t, in.Close())
	check(t, child.Wait())
	l = must(TryLockFile(path, false))
	check(t, l.Unlock())

	child = exec.Command(flock, path, "sh", "-c", "echo locked; read x")
	in, out := must(child.StdinPipe()), must(child.StdoutPipe())
	check(t, child.Start())
	must(out.Read(make([]byte, 10)))
	_, err = TryLockFile(path, false)
	wantErr(t, err, ErrBusy)
	check(t, in.Close())
	l = must(LockFile(bg, path, false))
	child.Wait()
	check(t, l.Unlock())
}

// TestFileLockReplaced: a lock on a file that has another name meanwhile is
// none: the file that the path leads to is locked.
func TestFileLockReplaced(t *testing.T) {
	checkLeaks(t)
	path := filepath.Join(t.TempDir(), "lock")
	l := must(LockFile(bg, path, false))
	got := make(chan *FileLock)
	go func() { got <- must(LockFile(bg, path, false)) }()
	check(t, os.Rename(path, path+".old"))
	check(t, os.WriteFile(path, nil, 0o600))
	check(t, l.Unlock())
	second := <-got
	_, err := TryLockFile(path, false)
	wantErr(t, err, ErrBusy)
	check(t, second.Unlock())
}

// TestLockPath: a lock that has a name is in the user's own directory.
func TestLockPath(t *testing.T) {
	checkLeaks(t)
	run := t.TempDir()
	dir := DirIn(run)
	path := must(dir.LockPath("name"))
	if want := filepath.Join(run, "gpipe", "lock:name"); path != want {
		t.Errorf("%s, want %s", path, want)
	}
	l := must(LockFile(bg, path, false))
	if all := must(dir.List()); len(all) != 0 {
		t.Errorf("a lock is no memory: %+v", all)
	}
	m := must(dir.Create("name", 1, 0o600))
	check(t, m.Close())
	check(t, l.Unlock())
	for _, name := range []string{"", ".", "..", "a/b", "a:b", "a\nb"} {
		if _, err := dir.LockPath(name); err == nil || ValidName(name) {
			t.Errorf("%q is a name", name)
		}
	}
	check(t, os.Chmod(dir.Path(), 0o755))
	_, err := dir.LockPath("name")
	wantErr(t, err, ErrUntrusted)
	if DirIn("relative") != DirIn("") {
		t.Error("a directory that depends on the current one")
	}
}
