// Goipc measures package ipc: the contests that bench/glibc/ipc.c holds in C.
//
//	goipc lock|lock2|semop N
//	goipc ring|queue|sysv|mq N SIZE
//
// The second process, where there is one, is another goipc, with the name of
// its part before the same operands.
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"

	"gpipe/ipc"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "goipc:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) < 2 {
		return errors.New("what, and how often?")
	}
	n, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	size := 0
	if len(args) > 2 {
		if size, err = strconv.Atoi(args[2]); err != nil {
			return err
		}
	}
	switch args[0] {
	case "lock":
		return lock(n)
	case "lock2":
		return lockTogether(n)
	case "lock2-child":
		return lockChild(n)
	case "semop":
		return semop(n)
	case "ring", "queue", "sysv", "mq":
		return transfer(args[0], n, size)
	case "ring-child", "queue-child", "sysv-child", "mq-child":
		return send(args[0], n, size)
	}
	return errors.New("what?")
}

// child is the other process.
type child struct{ ended chan struct{} }

// start starts the other process. If that fails, so does this one: it may be
// waiting for it.
func start(part string, n, size int, m *ipc.Memory) (*child, error) {
	cmd := exec.Command("/proc/self/exe", part, strconv.Itoa(n), strconv.Itoa(size))
	cmd.Stderr = os.Stderr
	if m != nil {
		f, err := m.File()
		if err != nil {
			return nil, err
		}
		defer f.Close()
		cmd.ExtraFiles = []*os.File{f}
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	c := &child{make(chan struct{})}
	go func() {
		if err := cmd.Wait(); err != nil {
			fmt.Fprintln(os.Stderr, "goipc:", part+":", err)
			os.Exit(1)
		}
		close(c.ended)
	}()
	return c, nil
}

func (c *child) wait() { <-c.ended }
