// Sum adds up the numbers from 1 to N in several processes, which share the sum
// and a lock:
//
//	sum N PROCESSES
//
// The memory has no name: the children inherit it as a file.
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

// The memory: a lock, and after it the sum.
const (
	lockAt = 0
	sumAt  = ipc.MutexSize
	size   = sumAt + 8
)

func main() {
	var err error
	switch len(os.Args) {
	case 3:
		err = parent(os.Args[1], os.Args[2])
	case 5: // child FIRST STEP LAST
		err = child(os.Args[2:])
	default:
		err = errors.New("usage: sum N PROCESSES")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "sum:", err)
		os.Exit(1)
	}
}

func parent(last, processes string) error {
	n, err := strconv.Atoi(processes)
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
	for i := range n {
		cmd := exec.Command(self, "child", strconv.Itoa(i+1), processes, last)
		cmd.ExtraFiles = []*os.File{f} // descriptor 3 of the child
		cmd.Stderr = os.Stderr
		if err := cmd.Start(); err != nil {
			return err
		}
		children = append(children, cmd)
	}
	for _, cmd := range children {
		if err := cmd.Wait(); err != nil {
			return err
		}
	}
	fmt.Println(binary.NativeEndian.Uint64(m.Bytes()[sumAt:]))
	return nil
}

// child adds every step-th number.
func child(args []string) error {
	var first, step, last uint64
	if _, err := fmt.Sscan(args[0], &first); err != nil {
		return err
	}
	if _, err := fmt.Sscan(args[1], &step); err != nil {
		return err
	}
	if _, err := fmt.Sscan(args[2], &last); err != nil {
		return err
	}
	m, err := ipc.OpenFile(os.NewFile(3, "memory"))
	if err != nil {
		return err
	}
	defer m.Close()
	lock, err := ipc.NewMutex(m, lockAt)
	if err != nil {
		return err
	}
	sum := m.Bytes()[sumAt:]
	for n := first; n <= last; n += step {
		// An error, ErrOwnerDied too, ends it: a sum that another process has
		// perhaps not added to is of no use.
		if err := lock.Lock(context.Background()); err != nil {
			return err
		}
		binary.NativeEndian.PutUint64(sum, binary.NativeEndian.Uint64(sum)+n)
		if err := lock.Unlock(); err != nil {
			return err
		}
	}
	return nil
}
