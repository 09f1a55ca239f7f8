package ipc

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

func TestNew(t *testing.T) {
	checkLeaks(t)
	m := must(New(100))
	if m.Len() != 100 || len(m.Bytes()) != 100 || cap(m.Bytes()) != 100 {
		t.Error(m.Len(), len(m.Bytes()), cap(m.Bytes()))
	}
	if n, err := m.WriteAt([]byte("hello"), 95); n != 5 || err != nil {
		t.Error(n, err)
	}
	buf := make([]byte, 10)
	if n, err := m.ReadAt(buf, 95); n != 5 || err != io.EOF || string(buf[:5]) != "hello" {
		t.Errorf("%d %v %q", n, err, buf)
	}
	n, err := m.WriteAt([]byte("hello!"), 95)
	if n != 5 {
		t.Error(n)
	}
	wantErr(t, err, ErrTooBig)
	_, err = m.ReadAt(buf, -1)
	wantErr(t, err, syscall.EINVAL)
	_, err = m.ReadAt(buf, 100)
	wantErr(t, err, io.EOF)
	wantErr(t, m.Remove(), ErrNotOwner)
	check(t, m.Sync())
	check(t, m.Close())
	_, err = m.ReadAt(buf, 0)
	wantErr(t, err, fs.ErrClosed)
	wantErr(t, m.Sync(), fs.ErrClosed)
}

func TestSizes(t *testing.T) {
	checkLeaks(t)
	testDir(t)
	for _, c := range []struct {
		size int
		want error
	}{{0, syscall.EINVAL}, {-1, syscall.EINVAL}, {math.MaxInt, ErrTooBig}} {
		_, err := New(c.size)
		wantErr(t, err, c.want)
		_, err = Create("x", c.size, 0o600)
		wantErr(t, err, c.want)
	}
	m := must(New(1000))
	for _, c := range []struct {
		offset int
		want   error
	}{{1000, syscall.EINVAL}, {-64, syscall.EINVAL}, {960, ErrTooBig}, {math.MaxInt &^ 63, ErrTooBig}} {
		_, err := NewMutex(m, c.offset)
		wantErr(t, err, c.want)
	}
	must(NewMutex(m, 64))
	_, err := NewCond(m, 64, nil)
	wantErr(t, err, ErrLayout)
	_, err = NewSemaphore(m, 0, 10) // reaches into the Mutex
	wantErr(t, err, ErrLayout)
	check(t, m.Close())
}

// TestParts: what is in the memory is told from what is not, and from what has
// another size.
func TestParts(t *testing.T) {
	checkLeaks(t)
	testDir(t)
	size := MessageQueueSize(4, 100)
	m := newMemory(t, "parts", size)
	must(NewMessageQueue(m, 0, 4, 100))
	other := must(Open("parts"))
	defer other.Close()
	_, err := NewMutex(other, 0)
	wantErr(t, err, ErrLayout)
	_, err = NewMessageQueue(other, 0, 3, 100)
	wantErr(t, err, ErrLayout)
	_, err = NewMessageQueue(other, 0, 4, 99)
	wantErr(t, err, ErrLayout)
	_, err = NewWorkQueue(other, 0, 4, 100)
	wantErr(t, err, ErrLayout)
	must(NewMessageQueue(other, 0, 4, 100))
	m.Bytes()[0] ^= 1
	third := must(Open("parts"))
	defer third.Close()
	_, err = NewMessageQueue(third, 0, 4, 100)
	wantErr(t, err, ErrLayout)
	_, err = NewMessageQueue(third, 0, 0, 100)
	wantErr(t, err, syscall.EINVAL)
	_, err = NewMessageQueue(third, 0, 0, 0)
	wantErr(t, err, ErrLayout)
	m.Bytes()[0] ^= 1
	q := must(NewMessageQueue(third, 0, 0, 0))
	check(t, q.Send(bg, Message{Data: make([]byte, 100)}))
	for _, offset := range []int{64, -64, 1, size} {
		_, err = NewWorkQueue(third, offset, 0, 0)
		wantErr(t, err, ErrLayout)
		_, err = NewSemaphore(third, offset, 0)
		wantErr(t, err, ErrLayout)
	}
}

func TestHandedOn(t *testing.T) {
	checkLeaks(t)
	m := must(New(100))
	f := must(m.File())
	other := must(OpenFile(f))
	check(t, f.Close())
	copy(m.Bytes(), "hello")
	if got := string(other.Bytes()[:5]); got != "hello" {
		t.Errorf("%q", got)
	}
	check(t, m.Close())
	if got := string(other.Bytes()[:5]); got != "hello" {
		t.Errorf("%q", got)
	}
	check(t, other.Close())
}

