// Readwrite has processes that write and processes that read the same table,
// with an RWMutex:
//
//	readwrite WRITERS READERS N
//
// Every writer changes the whole table N times, every reader reads it N times and
// sees that all of it is from one writer.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"

	"gpipe/ipc"
)

// The memory: the lock, and after it the table.
const (
	lockAt  = 0
	tableAt = ipc.RWMutexSize
	entries = 1000
	size    = tableAt + entries
)

func main() {
	var err error
	switch {
	case len(os.Args) == 4:
		err = parent(os.Args[1:])
	case len(os.Args) == 3:
		err = child(os.Args[1], os.Args[2])
	default:
		err = errors.New("usage: readwrite WRITERS READERS N")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "readwrite:", err)
		os.Exit(1)
	}
}

func parent(args []string) error {
	writers, err := strconv.Atoi(args[0])
	if err != nil {
		return err
	}
	readers, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	m, err := ipc.New(size)
	if err != nil {
		return err
	}
	defer m.Close()
	f, err := m.File()
	if err != nil {
		return err
	}
	defer f.Close()
	self, err := os.Executable()
	if err != nil {
		return err
	}
	var children []*exec.Cmd
	for i := range writers + readers {
		part := "read"
		if i < writers {
			part = strconv.Itoa(i + 1)
		}
		cmd := exec.Command(self, part, args[2])
		cmd.ExtraFiles = []*os.File{f}
		cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
		if err := cmd.Start(); err != nil {
			return err
		}
		children = append(children, cmd)
	}
	for _, cmd := range children {
		err = errors.Join(err, cmd.Wait())
	}
	return err
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
	lock, err := ipc.NewRWMutex(m, lockAt)
	if err != nil {
		return err
	}
	table := m.Bytes()[tableAt:]
	if part == "read" {
		return read(lock, table, n)
	}
	writer, err := strconv.ParseUint(part, 10, 8)
	if err != nil {
		return err
	}
	return write(lock, table, n, byte(writer))
}

func write(lock *ipc.RWMutex, table []byte, n int, writer byte) error {
	for range n {
		err := lock.Lock(context.Background())
		if errors.Is(err, ipc.ErrOwnerDied) {
			// Another writer was killed halfway. This one writes all of the table
			// anyway, which puts it in order.
			err = lock.Consistent()
		}
		if err != nil {
			return err
		}
		for i := range table {
			table[i] = writer
		}
		if err := lock.Unlock(); err != nil {
			return err
		}
	}
	fmt.Printf("writer %d: wrote %d times\n", writer, n)
	return nil
}

func read(lock *ipc.RWMutex, table []byte, n int) error {
	for range n {
		err := lock.RLock(context.Background())
		doubtful := errors.Is(err, ipc.ErrOwnerDied) // locked, but perhaps half written
		if err != nil && !doubtful {
			return err
		}
		first := table[0]
		for _, writer := range table {
			if writer != first && !doubtful {
				return fmt.Errorf("a table of writers %d and %d", first, writer)
			}
		}
		if err := lock.RUnlock(); err != nil {
			return err
		}
	}
	fmt.Printf("reader: read %d times\n", n)
	return nil
}
