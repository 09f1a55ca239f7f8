//go:build !windows

package ipc

import (
	"context"
	"io/fs"
	"sync"
	"sync/atomic"

	"gpipe/internal/sys"
)

const (
	semaphoreKind = 'S' | 'e'<<8 | 'm'<<16 | 'a'<<24

	permitsAt   = 64
	maxPermits  = 1 << 20
	permitCount = 4 // where the number of permits stands
	permitEvent = 8
)

// SemaphoreSize is how many bytes of a Memory a Semaphore of n permits takes.
func SemaphoreSize(n int) int {
	if n < 1 || n > maxPermits {
		return permitsAt
	}
	return permitsAt + (4*n+align-1)/align*align
}

// Semaphore gives at most n permits to all processes together. A permit
// belongs to the process that has acquired it: when that ends without having
// released it, it is free again, and the next Acquire gets it without further
// ado.
//
// Waiting processes are woken in the order in which they came, but one that
// comes just then may be faster. Goroutines that wait cost one thread
// together. A Semaphore may be used by several goroutines at the same time.
type Semaphore struct {
	r     *region
	at    int
	n     int
	event event
	turn  gate
	order order

	mu   sync.Mutex
	mine []int // the permits that this process has
}

// NewSemaphore returns the Semaphore at an offset of m, a multiple of 64, where
// SemaphoreSize(n) bytes are zeros or already one of n permits, between 1 and
// 1,048,576. With n 0 it is the one that is there, however many it has. For the
// same offset of the same Memory it is the same.
func NewSemaphore(m *Memory, offset, n int) (*Semaphore, error) {
	if n == 0 {
		var err error
		if n, _, err = m.shape(offset, semaphoreKind); err != nil {
			return nil, failed("semaphore", m.name, err)
		}
	}
	if n < 1 || n > maxPermits {
		return nil, failed("semaphore", m.name, sys.EINVAL)
	}
	s, err := newPart(m, "semaphore", offset, SemaphoreSize(n), func(r *region, at int) (*Semaphore, error) {
		s := &Semaphore{r: r, at: at, n: n, event: event{r.at(at + permitEvent)}, turn: newGate()}
		return s, r.brand(at, semaphoreKind, func() error {
			r.at(at + permitCount).Store(uint32(n))
			return nil
		}, func() error {
			if r.at(at+permitCount).Load() != uint32(n) {
				return ErrLayout
			}
			return nil
		})
	})
	if err == nil && s.n != n {
		return nil, failed("semaphore", m.name, ErrLayout)
	}
	return s, err
}

func (s *Semaphore) span() (int, int) { return s.at, SemaphoreSize(s.n) }

func (s *Semaphore) held() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.mine) > 0
}

func (s *Semaphore) permit(i int) *atomic.Uint32 { return s.r.at(s.at + permitsAt + 4*i) }

// Acquire waits until this process has a permit more, or ctx is done, whose
// error it returns then.
func (s *Semaphore) Acquire(ctx context.Context) error {
	return failed("acquire", s.r.name, s.r.try(func() error {
		if err := ctx.Err(); err != nil {
			return err
		}
		if s.take(false) {
			return nil
		}
		if err := s.turn.enter(ctx); err != nil {
			return err
		}
		defer s.turn.leave()
		return s.await(ctx)
	}))
}

// TryAcquire is Acquire, but returns ErrBusy where that would wait.
func (s *Semaphore) TryAcquire() error {
	return failed("acquire", s.r.name, s.r.try(func() error {
		if s.take(false) || s.take(true) || s.bury() && s.take(true) {
			return nil
		}
		return ErrBusy
	}))
}

// await looks for a permit until there is one.
func (s *Semaphore) await(ctx context.Context) error {
	w := wait{r: s.r, ctx: ctx}
	defer w.end()
	for {
		w.begin()
		w.watch(s.event.word, s.event.prepare())
		if s.take(true) {
			return nil
		}
		s.watchHolders(&w)
		if err := w.pause(backstop); err != nil {
			s.event.wake(1) // it may have been for this one
			return err
		}
		if s.r.closed.Load() {
			return fs.ErrClosed
		}
	}
}

// watchHolders has w see the end of those who have permits, each once.
func (s *Semaphore) watchHolders(w *wait) {
	seen := make(map[uint32]bool)
	for i := range s.n {
		if id := s.permit(i).Load(); id != 0 && !seen[id] {
			seen[id] = true
			w.holder(id)
		}
	}
}

// bury tells whether one of those who have permits has ended.
func (s *Semaphore) bury() bool {
	w := wait{r: s.r}
	w.begin()
	s.watchHolders(&w)
	return w.bury()
}

// take takes a permit that is free or, if dead, that of a process that has
// ended.
func (s *Semaphore) take(dead bool) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	// Processes begin at different places.
	first := s.r.slot % s.n
	for k := range s.n {
		i := (first + k) % s.n
		p := s.permit(i)
		old := p.Load()
		if (old == 0 || dead && !s.r.alive(old)) && p.CompareAndSwap(old, s.r.id) {
			s.mine = append(s.mine, i)
			s.order.after()
			return true
		}
	}
	return false
}

// Release gives a permit back: ErrNotOwner, if this process has none.
func (s *Semaphore) Release() error {
	return failed("release", s.r.name, s.r.try(func() error {
		s.order.before()
		s.mu.Lock()
		defer s.mu.Unlock()
		for len(s.mine) > 0 {
			i := s.mine[len(s.mine)-1]
			s.mine = s.mine[:len(s.mine)-1]
			if s.permit(i).CompareAndSwap(s.r.id, 0) {
				s.event.wake(1)
				return nil
			}
			// Someone has written over it: it is lost, and this process has the
			// next one.
		}
		return ErrNotOwner
	}))
}

// Free returns how many permits nobody has at this moment.
func (s *Semaphore) Free() (n int, err error) {
	err = s.r.try(func() error {
		for i := range s.n {
			if id := s.permit(i).Load(); id == 0 || !s.r.alive(id) {
				n++
			}
		}
		return nil
	})
	return n, failed("free", s.r.name, err)
}
