// Chatcond is a chat room whose members wait for a condition variable:
//
//	chatcond ROOM NAME
//
// What is typed, the other members see. The last lines are in a ring in shared
// memory, and each member has read so many of them; one that would write over
// what another has not read waits for that. A member has, as long as it lives, a
// lock of its own: so the others see when one has died, and do not wait for it.
package main

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"

	"gpipe/ipc"
)

// The memory: a lock and what is waited for, the lives of the members, the number
// of lines said so far, how many each member has read, and the lines.
const (
	lockAt   = 0
	condAt   = lockAt + ipc.MutexSize
	livesAt  = condAt + ipc.CondSize
	places   = 16
	saidAt   = livesAt + ipc.MutexSize*places
	readAt   = saidAt + 8
	linesAt  = readAt + 8*places
	lines    = 64
	lineSize = 512
	size     = linesAt + lines*lineSize
)

type room struct {
	m       *ipc.Memory
	lock    *ipc.Mutex
	changed *ipc.Cond
	lives   [places]*ipc.Mutex
	place   int
}

var ctx = context.Background()

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: chatcond ROOM NAME")
		os.Exit(2)
	}
	if err := chat(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "chatcond:", err)
		os.Exit(1)
	}
}

func chat(name, me string) error {
	r, err := enter(name)
	if err != nil {
		return err
	}
	if err := r.locked(r.join); err != nil {
		return err
	}
	fmt.Println("you are in")
	shown := make(chan error)
	leaving, leave := context.WithCancel(ctx)
	defer leave()
	go func() { shown <- r.show(leaving) }()
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		if err := r.locked(func() error { return r.say(me + ": " + in.Text()) }); err != nil {
			return err
		}
	}
	leave() // no more is shown
	if err := <-shown; err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	return errors.Join(r.locked(r.leave), r.m.Close())
}

func enter(name string) (*room, error) {
	m, err := ipc.OpenOrCreate(name, size, 0o600)
	if err != nil {
		return nil, err
	}
	r := &room{m: m}
	if r.lock, err = ipc.NewMutex(m, lockAt); err != nil {
		return nil, err
	}
	if r.changed, err = ipc.NewCond(m, condAt, r.lock); err != nil {
		return nil, err
	}
	for i := range r.lives {
		if r.lives[i], err = ipc.NewMutex(m, livesAt+i*ipc.MutexSize); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// said is how many lines were said, read(i) how many member i has read.
func (r *room) said() uint64      { return binary.NativeEndian.Uint64(r.m.Bytes()[saidAt:]) }
func (r *room) read(i int) uint64 { return binary.NativeEndian.Uint64(r.m.Bytes()[readAt+8*i:]) }

func (r *room) setSaid(n uint64) { binary.NativeEndian.PutUint64(r.m.Bytes()[saidAt:], n) }
func (r *room) setRead(i int, n uint64) {
	binary.NativeEndian.PutUint64(r.m.Bytes()[readAt+8*i:], n)
}

// locked calls f with the lock. All that is changed under it are single numbers,
// and lines before they count as said: it is in order also when one has died with
// it.
func (r *room) locked(f func() error) error {
	err := r.lock.Lock(ctx)
	if errors.Is(err, ipc.ErrOwnerDied) {
		err = r.lock.Consistent()
	}
	if err != nil {
		return err
	}
	return errors.Join(f(), r.lock.Unlock())
}

// join takes the first life that no other member has.
func (r *room) join() error {
	for i, life := range r.lives {
		if !take(life) {
			continue
		}
		r.place = i
		r.setRead(i, r.said()) // from here on
		return nil
	}
	return errors.New("the room is full")
}

// take takes a life that nobody has, or that of a member that has died.
func take(life *ipc.Mutex) bool {
	err := life.TryLock()
	if errors.Is(err, ipc.ErrOwnerDied) {
		err = life.Consistent()
	}
	return err == nil
}

func (r *room) leave() error {
	err := r.lives[r.place].Unlock()
	return errors.Join(err, r.changed.Broadcast())
}

// slowest is how many lines the member has read that has read fewest. It looks
// at those who live.
func (r *room) slowest() uint64 {
	fewest := r.said()
	for i, life := range r.lives {
		if i != r.place && take(life) {
			life.Unlock()
			continue
		}
		fewest = min(fewest, r.read(i))
	}
	return fewest
}

// say waits for room and adds a line.
func (r *room) say(text string) error {
	if len(text) > lineSize-2 {
		text = text[:lineSize-2]
	}
	err := r.await(ctx, func() bool { return r.said()-r.slowest() < lines })
	if err != nil {
		return err
	}
	line := r.m.Bytes()[linesAt+int(r.said()%lines)*lineSize:][:lineSize]
	binary.NativeEndian.PutUint16(line, uint16(copy(line[2:], text)))
	r.setSaid(r.said() + 1)
	return r.changed.Broadcast()
}

// await waits with the lock until pred is true.
func (r *room) await(ctx context.Context, pred func() bool) error {
	for {
		err := r.changed.Wait(ctx, pred)
		if !errors.Is(err, ipc.ErrOwnerDied) {
			return err
		}
		if err := r.lock.Consistent(); err != nil {
			return err
		}
	}
}

// show prints what is said, until ctx is done and there is no more.
func (r *room) show(ctx context.Context) error {
	for {
		var text string
		err := r.locked(func() error {
			n := r.read(r.place)
			if err := r.await(ctx, func() bool { return r.said() > n }); err != nil {
				return err
			}
			line := r.m.Bytes()[linesAt+int(n%lines)*lineSize:][:lineSize]
			text = string(line[2:][:binary.NativeEndian.Uint16(line)])
			r.setRead(r.place, n+1)
			return r.changed.Broadcast()
		})
		if err != nil {
			return err
		}
		fmt.Println(text)
	}
}
