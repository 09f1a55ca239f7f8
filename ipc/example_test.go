package ipc_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"gpipe/ipc"
)

var ctx = context.Background()

// ok is for examples that have nothing to say about errors.
func ok[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// Memory with a name: another process opens the same.
func ExampleCreate() {
	dir := ok(os.MkdirTemp("", "ipc"))
	defer os.RemoveAll(dir)
	names := ipc.DirAt(filepath.Join(dir, "names"))

	made, err := names.Create("greeting", 100, 0o600)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer made.Close()
	defer made.Remove() // the name, and only who made it can
	copy(made.Bytes(), "hello")

	opened, err := names.Open("greeting")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer opened.Close()
	fmt.Printf("%s\n", opened.Bytes()[:5])
	// Output: hello
}

// Memory without a name goes to another process as a file.
func ExampleNew() {
	m, err := ipc.New(100)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer m.Close()
	f, err := m.File() // for exec.Cmd.ExtraFiles
	if err != nil {
		fmt.Println(err)
		return
	}
	defer f.Close()

	there, err := ipc.OpenFile(f) // os.NewFile(3, "memory") in the child
	if err != nil {
		fmt.Println(err)
		return
	}
	defer there.Close()
	copy(m.Bytes(), "hello")
	fmt.Printf("%s\n", there.Bytes()[:5])
	// Output: hello
}

// ReadAt and WriteAt return errors where an access to Bytes would end the
// program.
func ExampleMemory_ReadAt() {
	dir := ok(os.MkdirTemp("", "ipc"))
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "file")
	if err := os.WriteFile(path, make([]byte, 20000), 0o600); err != nil {
		fmt.Println(err)
		return
	}
	f := ok(os.Open(path))
	defer f.Close()
	m := ok(ipc.MapFile(f, 0, 20000, ipc.ReadOnly))
	defer m.Close()
	os.Truncate(path, 0)
	_, err := m.ReadAt(make([]byte, 10), 5000)
	fmt.Println(errors.Is(err, ipc.ErrTruncated))
	// Output: true
}

// What is written to a CopyOnWrite mapping is this process's alone.
func ExampleProt() {
	dir := ok(os.MkdirTemp("", "ipc"))
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "file")
	if err := os.WriteFile(path, []byte("hello, world"), 0o600); err != nil {
		fmt.Println(err)
		return
	}
	f := ok(os.OpenFile(path, os.O_RDWR, 0))
	defer f.Close()
	mine := ok(ipc.MapFile(f, 7, 5, ipc.CopyOnWrite))
	defer mine.Close()
	all := ok(ipc.MapFile(f, 7, 5, ipc.ReadWrite))
	defer all.Close()
	copy(mine.Bytes(), "there")
	fmt.Printf("%s, %s", mine.Bytes(), ok(os.ReadFile(path)))
	copy(all.Bytes(), "earth")
	fmt.Printf(", %s\n", ok(os.ReadFile(path)))
	// Output: there, hello, world, hello, earth
}

// A private segment is gone with the last process that has it; as long as there
// is one, its ID finds it.
func ExampleSysVInfo() {
	m, err := ipc.SysV(ipc.Private, 100, 0o600)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer m.Close()
	for _, o := range ok(ipc.ListSysV(ipc.SysVSegments)) {
		if o.ID == m.ID() {
			fmt.Println(o.Bytes, "bytes, attached", o.Count, "times, private:", o.Key == ipc.Private)
		}
	}
	// Output: 100 bytes, attached 1 times, private: true
}

func ExampleMutex() {
	m := ok(ipc.New(ipc.MutexSize + 8))
	defer m.Close()
	mu := ok(ipc.NewMutex(m, 0))
	total := m.Bytes()[ipc.MutexSize:]

	err := mu.Lock(ctx)
	if errors.Is(err, ipc.ErrOwnerDied) {
		// Whoever had the lock has died with it: see what it left, put it in
		// order, and say so.
		total[0] = 0
		err = mu.Consistent()
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	total[0]++
	fmt.Println(total[0])
	if err := mu.Unlock(); err != nil {
		fmt.Println(err)
	}
	// Output: 1
}

// A wait ends with its context.
func ExampleMutex_Lock() {
	m := ok(ipc.New(ipc.MutexSize))
	defer m.Close()
	mu := ok(ipc.NewMutex(m, 0))
	mu.Lock(ctx)
	defer mu.Unlock()
	short, cancel := context.WithTimeout(ctx, time.Millisecond)
	defer cancel()
	err := mu.Lock(short)
	fmt.Println(errors.Is(err, context.DeadlineExceeded), err)
	// Output: true lock memory: context deadline exceeded
}

func ExampleRWMutex() {
	m := ok(ipc.New(ipc.RWMutexSize))
	defer m.Close()
	mu := ok(ipc.NewRWMutex(m, 0))
	mu.RLock(ctx)
	mu.RLock(ctx) // another reader
	fmt.Println(mu.TryLock())
	mu.RUnlock()
	mu.RUnlock()
	fmt.Println(mu.TryLock())
	mu.Unlock()
	// Output:
	// lock memory: busy
	// <nil>
}

func ExampleCond() {
	m := ok(ipc.New(4096))
	defer m.Close()
	mu := ok(ipc.NewMutex(m, 0))
	changed := ok(ipc.NewCond(m, 64, mu))
	ready := m.Bytes()[128:129]

	go func() { // as another process would
		mu.Lock(ctx)
		ready[0] = 1
		mu.Unlock()
		changed.Broadcast()
	}()
	mu.Lock(ctx)
	err := changed.Wait(ctx, func() bool { return ready[0] == 1 })
	fmt.Println(err, ready[0])
	mu.Unlock()
	// Output: <nil> 1
}

func ExampleSemaphore() {
	m := ok(ipc.New(ipc.SemaphoreSize(2)))
	defer m.Close()
	s := ok(ipc.NewSemaphore(m, 0, 2))
	s.Acquire(ctx)
	s.Acquire(ctx)
	fmt.Println(s.TryAcquire())
	s.Release()
	s.Release()
	free, err := s.Free()
	fmt.Println(free, err)
	// Output:
	// acquire memory: busy
	// 2 <nil>
}

func ExampleCounter() {
	m := ok(ipc.New(ipc.CounterSize))
	defer m.Close()
	c := ok(ipc.NewCounter(m, 0, 0))
	go c.Post() // any process may
	fmt.Println(c.Wait(ctx))
	// Output: <nil>
}
