package ipc

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"gpipe/internal/effort"
	"math/rand/v2"
	"os"
	"strconv"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

var soak = flag.Duration("soak", 0, "how long TestSoak kills processes, all kinds together")

// What is where in the memory of a soak: the numbers that a process changes
// come first, for each process soakArea bytes, and then what is tested.
const (
	soakers   = 3
	soakArea  = 4096
	soakHand  = 1024 // in the area: what the process receives into
	soakTable = 16384
	soakNotes = 1 << 18 // messages of each process whose receipt is noted
	soakPart  = soakTable + 4*soakers*soakNotes
)

// soaker is one of the processes that are killed.
type soaker struct {
	m      *Memory
	index  int
	random *rand.Rand
	step   func() error
}

// own is a number of this process and of those that were it before.
func (s *soaker) own(n int) *atomic.Uint32 { return number(s.m, s.index*soakArea+4*n) }

// Numbers of own.
const (
	progress = iota
	inside   // process id of one that has a permit
	next     // message to send
	settled  // messages whose notes were looked at
	lost     // of these
	repeated // of these
)

// shared is a number of all.
func (s *soaker) shared(n int) *uint64 { return plain(s.m, soakers*soakArea+8*n) }

// noted counts how often a message was received.
func noted(m *Memory, id uint32) *atomic.Uint32 {
	return number(m, soakTable+4*int(id%(soakers*soakNotes)))
}

// soakKind is a thing to kill processes with.
type soakKind struct {
	size    int
	prepare func(s *soaker) error
	check   func(t *testing.T, m *Memory, kills int)
}

var soakKinds = map[string]soakKind{
	"mutex":     {MutexSize, soakMutex, nil},
	"rwmutex":   {RWMutexSize, soakRWMutex, nil},
	"semaphore": {SemaphoreSize(2), soakSemaphore, nil},
	"queue":     {MessageQueueSize(16, 2000), soakQueue, checkQueue},
	"ring":      {RingSize(4096), soakRing, nil},
	"work":      {WorkQueueSize(16, 2000), soakWork, checkWork},
}

// soakRole works until it is killed.
func soakRole(args []string) error {
	m, err := Open("soak")
	if err != nil {
		return err
	}
	s := &soaker{m: m, index: atoi(args[1])}
	s.random = rand.New(rand.NewPCG(uint64(os.Getpid()), uint64(time.Now().UnixNano())))
	if err := soakKinds[args[0]].prepare(s); err != nil {
		return err
	}
	for {
		if err := s.step(); err != nil {
			return err
		}
		s.own(progress).Add(1)
	}
}

// TestSoak kills processes at any instruction, again and again, while they use
// each of the types: nothing is stuck, lost, torn or had by too many.
func TestSoak(t *testing.T) {
	effort.Usual(t)
	checkLeaks(t)
	for name, kind := range soakKinds {
		t.Run(name, func(t *testing.T) {
			checkLeaks(t)
			testDir(t)
			m := newMemory(t, "soak", soakPart+kind.size)
			all := make([]*child, soakers)
			for i := range all {
				all[i] = start(t, "soak", name, strconv.Itoa(i))
			}
			kills := killAtRandom(t, all, name, cmp.Or(*soak, time.Duration(effort.Of(200, 1000, 2000))*time.Millisecond)/time.Duration(len(soakKinds)))
			awaitProgress(t, m, all)
			for _, c := range all {
				c.kill()
			}
			if kind.check != nil {
				kind.check(t, m, kills+soakers)
			}
			t.Logf("%d kills, %s steps", kills, steps(m))
		})
	}
}

func steps(m *Memory) string {
	sum := uint32(0)
	for i := range soakers {
		sum += number(m, i*soakArea).Load()
	}
	return strconv.Itoa(int(sum))
}

// killAtRandom kills one of the processes after the other and starts it anew.
func killAtRandom(t *testing.T, all []*child, name string, d time.Duration) (kills int) {
	t.Helper()
	for end := time.Now().Add(d); time.Now().Before(end); kills++ {
		time.Sleep(time.Duration(rand.IntN(20000)) * time.Microsecond)
		i := rand.IntN(len(all))
		select {
		case <-all[i].ended:
			t.Fatalf("process %d ended by itself: %v", i, all[i].err)
		default:
		}
		all[i].kill()
		all[i] = start(t, "soak", name, strconv.Itoa(i))
	}
	return kills
}

// awaitProgress waits until each of the processes has done something since.
func awaitProgress(t *testing.T, m *Memory, all []*child) {
	t.Helper()
	for i, c := range all {
		before := number(m, i*soakArea).Load()
		for begin := time.Now(); number(m, i*soakArea).Load() == before; time.Sleep(time.Millisecond) {
			select {
			case <-c.ended:
				t.Fatalf("process %d ended by itself: %v", i, c.err)
			default:
			}
			if time.Since(begin) > patienceOfTests {
				t.Fatalf("process %d is stuck", i)
			}
		}
	}
}

// soakMutex adds 1 to two numbers, which are equal unless a process died
// between them.
func soakMutex(s *soaker) error {
	mu, err := NewMutex(s.m, soakPart)
	s.step = func() error {
		err := mu.Lock(bg)
		a, b := s.shared(0), s.shared(1)
		switch {
		case errors.Is(err, ErrOwnerDied):
			*b = *a
			if err := mu.Consistent(); err != nil {
				return err
			}
		case err != nil:
			return err
		case *a != *b:
			return fmt.Errorf("%d and %d", *a, *b)
		}
		*a++
		*b++
		return mu.Unlock()
	}
	return err
}

func soakRWMutex(s *soaker) error {
	mu, err := NewRWMutex(s.m, soakPart)
	a, b := s.shared(0), s.shared(1)
	s.step = func() error {
		if s.random.IntN(4) > 0 {
			err := mu.RLock(bg)
			if err == nil && *a != *b {
				return fmt.Errorf("%d and %d", *a, *b)
			}
			if err != nil && !errors.Is(err, ErrOwnerDied) {
				return err
			}
			return mu.RUnlock()
		}
		err := mu.Lock(bg)
		if errors.Is(err, ErrOwnerDied) {
			*b = *a
			err = mu.Consistent()
		}
		if err != nil {
			return err
		}
		*a++
		*b++
		return mu.Unlock()
	}
	return err
}

// soakSemaphore notes itself while it has a permit, and counts the others that
// do.
func soakSemaphore(s *soaker) error {
	sem, err := NewSemaphore(s.m, soakPart, 2)
	s.own(inside).Store(0)
	s.step = func() error {
		if err := sem.Acquire(bg); err != nil {
			return err
		}
		s.own(inside).Store(uint32(os.Getpid()))
		var others []int
		for i := range soakers {
			if pid := number(s.m, i*soakArea+4*inside).Load(); pid != 0 && i != s.index {
				others = append(others, int(pid))
			}
		}
		if len(others) > 1 && allLive(others) {
			return errors.New("more have a permit than there are")
		}
		s.own(inside).Store(0)
		return sem.Release()
	}
	return err
}

// allLive tells whether processes lived a moment ago: they do a while later.
func allLive(pids []int) bool {
	time.Sleep(300 * time.Millisecond)
	for _, pid := range pids {
		if syscall.Kill(pid, 0) != nil {
			return false
		}
		stat, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if len(stat) == 0 || zombie(string(stat)) {
			return false
		}
	}
	return true
}

func zombie(stat string) bool {
	var pid int
	var name string
	var state string
	fmt.Sscan(stat, &pid, &name, &state)
	return state == "Z" || state == "X"
}
