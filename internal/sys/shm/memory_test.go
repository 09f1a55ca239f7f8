package shm

import (
	"sync/atomic"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
	"gpipe/internal/sys/files"
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
		sys.Close(fd)
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
	if st, err := files.StatFd(fd); err != nil || st.Size != int64(2*FrontSize()) {
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
