package ipc

import (
	"context"
	"errors"
	"strconv"
	"syscall"
	"testing"
	"time"
)

func TestSysVSemaphores(t *testing.T) {
	checkLeaks(t)
	s, err := OpenSysVSemaphores(testKey(), []int{2, 0}, 0o600)
	if errors.Is(err, errors.ErrUnsupported) {
		t.Skip(err)
	}
	check(t, err)
	defer s.Remove()
	other := must(OpenSysVSemaphores(testKey(), []int{9, 9}, 0o600))
	for num, want := range []int{2, 0} {
		if n := must(other.Value(num)); n != want {
			t.Error(num, n)
		}
	}
	_, err = OpenSysVSemaphores(testKey(), []int{1, 1, 1}, 0o600)
	wantErr(t, err, ErrLayout)
	_, err = OpenSysVSemaphores(testKey(), []int{1}, 0o600)
	wantErr(t, err, ErrLayout)
	_, err = OpenSysVSemaphores(testKey(), nil, 0o600)
	wantErr(t, err, syscall.EINVAL)
	_, err = OpenSysVSemaphores(Private, []int{-1}, 0o600)
	wantErr(t, err, syscall.ERANGE)
	check(t, s.Op(bg, []SemOp{{0, -1}, {1, 1}}, false))
	wantErr(t, s.TryOp([]SemOp{{0, -2}}, false), ErrBusy)
	wantErr(t, s.TryOp([]SemOp{{1, 0}}, false), ErrBusy)
	wantErr(t, s.Op(bg, []SemOp{{2, 1}}, false), syscall.ERANGE)
	wantErr(t, s.Op(bg, nil, false), syscall.EINVAL)
	ctx, cancel := context.WithTimeout(bg, 5*time.Millisecond)
	defer cancel()
	wantErr(t, s.Op(ctx, []SemOp{{0, -2}}, false), context.DeadlineExceeded)
	done := make(chan error)
	go func() { done <- s.Op(bg, []SemOp{{0, -2}}, false) }()
	check(t, s.Op(bg, []SemOp{{0, 1}}, false))
	check(t, <-done)

	// Undo is the kernel's when a process ends.
	c := start(t, "undo", strconv.Itoa(int(testKey())))
	c.expect("done <nil>")
	if n := must(s.Value(0)); n != 5 {
		t.Error(n)
	}
	c.kill()
	if !eventually(func() bool { return must(s.Value(0)) == 0 }) {
		t.Error("nothing was undone")
	}
	check(t, s.Set(0, 7))
	go func() { done <- s.Op(bg, []SemOp{{1, -9}}, false) }()
	time.Sleep(10 * time.Millisecond) // there is no event for waiting in the kernel
	check(t, s.Remove())
	wantErr(t, <-done, ErrRemoved)
	wantErr(t, s.Op(bg, []SemOp{{0, 1}}, false), ErrRemoved)
	_, err = s.Value(0)
	wantErr(t, err, ErrRemoved)
}

// undoRole adds 5 to the first semaphore and waits to be killed.
func undoRole(args []string) error {
	s, err := OpenSysVSemaphores(Key(atoi(args[0])), []int{0, 0}, 0o600)
	if err != nil {
		return err
	}
	say("done", s.Op(bg, []SemOp{{0, 5}}, true))
	forever()
	return nil
}