// TestSealed: nobody makes the memory of New shorter or longer.
func TestSealed(t *testing.T) {
	m := must(New(100))
	defer m.Close()
	if m.region.unsteady {
		t.Skip("there are no files in memory here")
	}
	f := must(m.File())
	defer f.Close()
	for _, size := range []int64{0, 1 << 20} {
		wantErr(t, f.Truncate(size), fs.ErrPermission)
	}
}

func TestMapFile(t *testing.T) {
	checkLeaks(t)
	path := filepath.Join(t.TempDir(), "file")
	content := make([]byte, 10000)
	for i := range content {
		content[i] = byte(i * 7)
	}
	check(t, os.WriteFile(path, content, 0o600))
	f := must(os.OpenFile(path, os.O_RDWR, 0))
	defer f.Close()
	m := must(MapFile(f, 1000, 5000, ReadWrite))
	if !bytes.Equal(m.Bytes(), content[1000:6000]) {
		t.Error("not what is in the file")
	}
	m.Bytes()[0] = 'x'
	check(t, m.Sync())
	check(t, m.Close())
	m = must(MapFile(f, 1000, 1, CopyOnWrite))
	if m.Bytes()[0] != 'x' {
		t.Error(m.Bytes())
	}
	m.Bytes()[0] = 'y'
	if got := must(os.ReadFile(path))[1000]; got != 'x' {
		t.Errorf("%c", got)
	}
	_, err := NewMutex(m, 0)
	wantErr(t, err, ErrLayout)
	wantErr(t, m.Remove(), ErrNotOwner)
	check(t, m.Close())
	for _, c := range []struct {
		offset int64
		n      int
		prot   Prot
		want   error
	}{
		{0, 0, ReadOnly, syscall.EINVAL},
		{0, -1, ReadOnly, syscall.EINVAL},
		{-1, 1, ReadOnly, syscall.EINVAL},
		{0, 1, 9, syscall.EINVAL},
		{9999, 2, ReadOnly, ErrTruncated},
		{10000, 1, ReadOnly, ErrTruncated},
		{1 << 62, 1, ReadOnly, ErrTruncated},
		{0, math.MaxInt, ReadOnly, ErrTruncated},
	} {
		_, err := MapFile(f, c.offset, c.n, c.prot)
		wantErr(t, err, c.want)
	}
	r := must(os.Open(path))
	defer r.Close()
	_, err = MapFile(r, 0, 10, ReadWrite)
	wantErr(t, err, fs.ErrPermission)
	m = must(MapFile(r, 0, 9000, ReadOnly))
	check(t, os.Truncate(path, 100))
	_, err = m.ReadAt(make([]byte, 10), 8500)
	wantErr(t, err, ErrTruncated)
	if n, err := m.ReadAt(make([]byte, 10), 0); n != 10 || err != nil {
		t.Error(n, err)
	}
	check(t, m.Close())
	closed := must(os.Open(path))
	closed.Close()
	_, err = MapFile(closed, 0, 1, ReadOnly)
	wantErr(t, err, fs.ErrClosed)
}

func TestSysVMemory(t *testing.T) {
	checkLeaks(t)
	m, err := SysV(Private, 5000, 0o600)
	if errors.Is(err, errors.ErrUnsupported) {
		t.Skip(err)
	}
	check(t, err)
	other := must(SysVID(m.ID(), true))
	copy(m.Bytes(), "hello")
	if got := string(other.Bytes()[:5]); got != "hello" || m.Len() != 5000 {
		t.Errorf("%q %d", got, m.Len())
	}
	id := m.ID()
	check(t, other.Close())
	check(t, m.Close())
	_, err = SysVID(id, false)
	wantErr(t, err, ErrRemoved)
	for _, c := range []struct {
		key  Key
		size int
	}{{Private, 0}, {Private, -1}, {testKey(), -1}} {
		_, err = SysV(c.key, c.size, 0o600)
		wantErr(t, err, syscall.EINVAL)
	}
	_, err = SysV(testKey(), 0, 0)
	wantErr(t, err, fs.ErrNotExist)
	m = must(SysV(testKey(), 100, 0o600))
	other = must(SysV(testKey(), 0, 0))
	wantErr(t, other.Remove(), ErrNotOwner)
	check(t, m.Remove())
	check(t, m.Close())
	check(t, other.Close())
}

// testKey names the System V objects of this run of the tests.
func testKey() Key { return Key(0x67000000 | os.Getpid()&0xffffff) }

// testQueue names its POSIX message queues.
func testQueue(name string) string { return fmt.Sprintf("gpipe-test-%d-%s", os.Getpid(), name) }
