package ipc

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"strconv"
	"syscall"
	"testing"
	"time"
)

// eachQueue runs a test with each kind of queue that there is, with room for 4
// messages of 1000 bytes at least.
func eachQueue(t *testing.T, f func(t *testing.T, q MessageQueue)) {
	t.Run("shared", func(t *testing.T) {
		checkLeaks(t)
		m := must(New(MessageQueueSize(4, 1000)))
		f(t, must(NewMessageQueue(m, 0, 4, 1000)))
		check(t, m.Close())
	})
	t.Run("sysv", func(t *testing.T) {
		checkLeaks(t)
		q, err := OpenSysV(Private, 0o600)
		if errors.Is(err, errors.ErrUnsupported) {
			t.Skip(err)
		}
		check(t, err)
		defer q.Close()
		defer q.Remove()
		f(t, q)
	})
	t.Run("posix", func(t *testing.T) {
		checkLeaks(t)
		q, err := OpenPOSIX("/"+testQueue("each"), 4, 1000, 0o600)
		if errors.Is(err, errors.ErrUnsupported) {
			t.Skip(err)
		}
		check(t, err)
		defer q.Close()
		defer q.Remove()
		f(t, q)
	})
}

func TestQueue(t *testing.T) {
	eachQueue(t, func(t *testing.T, q MessageQueue) {
		_, err := q.TryReceive(Any)
		wantErr(t, err, ErrBusy)
		for _, text := range []string{"one", "", "three"} {
			check(t, q.Send(bg, Message{Data: []byte(text)}))
		}
		if n := must(q.Len()); n != 3 {
			t.Error(n)
		}
		if m := must(q.Receive(bg, Any)); string(m.Data) != "one" || m.Type != 1 || m.Priority != 0 {
			t.Errorf("%+v", m)
		}
		buf := make([]byte, 1000)
		if m := must(q.ReceiveInto(bg, Any, buf)); len(m.Data) != 0 {
			t.Errorf("%+v", m)
		}
		_, err = q.ReceiveInto(bg, Any, buf[:4])
		wantErr(t, err, ErrTooBig)
		_, err = q.ReceiveInto(bg, Any, nil)
		wantErr(t, err, ErrTooBig)
		if m := must(q.TryReceive(Any)); string(m.Data) != "three" {
			t.Errorf("%+v", m)
		}
		wantErr(t, q.Send(bg, Message{Data: make([]byte, 1<<20)}), ErrTooBig)
		wantErr(t, q.Send(bg, Message{Type: -1}), syscall.EINVAL)
		wantErr(t, q.Send(bg, Message{Priority: MaxPriority + 1}), syscall.EINVAL)
		for _, s := range []Selector{Type(0), Type(-1), UpTo(0), Except(-5), Type(1 << 62), -1, 2} {
			_, err = q.TryReceive(s)
			wantErr(t, err, syscall.EINVAL)
		}
		long := bytes.Repeat([]byte("long "), 200)
		check(t, q.TrySend(Message{Data: long}))
		if m := must(q.Receive(bg, Any)); !bytes.Equal(m.Data, long) {
			t.Errorf("%q", m.Data)
		}
	})
}

// TestQueueFull: who sends waits for room, and who receives for a message.
func TestQueueFull(t *testing.T) {
	eachQueue(t, func(t *testing.T, q MessageQueue) {
		data := make([]byte, 1000)
		n := 0
		for q.TrySend(Message{Data: data}) == nil {
			n++
		}
		wantErr(t, q.TrySend(Message{Data: data}), ErrBusy)
		ctx, cancel := context.WithTimeout(bg, 5*time.Millisecond)
		defer cancel()
		wantErr(t, q.Send(ctx, Message{Data: data}), context.DeadlineExceeded)
		done := make(chan error)
		go func() { done <- q.Send(bg, Message{Data: data}) }()
		for range n + 1 {
			must(q.Receive(bg, Any))
		}
		check(t, <-done)
		ctx, cancel = context.WithTimeout(bg, 5*time.Millisecond)
		defer cancel()
		_, err := q.Receive(ctx, Any)
		wantErr(t, err, context.DeadlineExceeded)
		go func() {
			_, err := q.Receive(bg, Any)
			done <- err
		}()
		check(t, q.Send(bg, Message{Data: data}))
		check(t, <-done)
	})
}

// TestQueueClosed: a closed queue is an error, and a removed one, too.
func TestQueueClosed(t *testing.T) {
	q, err := OpenPOSIX(testQueue("closed"), 4, 100, 0o600)
	if err == nil {
		check(t, q.Remove())
		wantErr(t, q.Remove(), fs.ErrNotExist)
		check(t, q.Close())
		wantErr(t, q.Close(), fs.ErrClosed)
		wantErr(t, q.Send(bg, Message{}), fs.ErrClosed)
		_, err = OpenPOSIX(testQueue("closed"), 0, 0, 0)
		wantErr(t, err, fs.ErrNotExist)
	}
	for _, name := range []string{"", "/", "a/b", "/a/b"} {
		_, err := OpenPOSIX(name, 4, 100, 0o600)
		wantErr(t, err, syscall.EINVAL)
	}
	q, err = OpenSysV(Private, 0o600)
	if errors.Is(err, errors.ErrUnsupported) {
		t.Skip(err)
	}
	check(t, err)
	done := make(chan error)
	ctx, cancel := context.WithCancel(bg)
	defer cancel()
	for _, c := range []context.Context{bg, ctx} {
		go func() {
			_, err := q.Receive(c, Any)
			done <- err
		}()
	}
	time.Sleep(10 * time.Millisecond) // there is no event for waiting in the kernel
	check(t, q.Remove())
	wantErr(t, <-done, ErrRemoved)
	wantErr(t, <-done, ErrRemoved)
	wantErr(t, q.Send(bg, Message{}), ErrRemoved)
	wantErr(t, q.Remove(), ErrRemoved)
	_, err = q.Len()
	wantErr(t, err, ErrRemoved)
	check(t, q.Close())
	wantErr(t, q.Send(bg, Message{}), fs.ErrClosed)
	wantErr(t, q.Close(), fs.ErrClosed)
}

