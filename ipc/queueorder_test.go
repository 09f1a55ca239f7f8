package ipc

import (
	"encoding/binary"
	"errors"
	"gpipe/internal/effort"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"
)

// first is what a queue does, as simply as it can be said: messages are in the
// order in which they are to come.
func (s Selector) first(all []Message) int {
	found, lowest := -1, int64(math.MaxInt64)
	for i, m := range all {
		if s.matches(m.Type) && (found < 0 || s.kind() == selectUpTo && m.Type < lowest) {
			found, lowest = i, m.Type
		}
	}
	return found
}

// TestQueueModel: with types and priorities, received in front and elsewhere,
// the messages come in the order that they are to, on random sequences, in a
// queue that is full now and then.
func TestQueueModel(t *testing.T) {
	checkLeaks(t)
	r := rand.New(rand.NewPCG(3, 4))
	for _, n := range []int{1, 2, 5, 100} {
		m := must(New(MessageQueueSize(n, 600)))
		q := must(NewMessageQueue(m, 0, n, 600))
		var all []Message
		for step := range 5000 {
			if r.IntN(2) == 0 {
				x := Message{Type: r.Int64N(4) + 1, Data: make([]byte, 4+r.IntN(2)*596)}
				if r.IntN(4) == 0 {
					x.Priority = r.Uint32N(3)
				}
				binary.NativeEndian.PutUint32(x.Data, uint32(step))
				err := q.TrySend(x)
				if want := len(all) < n; want != (err == nil) {
					t.Fatalf("room for %d, step %d: error %v with %d", n, step, err, len(all))
				}
				if err == nil {
					at := len(all)
					for at > 0 && all[at-1].Priority < x.Priority {
						at--
					}
					all = slices.Insert(all, at, x)
				}
				continue
			}
			typ := r.Int64N(4) + 1
			sel := []Selector{Any, Any, Any, Type(typ), UpTo(typ), Except(typ)}[r.IntN(6)]
			got, err := q.TryReceive(sel)
			at := sel.first(all)
			if at < 0 {
				wantErr(t, err, ErrBusy)
				continue
			}
			if err != nil || got.Type != all[at].Type || got.Priority != all[at].Priority || !slices.Equal(got.Data, all[at].Data) {
				t.Fatalf("room for %d, step %d: %v %v, want %v", n, step, got, err, all[at])
			}
			all = slices.Delete(all, at, at+1)
			if k := must(q.Len()); k != len(all) {
				t.Fatalf("room for %d, step %d: %d, want %d", n, step, k, len(all))
			}
		}
		check(t, m.Close())
	}
}

// TestQueueOrder: of what several send, of several priorities, each of those who
// receive gets each one's messages of a priority in order, and together they get
// each message once.
func TestQueueOrder(t *testing.T) {
	checkLeaks(t)
	const senders, takers = 3, 3
	count := effort.Of(400, 1000, 4000)
	m := must(New(MessageQueueSize(7, 600)))
	q := must(NewMessageQueue(m, 0, 7, 600))
	var all sync.WaitGroup
	for sender := range senders {
		r := rand.New(rand.NewPCG(5, uint64(sender)))
		all.Go(func() {
			for i := range count {
				x := Message{Type: int64(sender + 1), Priority: uint32(max(0, r.IntN(8)-5)), Data: make([]byte, 4+r.IntN(2)*596)}
				binary.NativeEndian.PutUint32(x.Data, uint32(i))
				if err := q.Send(bg, x); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	begin := time.Now()
	var mu sync.Mutex
	seen := make(map[[2]uint32]int)
	for taker := range takers {
		r := rand.New(rand.NewPCG(6, uint64(taker)))
		all.Go(func() {
			last := make(map[[2]uint32]uint32)
			for {
				sel := []Selector{Any, Any, Any, Type(int64(r.IntN(senders) + 1)), Except(1), UpTo(2)}[r.IntN(6)]
				x, err := q.TryReceive(sel)
				mu.Lock()
				if errors.Is(err, ErrBusy) {
					got := len(seen)
					mu.Unlock()
					if got == senders*count || t.Failed() {
						return
					}
					if time.Since(begin) > patienceOfTests {
						t.Errorf("%d messages of %d came", got, senders*count)
					}
					continue
				}
				n := binary.NativeEndian.Uint32(x.Data)
				seen[[2]uint32{uint32(x.Type), n}]++
				mu.Unlock()
				from := [2]uint32{uint32(x.Type), x.Priority}
				if err != nil || n < last[from] {
					t.Errorf("message %d of %v after %d, error %v", n, from, last[from], err)
					return
				}
				last[from] = n
			}
		})
	}
	all.Wait()
	for id, n := range seen {
		if n != 1 {
			t.Errorf("message %v came %d times", id, n)
		}
	}
	check(t, m.Close())
}
