package ipc

import (
	"errors"
	"testing"
)

// dieRole takes something of the memory "die", says so, and waits to be killed.
func dieRole(args []string) error {
	m, err := Open("die")
	if err != nil {
		return err
	}
	var got error
	switch args[0] {
	case "write":
		got = must(NewRWMutex(m, 0)).Lock(bg)
	case "read":
		got = must(NewRWMutex(m, 0)).RLock(bg)
	case "permits":
		s := must(NewSemaphore(m, 0, 3))
		got = errors.Join(s.Acquire(bg), s.Acquire(bg))
	case "cond":
		mu := must(NewMutex(m, 0))
		c := must(NewCond(m, 64, mu))
		if err := mu.Lock(bg); err != nil {
			return err
		}
		say("waiting")
		return c.Wait(bg, func() bool { return false })
	case "item":
		_, got = must(NewWorkQueue(m, 0, 4, 100)).Take(bg)
	case "message":
		// As one that is killed before Receive returns.
		q := must(NewMessageQueue(m, 0, 4, 1000)).(*sharedQueue)
		check := q.s.enter(bg)
		i, ok, _ := q.s.pick(Any)
		q.s.unlink(i, entryOut|q.s.r.id)
		q.s.leave()
		if !ok || check != nil {
			return errors.New("no message")
		}
	case "half":
		// As one that is killed before Send returns.
		q := must(NewMessageQueue(m, 0, 1, 1000)).(*sharedQueue)
		q.s.enter(bg)
		i, ok := q.s.free()
		q.s.entry(i).state = entryNew | q.s.r.id
		q.s.leave()
		if !ok {
			return errors.New("no room")
		}
	case "lock":
		// As one that is killed in the middle of Send.
		q := must(NewMessageQueue(m, 0, 4, 1000)).(*sharedQueue)
		got = q.s.enter(bg)
		q.s.h.head, q.s.h.tail, q.s.h.front = 77, 88, 99
	case "writer":
		r := must(NewRing(m, 0, 1024))
		w, err := r.Writer()
		if err != nil {
			return err
		}
		got = w.Send(bg, []byte("last words"))
	case "reader":
		_, got = must(NewRing(m, 0, 1024)).Reader()
	}
	say("done", got)
	forever()
	return nil
}

// die has a process take what it dies with, but not die yet.
func die(t *testing.T, what string) *child {
	t.Helper()
	c := start(t, "die", what)
	return c
}
