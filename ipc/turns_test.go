package ipc

import (
	"errors"
	"fmt"
	"gpipe/internal/effort"
	"strconv"
	"testing"
	"time"
)

// turnsRole locks for 2 ms at a time until it hears something, and says how
// often and how long it waited at most.
func turnsRole([]string) error {
	m, err := Open("turns")
	if err != nil {
		return err
	}
	defer m.Close()
	mu := must(NewMutex(m, 0))
	say("ready")
	in := stdin()
	hear(in)
	stop := make(chan struct{})
	go func() {
		hear(in)
		close(stop)
	}()
	turns, longest := 0, time.Duration(0)
	for {
		select {
		case <-stop:
			say(turns, longest.Microseconds())
			return nil
		default:
		}
		begin := time.Now()
		if err := mu.Lock(bg); err != nil {
			return err
		}
		longest = max(longest, time.Since(begin))
		time.Sleep(2 * time.Millisecond)
		turns++
		if err := mu.Unlock(); err != nil {
			return err
		}
	}
}

// TestTurns: three processes that hold the lock for 2 ms each get it about as
// often as each other.
func TestTurns(t *testing.T) {
	checkLeaks(t)
	testDir(t)
	m := newMemory(t, "turns", MutexSize)
	var all []*child
	for range 3 {
		c := start(t, "turns")
		c.expect("ready")
		all = append(all, c)
	}
	for _, c := range all {
		c.tell("go")
	}
	time.Sleep(time.Second) // there is no event for a share of time
	for _, c := range all {
		c.tell("stop")
	}
	fewest, most, longest := 1<<30, 0, 0
	for _, c := range all {
		var n, us int
		if _, err := fmt.Sscan(c.line(), &n, &us); err != nil {
			t.Fatal(err)
		}
		fewest, most, longest = min(fewest, n), max(most, n), max(longest, us)
		c.finish()
	}
	t.Logf("%d to %d turns, the longest wait %d us", fewest, most, longest)
	if m.region.place == nil {
		return // who looks again and again finds the lock free by chance
	}
	if float64(most) > 1.3*float64(fewest)+2 {
		t.Errorf("%d to %d turns", fewest, most)
	}
}

// manyRole opens n memories with a lock each, takes all and waits to be killed.
func manyRole(args []string) error {
	n := atoi(args[0])
	for i := range n {
		m, err := Open("many" + strconv.Itoa(i))
		if err != nil {
			return err
		}
		if err := must(NewMutex(m, 0)).Lock(bg); err != nil {
			return err
		}
	}
	say("locked")
	forever()
	return nil
}

// TestManyLocks: of 3000 locks that a process has when it is killed, each is
// recovered.
func TestManyLocks(t *testing.T) {
	checkLeaks(t)
	testDir(t)
	n := effort.Of(300, 1000, 3000)
	var locks []*Mutex
	for i := range n {
		locks = append(locks, must(NewMutex(newMemory(t, "many"+strconv.Itoa(i), MutexSize), 0)))
	}
	c := start(t, "many", strconv.Itoa(n))
	c.expect("locked")
	c.kill()
	for i, mu := range locks {
		if err := mu.Lock(bg); !errors.Is(err, ErrOwnerDied) {
			t.Fatalf("lock %d: %v", i, err)
		}
		check(t, mu.Consistent())
		check(t, mu.Unlock())
	}
}

// TestStarvingEnds: a lock that one has waited for so long that others leave it
// to him is an ordinary one as soon as he has it. Else those who come would
// leave it to each other, a millisecond each time.
func TestStarvingEnds(t *testing.T) {
	checkLeaks(t)
	m := must(New(MutexSize))
	f := must(m.File())
	other := must(OpenFile(f)) // as another process would
	f.Close()
	mine, theirs := must(NewMutex(m, 0)), must(NewMutex(other, 0))
	check(t, mine.Lock(bg))
	got := make(chan error)
	go func() { got <- theirs.Lock(bg) }()
	for begin := time.Now(); mine.l.word.Load()&starving == 0; time.Sleep(time.Millisecond) {
		if time.Since(begin) > patienceOfTests {
			t.Fatal("who waits does not say that he has waited long")
		}
	}
	check(t, mine.Unlock())
	check(t, <-got)
	if theirs.l.word.Load()&starving != 0 {
		t.Error("the lock is still left to one who has it")
	}
	check(t, theirs.Unlock())
	check(t, other.Close())
	check(t, m.Close())
}
