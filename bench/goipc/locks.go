package main

import (
	"context"
	"fmt"
	"os"
	"sync/atomic"
	"unsafe"

	"gpipe/ipc"
)

// lock locks and unlocks in one process.
func lock(n int) error {
	m, err := ipc.New(4096)
	if err != nil {
		return err
	}
	defer m.Close()
	mu, err := ipc.NewMutex(m, 0)
	if err != nil {
		return err
	}
	for range n {
		if err := mu.Lock(context.Background()); err != nil {
			return err
		}
		if err := mu.Unlock(); err != nil {
			return err
		}
	}
	fmt.Println(n)
	return nil
}

// lockTogether is lock in two processes at the same time.
func lockTogether(n int) error {
	m, err := ipc.New(4096)
	if err != nil {
		return err
	}
	defer m.Close()
	child, err := start("lock2-child", n, 0, m)
	if err != nil {
		return err
	}
	if err := count(m, n); err != nil {
		return err
	}
	child.wait()
	fmt.Println(counter(m).Load())
	return nil
}

func lockChild(n int) error {
	m, err := ipc.OpenFile(os.NewFile(3, "memory"))
	if err != nil {
		return err
	}
	defer m.Close()
	return count(m, n)
}

func counter(m *ipc.Memory) *atomic.Uint32 {
	// SAFETY: the bytes are aligned to 64.
	return (*atomic.Uint32)(unsafe.Pointer(&m.Bytes()[ipc.MutexSize]))
}

func count(m *ipc.Memory, n int) error {
	mu, err := ipc.NewMutex(m, 0)
	if err != nil {
		return err
	}
	// SAFETY: as in counter; the lock keeps others out.
	sum := (*uint32)(unsafe.Pointer(&m.Bytes()[ipc.MutexSize]))
	for range n {
		if err := mu.Lock(context.Background()); err != nil {
			return err
		}
		*sum++
		if err := mu.Unlock(); err != nil {
			return err
		}
	}
	return nil
}

// semop takes and gives a System V semaphore.
func semop(n int) error {
	s, err := ipc.OpenSysVSemaphores(ipc.Private, []int{1}, 0o600)
	if err != nil {
		return err
	}
	defer s.Remove()
	down, up := []ipc.SemOp{{Add: -1}}, []ipc.SemOp{{Add: 1}}
	for range n {
		if err := s.Op(context.Background(), down, true); err != nil {
			return err
		}
		if err := s.Op(context.Background(), up, true); err != nil {
			return err
		}
	}
	fmt.Println(n)
	return nil
}