func TestQueueUnsupported(t *testing.T) {
	eachQueue(t, func(t *testing.T, q MessageQueue) {
		switch q.(type) {
		case *sharedQueue:
			wantErr(t, q.Remove(), errors.ErrUnsupported)
		case *sysvQueue:
			wantErr(t, q.Send(bg, Message{Priority: 1}), errors.ErrUnsupported)
		case *posixQueue:
			wantErr(t, q.Send(bg, Message{Type: 2}), errors.ErrUnsupported)
			_, err := q.TryReceive(Type(1))
			wantErr(t, err, errors.ErrUnsupported)
		}
	})
}

// fillRole sends messages that can be checked until it is killed.
func fillRole(args []string) error {
	m, err := Open("die")
	if err != nil {
		return err
	}
	q := must(NewMessageQueue(m, 0, 4, 1000))
	for i := range atoi(args[0]) {
		if err := q.Send(bg, Message{Data: []byte(strconv.Itoa(i))}); err != nil {
			return err
		}
	}
	return m.Close()
}

func TestQueueBetweenProcesses(t *testing.T) {
	checkLeaks(t)
	testDir(t)
	m := newMemory(t, "die", MessageQueueSize(4, 1000))
	q := must(NewMessageQueue(m, 0, 4, 1000))
	const n = 5000
	var all []*child
	for range 2 {
		all = append(all, start(t, "fill", strconv.Itoa(n)))
	}
	seen := make(map[string]int)
	for range 2 * n {
		seen[string(must(q.Receive(bg, Any)).Data)]++
	}
	for i := range n {
		if k := seen[strconv.Itoa(i)]; k != 2 {
			t.Fatalf("message %d came %d times", i, k)
		}
	}
	for _, c := range all {
		c.finish()
	}
}

// TestQueueDeaths: what a process has taken when it dies comes again, what it
// was putting in is gone, and the list it left in disorder is put in order.
func TestQueueDeaths(t *testing.T) {
	checkLeaks(t)
	testDir(t)
	t.Run("message", func(t *testing.T) {
		m := newMemory(t, "die", MessageQueueSize(4, 1000))
		q := must(NewMessageQueue(m, 0, 4, 1000))
		for _, text := range []string{"one", "two"} {
			check(t, q.Send(bg, Message{Data: []byte(text)}))
		}
		c := die(t, "message")
		c.expect("done <nil>")
		if got := must(q.Receive(bg, Any)); string(got.Data) != "two" {
			t.Errorf("%s", got.Data)
		}
		for _, s := range []Selector{Any, Type(1)} {
			if s != Any {
				check(t, q.Send(bg, Message{Data: []byte("one")}))
				c = die(t, "message")
				c.expect("done <nil>")
			}
			got := make(chan string)
			go func() { got <- string(must(q.Receive(bg, s)).Data) }()
			eventually(func() bool { return m.region.waiting.Load() > 0 })
			c.kill()
			if text := <-got; text != "one" {
				t.Errorf("%q", text)
			}
		}
	})
	t.Run("half", func(t *testing.T) {
		m := newMemory(t, "die", MessageQueueSize(1, 1000))
		q := must(NewMessageQueue(m, 0, 1, 1000))
		c := die(t, "half")
		c.expect("done <nil>")
		wantErr(t, q.TrySend(Message{}), ErrBusy)
		done := make(chan error)
		go func() { done <- q.Send(bg, Message{Data: []byte("x")}) }()
		eventually(func() bool { return m.region.waiting.Load() > 0 })
		c.kill()
		check(t, <-done)
		if got := must(q.Receive(bg, Any)); string(got.Data) != "x" {
			t.Errorf("%s", got.Data)
		}
	})
	t.Run("lock", func(t *testing.T) {
		m := newMemory(t, "die", MessageQueueSize(4, 1000))
		q := must(NewMessageQueue(m, 0, 4, 1000))
		for _, text := range []string{"one", "two"} {
			check(t, q.Send(bg, Message{Data: []byte(text)}))
		}
		c := die(t, "lock")
		c.expect("done <nil>")
		c.kill()
		check(t, q.Send(bg, Message{Data: []byte("three")}))
		for _, want := range []string{"one", "two", "three"} {
			if got := must(q.Receive(bg, Any)); string(got.Data) != want {
				t.Errorf("%s, want %s", got.Data, want)
			}
		}
		_, err := q.TryReceive(Any)
		wantErr(t, err, ErrBusy)
	})
}
