// Chatsignal is a chat room whose members wake each other by signals:
//
//	chatsignal ROOM NAME
//
// What is typed, the other members see. A signal says that there is something,
// never what: of a thousand that are sent a process may get one. So what is said
// is in a queue, in which a message waits for its reader, and a signal makes
// that look until there is nothing left. No message is lost, whatever happens to
// the signals.
package main

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"gpipe/ipc"
)

// The memory: a lock, the process ids of the members, and the queue, in which a
// message for member i is of type i+1.
const (
	lockAt    = 0
	membersAt = ipc.MutexSize
	places    = 16
	queueAt   = membersAt + 4*places
	messages  = 256
	length    = 500
)

type room struct {
	m     *ipc.Memory
	lock  *ipc.Mutex
	queue ipc.MessageQueue
	place int // of this member
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: chatsignal ROOM NAME")
		os.Exit(2)
	}
	if err := chat(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "chatsignal:", err)
		os.Exit(1)
	}
}

func chat(name, me string) error {
	r, err := enter(name)
	if err != nil {
		return err
	}
	defer r.m.Close()
	// From here on others send signals.
	woken := make(chan os.Signal, 1)
	signal.Notify(woken, syscall.SIGUSR1)
	if err := r.join(); err != nil {
		return err
	}
	fmt.Println("you are in")
	lines := make(chan string)
	go read(lines)
	for {
		if err := r.show(); err != nil { // also before the first signal
			return err
		}
		select {
		case <-woken:
		case line, ok := <-lines:
			if !ok {
				return r.leave()
			}
			if err := r.say(me + ": " + line); err != nil {
				return err
			}
		}
	}
}

func read(lines chan<- string) {
	defer close(lines)
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		lines <- in.Text()
	}
}

func enter(name string) (*room, error) {
	m, err := ipc.OpenOrCreate(name, queueAt+ipc.MessageQueueSize(messages, length), 0o600)
	if err != nil {
		return nil, err
	}
	r := &room{m: m, place: -1}
	if r.lock, err = ipc.NewMutex(m, lockAt); err != nil {
		return nil, err
	}
	r.queue, err = ipc.NewMessageQueue(m, queueAt, messages, length)
	return r, err
}

// pid returns where the process id of a member stands.
func (r *room) pid(place int) []byte { return r.m.Bytes()[membersAt+4*place:][:4] }

// locked calls f with the lock. Members are changed one word at a time: there is
// nothing to put in order when one has died with it.
func (r *room) locked(f func() error) error {
	err := r.lock.Lock(context.Background())
	if errors.Is(err, ipc.ErrOwnerDied) {
		err = r.lock.Consistent()
	}
	if err != nil {
		return err
	}
	return errors.Join(f(), r.lock.Unlock())
}

// join takes a place, and throws away what was for the one before there.
func (r *room) join() error {
	return r.locked(func() error {
		for place := range places {
			if pid := binary.NativeEndian.Uint32(r.pid(place)); pid != 0 && alive(pid) {
				continue
			}
			for {
				_, err := r.queue.TryReceive(ipc.Type(int64(place + 1)))
				if errors.Is(err, ipc.ErrBusy) {
					break
				}
				if err != nil {
					return err
				}
			}
			binary.NativeEndian.PutUint32(r.pid(place), uint32(os.Getpid()))
			r.place = place
			return nil
		}
		return errors.New("the room is full")
	})
}

func alive(pid uint32) bool { return syscall.Kill(int(pid), 0) != syscall.ESRCH }

func (r *room) leave() error {
	return r.locked(func() error {
		binary.NativeEndian.PutUint32(r.pid(r.place), 0)
		return nil
	})
}

// say puts the text into the queue for each of the others and wakes it. Where
// the queue is full, it is read meanwhile: so members that all talk at once can't
// wait for each other.
func (r *room) say(text string) error {
	var others []int
	err := r.locked(func() error {
		for place := range places {
			if pid := binary.NativeEndian.Uint32(r.pid(place)); pid != 0 && place != r.place {
				others = append(others, place)
			}
		}
		return nil
	})
	for _, place := range others {
		pid := binary.NativeEndian.Uint32(r.pid(place))
		for err == nil && pid != 0 && alive(pid) {
			err = r.queue.TrySend(ipc.Message{Type: int64(place + 1), Data: []byte(text)})
			if !errors.Is(err, ipc.ErrBusy) {
				break
			}
			syscall.Kill(int(pid), syscall.SIGUSR1)
			err = r.show()
		}
		if pid != 0 {
			syscall.Kill(int(pid), syscall.SIGUSR1)
		}
	}
	return err
}

// show prints all that there is for this member.
func (r *room) show() error {
	for {
		m, err := r.queue.TryReceive(ipc.Type(int64(r.place + 1)))
		if errors.Is(err, ipc.ErrBusy) {
			return nil
		}
		if err != nil {
			return err
		}
		fmt.Printf("%s\n", m.Data)
	}
}
