// Parentchild shares a map that has no name, and no file anywhere, between a
// parent and its child:
//
//	parentchild TEXT
//
// The child turns the text to capitals where it is; a Counter tells the parent
// that it has.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"

	"gpipe/ipc"
)

// The memory: what tells that the child is ready, then the length of the text,
// then the text.
const (
	readyAt = 0
	textAt  = ipc.CounterSize
	size    = 4096
)

func main() {
	var err error
	switch len(os.Args) {
	case 1:
		err = child()
	case 2:
		err = parent(os.Args[1])
	default:
		err = errors.New("usage: parentchild TEXT")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "parentchild:", err)
		os.Exit(1)
	}
}

func parent(text string) error {
	m, err := ipc.New(size)
	if err != nil {
		return err
	}
	defer m.Close()
	ready, err := ipc.NewCounter(m, readyAt, 0)
	if err != nil {
		return err
	}
	n := copy(m.Bytes()[textAt:], text)

	f, err := m.File()
	if err != nil {
		return err
	}
	defer f.Close()
	self, err := os.Executable()
	if err != nil {
		return err
	}
	cmd := exec.Command(self)
	cmd.ExtraFiles = []*os.File{f} // descriptor 3 of the child
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		return err
	}
	// If the child dies, nobody will ever post: its end ends the wait, too. One
	// that has posted may have ended before the wait begins.
	ctx, cancel := context.WithCancelCause(context.Background())
	go func() { cancel(cmd.Wait()) }()
	if err := ready.Wait(ctx); err != nil && ready.TryWait() != nil {
		return errors.Join(err, context.Cause(ctx))
	}
	fmt.Printf("%s\n", m.Bytes()[textAt:textAt+n])
	<-ctx.Done()
	return nil
}

func child() error {
	m, err := ipc.OpenFile(os.NewFile(3, "memory"))
	if err != nil {
		return err
	}
	defer m.Close()
	text := m.Bytes()[textAt:]
	for i, c := range text {
		if 'a' <= c && c <= 'z' {
			text[i] = c - 'a' + 'A'
		}
	}
	ready, err := ipc.NewCounter(m, readyAt, 0)
	if err != nil {
		return err
	}
	return ready.Post()
}
