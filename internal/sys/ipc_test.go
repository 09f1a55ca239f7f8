package sys

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// wordOf returns a word of mapped memory.
func wordOf(mem []byte, at int) *atomic.Uint32 {
	// SAFETY: the slice checks the bounds; at is a multiple of 4.
	return (*atomic.Uint32)(unsafe.Pointer(&mem[at : at+4][0]))
}

// fronted maps a new file of two pages.
func fronted(t *testing.T) (fd int, front, mem []byte) {
	t.Helper()
	size := 2 * FrontSize()
	fd, err := MemoryFd("test", int64(size))
	if err != nil {
		t.Fatal(err)
	}
	front, mem, err = MapFronted(fd, size)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		Close(fd)
		Unmap(front)
		Unmap(mem)
	})
	return fd, front, mem
}

func TestMapFronted(t *testing.T) {
	fd, front, mem := fronted(t)
	if len(front) != FrontSize() || len(mem) != 2*FrontSize() {
		t.Fatal(len(front), len(mem))
	}
	if &unsafe.Slice(&front[0], len(front)+1)[len(front)] != &mem[0] {
		t.Error("the front is not in front")
	}
	front[len(front)-1], mem[0], mem[len(mem)-1] = 1, 2, 3
	again, err := Map(fd, 0, len(mem), false, false)
	if err != nil {
		t.Fatal(err)
	}
	defer Unmap(again)
	if again[0] != 2 || again[len(mem)-1] != 3 {
		t.Error("the memory is not shared")
	}
	if err := Blank(mem); err != nil {
		t.Fatal(err)
	}
	if mem[0] != 0 || again[0] != 2 {
		t.Error("it is still shared")
	}
}

func TestMemoryFd(t *testing.T) {
	fd, _, _ := fronted(t)
	if st, err := StatFd(fd); err != nil || st.Size != int64(2*FrontSize()) {
		t.Error(st.Size, err)
	}
	if Steady(fd) != (unix.Ftruncate(fd, 0) != nil) {
		t.Error("it is steady, and can become shorter, or the other way round")
	}
}

func TestWaitAny(t *testing.T) {
	_, _, mem := fronted(t)
	a, b := wordOf(mem, 0), wordOf(mem, 64)
	set := []Watched{{Word: a, Value: 1}, {Word: b}}
	if err := WaitAny(set, time.Hour); err != nil { // a has another value
		t.Fatal(err)
	}
	set[0].Value = 0
	if err := WaitAny(set, time.Millisecond); err != nil {
		t.Fatal(err)
	}
	for _, word := range []*atomic.Uint32{a, b} {
		for _, n := range []int{1, 2} {
			word.Store(0)
			over := make(chan error)
			go func() {
				for word.Load() == 0 {
					if err := WaitAny(set[2-n:], time.Hour); err != nil || n == 1 && word == a {
						break
					}
				}
				over <- nil
			}()
			if n == 1 && word == a {
				b.Store(1)
				Wake(b, 1, false)
				<-over
				b.Store(0)
				continue
			}
			word.Store(1)
			for done := false; !done; {
				Wake(word, 1, false)
				select {
				case <-over:
					done = true
				case <-time.After(time.Millisecond):
				}
			}
			word.Store(0)
		}
	}
}

func TestWakeOwn(t *testing.T) {
	word := new(atomic.Uint32)
	over := make(chan error)
	go func() {
		var err error
		for word.Load() == 0 && err == nil {
			err = WaitAny([]Watched{{Word: word, Own: true}}, time.Hour)
		}
		over <- err
	}()
	word.Store(1)
	for {
		Wake(word, 1, true)
		select {
		case err := <-over:
			if err != nil {
				t.Error(err)
			}
			return
		case <-time.After(time.Millisecond):
		}
	}
}

func TestUnnamed(t *testing.T) {
	dir := t.TempDir()
	dirfd, err := OpenPrivateDir(dir)
	if err == unix.EPERM { // as others may read it
		if err = os.Chmod(dir, 0o700); err == nil {
			dirfd, err = OpenPrivateDir(dir)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	defer Close(dirfd)
	u, err := NewUnnamed(dirfd, 0o640)
	if err != nil {
		t.Fatal(err)
	}
	if err := Allocate(u.Fd, 10000); err != nil {
		t.Fatal(err)
	}
	if Exists(dirfd, "name") {
		t.Error("it has a name")
	}
	if err := u.Publish("name"); err != nil {
		t.Fatal(err)
	}
	if err := u.Publish("name"); err != unix.EEXIST {
		t.Error(err)
	}
	u.Settled()
	Close(u.Fd)
	data, err := os.ReadFile(filepath.Join(dir, "name"))
	if err != nil || !bytes.Equal(data, make([]byte, 10000)) {
		t.Error(len(data), err)
	}
	if st, err := StatFile(dirfd, "name", false); err != nil || st.Perm != 0o640 {
		t.Errorf("%o %v", st.Perm, err)
	}
	if u, err = NewUnnamed(dirfd, 0o600); err != nil {
		t.Fatal(err)
	}
	u.Forget()
	if err := Unlink(dirfd, "name"); err != nil {
		t.Error(err)
	}
	if names, _ := os.ReadDir(dir); len(names) != 0 {
		t.Error(names)
	}
}

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
	Close(fd)
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

func TestSysVObjects(t *testing.T) {
	id, err := MsgGet(SysVPrivate, SysVCreate|0o600)
	if errors.Is(err, errors.ErrUnsupported) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	o, err := SysVState("msg", id)
	if err != nil || o.ID != id || o.Perm&0o777 != 0o600 || o.Uid != os.Getuid() {
		t.Errorf("%+v %v", o, err)
	}
	if err := MsgRemove(id); err != nil {
		t.Fatal(err)
	}
	if _, err = SysVState("msg", id); err != EINVAL {
		t.Error(err)
	}
	if _, err := SysVObjects("none"); err == nil || strings.Contains(err.Error(), "not") && err != unix.ENOENT {
		t.Error(err)
	}
}

// TestInterrupted: a call that waits is given up when done is closed, and no
// signal reaches the thread after that.
func TestInterrupted(t *testing.T) {
	id, err := MsgGet(SysVPrivate, SysVCreate|0o600)
	if err != nil {
		t.Skip(err)
	}
	defer MsgRemove(id)
	for range 20 {
		done, over := make(chan struct{}), make(chan error)
		go func() {
			_, err := MsgReceive(done, id, make([]byte, 100), 0, 0)
			over <- err
		}()
		close(done)
		if err := <-over; err != ErrInterrupted {
			t.Fatal(err)
		}
	}
}
