// Tasks is a queue of tasks with workers that can be added and removed while it
// runs:
//
//	tasks NAME push TASK...   put tasks into the queue, which is made if need be
//	tasks NAME work           be a worker, until the queue ends or SIGTERM
//	tasks NAME close          no task comes any more: the workers end when all is done
//	tasks NAME show           how many wait, how many are being worked at
//	tasks NAME remove         remove the queue
//
// A worker on SIGTERM finishes the task that it has. One that is killed loses
// nothing: the next one gets its task again. The tasks are there when no process
// is.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"gpipe/ipc"
)

// The queue has room for so many tasks of so many bytes.
const (
	room   = 1000
	length = 200
)

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: tasks NAME push|work|close|show|remove [TASK...]")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3:]); err != nil {
		fmt.Fprintln(os.Stderr, "tasks:", err)
		os.Exit(1)
	}
}

func run(name, what string, tasks []string) error {
	if what == "remove" {
		return ipc.Remove(name)
	}
	m, err := ipc.OpenOrCreate(name, ipc.WorkQueueSize(room, length), 0o600)
	if err != nil {
		return err
	}
	defer m.Close()
	q, err := ipc.NewWorkQueue(m, 0, room, length)
	if err != nil {
		return err
	}
	ctx := context.Background()
	switch what {
	case "push":
		for _, task := range tasks {
			if err := q.Push(ctx, []byte(task)); err != nil {
				return err
			}
		}
		return nil
	case "work":
		return work(q)
	case "close":
		return q.CloseInput(ctx)
	case "show":
		waiting, out, err := q.Len()
		if err == nil {
			fmt.Println(waiting, "wait,", out, "are being worked at")
		}
		return err
	}
	return fmt.Errorf("%s: no such command", what)
}

// work takes one task after the other.
func work(q *ipc.WorkQueue) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	fmt.Println("working")
	for {
		task, err := q.Take(ctx)
		switch {
		case err == io.EOF || errors.Is(err, context.Canceled):
			return nil
		case err != nil:
			return err
		}
		do(string(task.Data), task.Given)
		if err := task.Done(); err != nil {
			return err
		}
	}
}

// do works at a task: one like "1s" takes as long. What was begun once may be
// begun again.
func do(task string, given int) {
	if d, err := time.ParseDuration(task); err == nil {
		time.Sleep(d)
	}
	if given > 1 {
		fmt.Println("again:", task)
		return
	}
	fmt.Println("done:", task)
}
