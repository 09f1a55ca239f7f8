package ipc

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// refuse has the kernel refuse system calls with an errno, to all threads of
// this process.
func refuse(errno unix.Errno, calls ...uint32) error {
	const load, equal, ret = 0x20, 0x15, 0x06
	program := []unix.SockFilter{{Code: load}}
	for _, nr := range calls {
		program = append(program,
			unix.SockFilter{Code: equal, Jf: 1, K: nr},
			unix.SockFilter{Code: ret, K: unix.SECCOMP_RET_ERRNO | uint32(errno)})
	}
	program = append(program, unix.SockFilter{Code: ret, K: unix.SECCOMP_RET_ALLOW})
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return err
	}
	prog := unix.SockFprog{Len: uint16(len(program)), Filter: &program[0]}
	_, _, e := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(&prog)))
	if e != 0 {
		return e
	}
	return nil
}

// filteredRole does without some system calls what others do with them.
func filteredRole(args []string) error {
	errno := unix.Errno(atoi(args[0]))
	err := refuse(errno, unix.SYS_FUTEX_WAITV, unix.SYS_SET_ROBUST_LIST, unix.SYS_MEMFD_CREATE, unix.SYS_FALLOCATE)
	if err != nil {
		say("no filter", err)
		return nil
	}
	say("filtered")
	private, err := New(10000)
	if err != nil {
		return fmt.Errorf("New: %w", err)
	}
	defer private.Close()
	m, err := Open("filtered")
	if err != nil {
		return err
	}
	defer m.Close()
	if m.region.place != nil {
		return errors.New("it has a list in the kernel")
	}
	mu := must(NewMutex(m, 0))
	ctx, cancel := context.WithTimeout(bg, 10*time.Millisecond)
	defer cancel()
	if err := mu.Lock(ctx); !errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("Lock: %w", err)
	}
	say("given up")
	q := must(NewMessageQueue(m, 64, 4, 1000))
	for range 100 {
		got, err := q.Receive(bg, Type(1))
		if err != nil {
			return err
		}
		if err := q.Send(bg, Message{Type: 2, Data: got.Data}); err != nil {
			return err
		}
	}
	if err := mu.Lock(bg); err != nil {
		return err
	}
	say("locked")
	forever()
	return nil
}

// TestFiltered: a process under a filter that does not know, or does not allow,
// what the package uses, works with others, and is missed when it is killed.
func TestFiltered(t *testing.T) {
	for _, errno := range []unix.Errno{unix.ENOSYS, unix.EPERM} {
		t.Run(errno.Error(), func(t *testing.T) {
			checkLeaks(t)
			testDir(t)
			m := newMemory(t, "filtered", 64+MessageQueueSize(4, 1000))
			mu := must(NewMutex(m, 0))
			q := must(NewMessageQueue(m, 64, 4, 1000))
			check(t, mu.Lock(bg))
			c := start(t, "filtered", fmt.Sprint(int(errno)))
			if l := c.line(); l != "filtered" {
				t.Skip(l)
			}
			c.expect("given up")
			for i := range 100 {
				check(t, q.Send(bg, Message{Type: 1, Data: []byte{byte(i)}}))
				if got := must(q.Receive(bg, Type(2))); got.Data[0] != byte(i) {
					t.Errorf("%d, want %d", got.Data[0], i)
				}
			}
			check(t, mu.Unlock())
			c.expect("locked")
			got := make(chan error)
			go func() { got <- mu.Lock(bg) }()
			eventually(func() bool { return m.region.waiting.Load() > 0 })
			c.kill()
			wantErr(t, <-got, ErrOwnerDied)
			check(t, mu.Consistent())
			check(t, mu.Unlock())
		})
	}
}
