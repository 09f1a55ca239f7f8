package ipc

import (
	"context"
	"encoding/binary"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// FuzzHeader: whatever a file begins with, it is refused or has room for what
// it says.
func FuzzHeader(f *testing.F) {
	m := must(New(100))
	f.Add([]byte(m.region.mem[:membersAt]), int64(len(m.region.mem)))
	check(f, m.Close())
	f.Add([]byte(magic), int64(0))
	f.Fuzz(func(t *testing.T, head []byte, length int64) {
		size, err := checkHeader(head, length)
		if err != nil {
			return
		}
		if all, err := whole(size); err != nil || int64(all) > length {
			t.Errorf("%d bytes of a file of %d: %v", size, length, err)
		}
	})
}

// victim has one of each of the types in memory that others write to.
type victim struct {
	m     *Memory
	calls []func(ctx context.Context)
}

func newVictim(t testing.TB) *victim {
	t.Helper()
	const n, size = 4, 600
	m := must(New(RWMutexSize + 4096 + MessageQueueSize(n, size) + WorkQueueSize(n, size)))
	mu := must(NewMutex(m, 0))
	cond := must(NewCond(m, 64, mu))
	sem := must(NewSemaphore(m, 128, 3))
	counter := must(NewCounter(m, 256, 1))
	at := 320
	ring := must(NewRing(m, at, 1024))
	w, d := must(ring.Writer()), must(ring.Reader())
	at += RingSize(1024)
	rw := must(NewRWMutex(m, at))
	at += RWMutexSize
	q := must(NewMessageQueue(m, at, n, size))
	at += MessageQueueSize(n, size)
	work := must(NewWorkQueue(m, at, n, size))
	short, long := make([]byte, 10), make([]byte, size)
	buf := make([]byte, 1024)
	never := func() bool { return false }
	v := &victim{m: m}
	v.calls = []func(ctx context.Context){
		func(ctx context.Context) { mu.Lock(ctx); mu.Consistent(); mu.Unlock() },
		func(ctx context.Context) { mu.TryLock(); cond.Wait(ctx, never); mu.Unlock() },
		func(ctx context.Context) { cond.Signal(); cond.Broadcast() },
		func(ctx context.Context) { sem.Acquire(ctx); sem.Free(); sem.Release() },
		func(ctx context.Context) { sem.TryAcquire(); sem.Release() },
		func(ctx context.Context) { counter.Post(); counter.Wait(ctx); counter.Value() },
		func(ctx context.Context) { w.Send(ctx, short); d.Receive(ctx, buf) },
		func(ctx context.Context) { d.Receive(ctx, buf); w.Send(ctx, buf[:500]) },
		func(ctx context.Context) { rw.Lock(ctx); rw.Consistent(); rw.Unlock() },
		func(ctx context.Context) { rw.RLock(ctx); rw.RUnlock() },
		func(ctx context.Context) { rw.TryLock(); rw.TryRLock(); rw.RUnlock(); rw.Unlock() },
		func(ctx context.Context) { q.TrySend(Message{Data: short}); q.TryReceive(Any); q.Len() },
		func(ctx context.Context) { q.Send(ctx, Message{Data: long, Type: 5}); q.Receive(ctx, Except(4)) },
		func(ctx context.Context) { q.Send(ctx, Message{Priority: 7}); q.ReceiveInto(ctx, UpTo(9), buf) },
		func(ctx context.Context) { q.Receive(ctx, Type(3)) },
		func(ctx context.Context) { work.Push(ctx, long); work.PushUnique(ctx, long); work.Len() },
		func(ctx context.Context) {
			if it, err := work.TryTake(); err == nil {
				it.Return(ctx)
			}
			if it, err := work.Take(ctx); err == nil {
				it.Done()
			}
		},
		func(ctx context.Context) { work.CloseInput(ctx); work.Drain(ctx) },
		func(ctx context.Context) { m.region.crowd(); m.region.busy() },
		func(ctx context.Context) {
			if f, err := m.File(); err == nil {
				if o, err := OpenFile(f); err == nil {
					NewMessageQueue(o, 0, 0, 0)
					o.Close()
				}
				f.Close()
			}
		},
	}
	return v
}

// end lets the memory go, whatever is in it.
func (v *victim) end() {
	v.m.region.mu.Lock()
	v.m.region.parts = nil
	v.m.region.mu.Unlock()
	v.m.Close()
}

// FuzzMemory: a peer writes anything anywhere into the memory, between the
// calls of this process. These return, and touch nothing else.
func FuzzMemory(f *testing.F) {
	f.Add([]byte("\x0b\x00\x00\x00\x00\x00\x00"))
	for call := range 20 {
		f.Add(binary.LittleEndian.AppendUint64([]byte{byte(call), 0x40, 0, 0xff, 0xff, 0xff, 0xff}, uint64(call)<<40))
	}
	f.Fuzz(runVictim)
}

func runVictim(t *testing.T, data []byte) {
	v := newVictim(t)
	defer v.end()
	call := func(f func(ctx context.Context)) {
		ctx, cancel := context.WithTimeout(bg, 100*time.Microsecond)
		defer cancel()
		f(ctx)
	}
	words := len(v.m.region.mem) / 4
	for data = data[:min(len(data), 7*100)]; len(data) >= 7; data = data[7:] {
		call(v.calls[int(data[0])%len(v.calls)])
		at := int(binary.LittleEndian.Uint16(data[1:])) % words
		v.m.region.at(4 * at).Store(binary.LittleEndian.Uint32(data[3:]))
	}
	for _, f := range v.calls {
		call(f)
	}
}

// TestHostile: the same, with a peer that writes at the same time, and for
// memory that may become shorter.
func TestHostile(t *testing.T) {
	checkLeaks(t)
	for round := range 4 {
		v := newVictim(t)
		v.m.region.unsteady = round%2 == 0
		var stop atomic.Bool
		var all sync.WaitGroup
		all.Go(func() {
			r := rand.New(rand.NewPCG(uint64(round), 1))
			words := len(v.m.region.mem) / 4
			for !stop.Load() {
				word := v.m.region.at(4 * r.IntN(words))
				switch r.IntN(4) {
				case 0:
					word.Store(r.Uint32())
				case 1:
					word.Store(uint32(r.IntN(8)))
				case 2:
					word.Store(v.m.region.id)
				default:
					word.Store(v.m.region.at(4 * r.IntN(words)).Load())
				}
			}
		})
		r := rand.New(rand.NewPCG(uint64(round), 2))
		for end := time.Now().Add(300 * time.Millisecond); time.Now().Before(end); {
			ctx, cancel := context.WithTimeout(bg, time.Millisecond)
			v.calls[r.IntN(len(v.calls))](ctx)
			cancel()
		}
		stop.Store(true)
		all.Wait()
		v.end()
	}
}
