package ipc

import (
	"context"
	"io"
	"io/fs"
	"testing"
	"time"
)

func TestWorkQueue(t *testing.T) {
	checkLeaks(t)
	testDir(t)
	m := newMemory(t, "die", WorkQueueSize(4, 100))
	q := must(NewWorkQueue(m, 0, 4, 100))
	_, err := q.TryTake()
	wantErr(t, err, ErrBusy)
	check(t, q.Push(bg, []byte("one\nline")))
	if !must(q.PushUnique(bg, []byte("two"))) || must(q.PushUnique(bg, []byte("one\nline"))) {
		t.Error("unique or not")
	}
	wantErr(t, q.Push(bg, make([]byte, 101)), ErrTooBig)
	it := must(q.Take(bg))
	if string(it.Data) != "one\nline" || it.Given != 1 {
		t.Errorf("%q %d", it.Data, it.Given)
	}
	if must(q.PushUnique(bg, []byte("one\nline"))) {
		t.Error("it is being worked at")
	}
	wantErr(t, m.Close(), ErrBusy)
	check(t, it.Return(bg))
	wantErr(t, it.Done(), ErrNotOwner)
	wantErr(t, it.Return(bg), ErrNotOwner)
	it = must(q.Take(bg))
	if string(it.Data) != "one\nline" || it.Given != 2 {
		t.Errorf("%q %d", it.Data, it.Given)
	}
	check(t, it.Done())
	wantErr(t, it.Done(), ErrNotOwner)

	// A worker dies with an item: it comes again, once.
	c := die(t, "item")
	c.expect("done <nil>")
	if w, out, _ := q.Len(); w != 0 || out != 1 {
		t.Error(w, out)
	}
	check(t, q.Push(bg, []byte("three")))
	got := make(chan *Item)
	go func() {
		for range 2 {
			got <- must(q.Take(bg))
		}
	}()
	three := <-got
	eventually(func() bool { return m.region.waiting.Load() > 0 })
	c.kill()
	two := <-got
	if string(two.Data) != "two" || two.Given != 2 || string(three.Data) != "three" {
		t.Errorf("%q %d %q", two.Data, two.Given, three.Data)
	}

	// The end comes when all is done.
	check(t, q.Push(bg, []byte("four")))
	check(t, q.CloseInput(bg))
	wantErr(t, q.Push(bg, []byte("five")), io.ErrClosedPipe)
	if n, err := q.Drain(bg); n != 1 || err != nil {
		t.Error(n, err)
	}
	_, err = q.TryTake()
	wantErr(t, err, ErrBusy)
	end := make(chan error)
	go func() {
		_, err := q.Take(bg)
		end <- err
	}()
	check(t, two.Done())
	check(t, three.Done())
	if err := <-end; err != io.EOF {
		t.Error(err)
	}
	if _, err := q.TryTake(); err != io.EOF {
		t.Error(err)
	}
}

func TestWorkQueueFull(t *testing.T) {
	checkLeaks(t)
	m := must(New(WorkQueueSize(2, 1000)))
	q := must(NewWorkQueue(m, 0, 2, 1000))
	for range 2 {
		check(t, q.Push(bg, make([]byte, 1000)))
	}
	ctx, cancel := context.WithTimeout(bg, 5*time.Millisecond)
	defer cancel()
	wantErr(t, q.Push(ctx, nil), context.DeadlineExceeded)
	done := make(chan error)
	go func() { done <- q.Push(bg, nil) }()
	check(t, must(q.Take(bg)).Done())
	check(t, <-done)
	check(t, m.Close())
	wantErr(t, q.Push(bg, nil), fs.ErrClosed)
}

// TestTryPush: where there is no room it says so at once.
func TestTryPush(t *testing.T) {
	checkLeaks(t)
	testDir(t)
	q := must(NewWorkQueue(newMemory(t, "full", WorkQueueSize(2, 10)), 0, 2, 10))
	check(t, q.TryPush([]byte("a")))
	if !must(q.TryPushUnique([]byte("b"))) {
		t.Error("not added")
	}
	wantErr(t, q.TryPush([]byte("c")), ErrBusy)
	_, err := q.TryPushUnique([]byte("c"))
	wantErr(t, err, ErrBusy)
	wantErr(t, q.TryPush(make([]byte, 11)), ErrTooBig)
	check(t, must(q.Take(bg)).Done())
	if must(q.TryPushUnique([]byte("b"))) {
		t.Error("it is there already")
	}
	check(t, q.TryPush([]byte("b")))
	check(t, q.CloseInput(bg))
	check(t, must(q.Take(bg)).Done())
	wantErr(t, q.TryPush(nil), io.ErrClosedPipe)
}
