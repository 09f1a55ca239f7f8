package ipc_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"gpipe/ipc"
)

func ExampleMessageQueue() {
	m := ok(ipc.New(ipc.MessageQueueSize(16, 100)))
	defer m.Close()
	q := ok(ipc.NewMessageQueue(m, 0, 16, 100))
	q.Send(ctx, ipc.Message{Type: 2, Data: []byte("two")})
	q.Send(ctx, ipc.Message{Type: 1, Data: []byte("one")})
	q.Send(ctx, ipc.Message{Type: 2, Priority: 9, Data: []byte("urgent")})
	for _, s := range []ipc.Selector{ipc.Any, ipc.Type(1), ipc.Except(1)} {
		got, err := q.Receive(ctx, s)
		fmt.Println(string(got.Data), err)
	}
	_, err := q.TryReceive(ipc.Any)
	fmt.Println(errors.Is(err, ipc.ErrBusy))
	// Output:
	// urgent <nil>
	// one <nil>
	// two <nil>
	// true
}

func ExampleRing() {
	m := ok(ipc.New(ipc.RingSize(4096)))
	defer m.Close()
	r := ok(ipc.NewRing(m, 0, 4096))
	w, d := ok(r.Writer()), ok(r.Reader()) // in two processes
	w.Send(ctx, []byte("hello"))
	w.Close()
	buf := make([]byte, r.Max())
	for {
		n, err := d.Receive(ctx, buf)
		if err == io.EOF {
			break
		}
		fmt.Printf("%s\n", buf[:n])
	}
	d.Close()
	// Output: hello
}

func ExampleWorkQueue() {
	m := ok(ipc.New(ipc.WorkQueueSize(16, 100)))
	defer m.Close()
	q := ok(ipc.NewWorkQueue(m, 0, 16, 100))
	q.Push(ctx, []byte("a.c"))
	q.Push(ctx, []byte("b.c"))
	added, _ := q.PushUnique(ctx, []byte("a.c"))
	fmt.Println(added)
	q.CloseInput(ctx)
	for {
		item, err := q.Take(ctx)
		if err == io.EOF {
			break
		}
		fmt.Printf("compile %s\n", item.Data)
		item.Done() // else it comes again when this process ends
	}
	// Output:
	// false
	// compile a.c
	// compile b.c
}

// An item that is given back is the next one that another worker gets.
func ExampleItem() {
	m := ok(ipc.New(ipc.WorkQueueSize(16, 100)))
	defer m.Close()
	q := ok(ipc.NewWorkQueue(m, 0, 16, 100))
	q.Push(ctx, []byte("a.c"))
	q.Push(ctx, []byte("b.c"))
	item := ok(q.Take(ctx))
	item.Return(ctx)
	item = ok(q.Take(ctx))
	fmt.Printf("%s, given %d times\n", item.Data, item.Given)
	fmt.Println(item.Done(), errors.Is(item.Done(), ipc.ErrNotOwner))
	// Output:
	// a.c, given 2 times
	// <nil> true
}

// A worker for urgent messages: types up to 5, the lowest first.
func ExampleSelector() {
	m := ok(ipc.New(ipc.MessageQueueSize(16, 100)))
	defer m.Close()
	q := ok(ipc.NewMessageQueue(m, 0, 16, 100))
	for _, n := range []int64{9, 5, 2} {
		q.Send(ctx, ipc.Message{Type: n})
	}
	for {
		got, err := q.TryReceive(ipc.UpTo(5))
		if errors.Is(err, ipc.ErrBusy) {
			break
		}
		fmt.Println(got.Type)
	}
	// Output:
	// 2
	// 5
}

func ExampleSysVSemaphores() {
	s, err := ipc.OpenSysVSemaphores(ipc.Private, []int{1}, 0o600)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer s.Remove()
	s.Op(ctx, []ipc.SemOp{{Num: 0, Add: -1}}, true) // undone when this process dies
	fmt.Println(s.TryOp([]ipc.SemOp{{Num: 0, Add: -1}}, true))
	s.Op(ctx, []ipc.SemOp{{Num: 0, Add: 1}}, true)
	fmt.Println(s.Value(0))
	// Output:
	// op private: busy
	// 1 <nil>
}

func ExampleFileLock() {
	dir := ok(os.MkdirTemp("", "ipc"))
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "lock")
	l, err := ipc.LockFile(ctx, path, false)
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = ipc.TryLockFile(path, false) // as flock -n would
	fmt.Println(errors.Is(err, ipc.ErrBusy))
	l.Unlock()
	// Output: true
}

// What a crash has left: memory with a name that nobody has open.
func ExampleDir_List() {
	dir := ok(os.MkdirTemp("", "ipc"))
	defer os.RemoveAll(dir)
	names := ipc.DirAt(filepath.Join(dir, "names"))
	m := ok(names.Create("left", 100, 0o600))
	m.Close()
	all, err := names.List()
	for _, info := range all {
		fmt.Println(info.Name, info.Size, info.Members, info.Orphan())
	}
	fmt.Println(err, names.Remove("left"))
	// Output:
	// left 100 0 true
	// <nil> <nil>
}

// Errors name the operation and the object.
func ExampleError() {
	_, err := ipc.Open("no such name")
	var e *ipc.Error
	fmt.Println(errors.As(err, &e), e.Op, e.Name)
	fmt.Println(err)
	// Output:
	// true open no such name
	// open no such name: invalid argument
}
