// Prodcons has processes that produce numbers and processes that consume them,
// with a buffer of eight between them:
//
//	prodcons PRODUCERS CONSUMERS N
//
// Each producer makes the numbers from 1 to N. It is the problem of the textbooks
// with the textbooks' solution: one Counter has the free places of the buffer,
// another one the filled ones, and a Mutex protects it. A MessageQueue is all of
// that in one, and survives the death of a process: here that would take a place
// with it.
package main

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"

	"gpipe/ipc"
)

// The memory: two counters and a lock, how much was put in and taken out, and the
// buffer.
const (
	freeAt   = 0
	filledAt = freeAt + ipc.CounterSize
	lockAt   = filledAt + ipc.CounterSize
	inAt     = lockAt + ipc.MutexSize
	outAt    = inAt + 8
	sumAt    = outAt + 8
	bufferAt = sumAt + 8
	places   = 8
	size     = bufferAt + 8*places
)

func main() {
	var err error
	switch {
	case len(os.Args) == 4:
		err = parent(os.Args[1:])
	case len(os.Args) == 3:
		err = child(os.Args[1], os.Args[2])
	default:
		err = errors.New("usage: prodcons PRODUCERS CONSUMERS N")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "prodcons:", err)
		os.Exit(1)
	}
}

func parent(args []string) error {
	var numbers [3]int
	for i, arg := range args {
		n, err := strconv.Atoi(arg)
		if err != nil || n < 1 {
			return fmt.Errorf("%q is no number of processes or numbers", arg)
		}
		numbers[i] = n
	}
	producers, consumers, n := numbers[0], numbers[1], numbers[2]
	m, err := ipc.New(size)
	if err != nil {
		return err
	}
	defer m.Close()
	if _, err := ipc.NewCounter(m, freeAt, places); err != nil {
		return err
	}
	var children []*exec.Cmd
	for i := range producers + consumers {
		part, share := "produce", n
		if i >= producers {
			// What there is, in shares that differ by one at most.
			k := i - producers
			part, share = "consume", producers*n*(k+1)/consumers-producers*n*k/consumers
		}
		cmd, err := start(m, part, share)
		if err != nil {
			return err
		}
		children = append(children, cmd)
	}
	for _, cmd := range children {
		err = errors.Join(err, cmd.Wait())
	}
	fmt.Println(binary.NativeEndian.Uint64(m.Bytes()[sumAt:]))
	return err
}

func start(m *ipc.Memory, part string, n int) (*exec.Cmd, error) {
	f, err := m.File()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(self, part, strconv.Itoa(n))
	cmd.ExtraFiles = []*os.File{f}
	cmd.Stderr = os.Stderr
	return cmd, cmd.Start()
}

func child(part, times string) error {
	n, err := strconv.Atoi(times)
	if err != nil {
		return err
	}
	m, err := ipc.OpenFile(os.NewFile(3, "memory"))
	if err != nil {
		return err
	}
	defer m.Close()
	free, err := ipc.NewCounter(m, freeAt, places)
	if err != nil {
		return err
	}
	filled, err := ipc.NewCounter(m, filledAt, 0)
	if err != nil {
		return err
	}
	lock, err := ipc.NewMutex(m, lockAt)
	if err != nil {
		return err
	}
	for i := range n {
		if part == "produce" {
			err = pass(free, lock, filled, func() { put(m.Bytes(), uint64(i+1)) })
		} else {
			err = pass(filled, lock, free, func() { add(m.Bytes(), sumAt, get(m.Bytes())) })
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// pass waits for a place of the one kind and makes it one of the other.
func pass(from *ipc.Counter, lock *ipc.Mutex, to *ipc.Counter, do func()) error {
	ctx := context.Background()
	if err := from.Wait(ctx); err != nil {
		return err
	}
	if err := lock.Lock(ctx); err != nil {
		return err
	}
	do()
	if err := lock.Unlock(); err != nil {
		return err
	}
	return to.Post()
}

func put(b []byte, value uint64) {
	binary.NativeEndian.PutUint64(b[bufferAt+8*(add(b, inAt, 1)%places):], value)
}

func get(b []byte) uint64 {
	return binary.NativeEndian.Uint64(b[bufferAt+8*(add(b, outAt, 1)%places):])
}

// add adds n to a number and returns what it was.
func add(b []byte, at int, n uint64) uint64 {
	old := binary.NativeEndian.Uint64(b[at:])
	binary.NativeEndian.PutUint64(b[at:], old+n)
	return old
}
