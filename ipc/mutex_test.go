package ipc

import (
	"context"
	"fmt"
	"gpipe/internal/effort"
	"io/fs"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"sync"
	"testing"
	"time"
	"unsafe"
)

// plain is a number of the memory that a lock protects.
func plain(m *Memory, offset int) *uint64 {
	// SAFETY: the slice checks the bounds; offsets are multiples of 8.
	return (*uint64)(unsafe.Pointer(&m.Bytes()[offset : offset+8][0]))
}

// sumRole adds every step-th number from first to last to the sums of all
// rounds.
func sumRole(args []string) error {
	first, step, last, rounds := atoi(args[0]), atoi(args[1]), atoi(args[2]), atoi(args[3])
	m, err := Open("sum")
	if err != nil {
		return err
	}
	defer m.Close()
	mu := must(NewMutex(m, 0))
	for round := range rounds {
		for n := first; n <= last; n += step {
			if err := mu.Lock(bg); err != nil {
				return err
			}
			*plain(m, MutexSize+8*round) += uint64(n)
			if err := mu.Unlock(); err != nil {
				return err
			}
		}
	}
	return nil
}

// TestSharedSum: four processes sum 1..100000 under a Mutex, a hundred times.
func TestSharedSum(t *testing.T) {
	checkLeaks(t)
	testDir(t)
	rounds := effort.Of(5, 30, 100)
	m := newMemory(t, "sum", MutexSize+8*rounds)
	var all []*child
	for i := range 4 {
		all = append(all, start(t, "sum", strconv.Itoa(i+1), "4", "100000", strconv.Itoa(rounds)))
	}
	for _, c := range all {
		c.finish()
	}
	for round := range rounds {
		if n := *plain(m, MutexSize+8*round); n != 100000*100001/2 {
			t.Errorf("round %d: %d", round, n)
		}
	}
}

func TestMutex(t *testing.T) {
	checkLeaks(t)
	m := must(New(MutexSize))
	mu := must(NewMutex(m, 0))
	wantErr(t, mu.Unlock(), ErrNotOwner)
	check(t, mu.Lock(bg))
	wantErr(t, mu.TryLock(), ErrBusy)
	check(t, mu.Consistent())
	wantErr(t, m.Close(), ErrBusy)
	ctx, cancel := context.WithTimeout(bg, time.Millisecond)
	defer cancel()
	wantErr(t, mu.Lock(ctx), context.DeadlineExceeded) // locking twice
	check(t, mu.Unlock())
	wantErr(t, mu.Lock(ctx), context.DeadlineExceeded)
	check(t, mu.TryLock())
	check(t, mu.Unlock())
	wantErr(t, mu.Consistent(), ErrNotOwner)
	if again := must(NewMutex(m, 0)); again != mu {
		t.Error("another Mutex at the same place")
	}
	check(t, m.Close())
	wantErr(t, mu.Lock(bg), fs.ErrClosed)
	wantErr(t, mu.TryLock(), fs.ErrClosed)
	wantErr(t, mu.Unlock(), ErrNotOwner)
	wantErr(t, m.Close(), fs.ErrClosed)
}

// ways to end with a lock held.
var endings = map[string]func(){
	"return": func() {},
	"exit":   func() { os.Exit(0) },
	"panic":  func() { panic("a test") },
	"exec":   func() { execTrue() },
	"kill":   forever,
	"child":  forever,
}

// holdRole takes the lock, says so, waits for a line and ends in one of the
// ways. With "stay" it says and waits again and again.
func holdRole(args []string) error {
	m, err := Open("hold")
	if err != nil {
		return err
	}
	mu := must(NewMutex(m, 0))
	err = mu.Lock(bg)
	if args[0] == "child" { // which has the mapping for a moment, and lives on
		if err := exec.Command("sleep", "2").Start(); err != nil {
			return err
		}
	}
	say("locked", err != nil)
	in := stdin()
	hear(in)
	end, ok := endings[args[0]]
	if !ok {
		return fmt.Errorf("no way to end: %s", args[0])
	}
	if args[0] == "panic" {
		os.Stderr.Close()
	}
	end()
	runtime.KeepAlive(m)
	return nil
}

// TestOwnerDied: whichever way a process ends with the lock, the next one gets
// it with ErrOwnerDied, and at once: not by looking again some time.
func TestOwnerDied(t *testing.T) {
	checkLeaks(t)
	testDir(t)
	m := newMemory(t, "hold", MutexSize)
	mu := must(NewMutex(m, 0))
	rounds := map[string]int{"return": 20, "exit": 20, "panic": 20, "exec": 20, "child": 20, "kill": 1000}
	for way, n := range rounds {
		n = effort.Of(max(n/50, 1), max(n/5, 5), n)
		t.Run(way, func(t *testing.T) {
			var sum, longest time.Duration
			for range n {
				c := start(t, "hold", way)
				c.expect("locked false")
				got := make(chan error)
				go func() { got <- mu.Lock(bg) }()
				if !eventually(func() bool { return mu.l.word.Load()&waiters != 0 }) {
					t.Fatal("nobody waits")
				}
				begin := time.Now()
				if way == "kill" || way == "child" {
					c.cmd.Process.Kill()
				} else {
					c.tell("end")
				}
				wantErr(t, <-got, ErrOwnerDied)
				took := time.Since(begin)
				sum, longest = sum+took, max(longest, took)
				check(t, mu.Consistent())
				check(t, mu.Unlock())
				c.wait()
			}
			t.Logf("%d times, %v on average, %v at most", n, sum/time.Duration(n), longest)
		})
	}
}

// TestOwnerDiedTwice: who has the lock in doubt and ends leaves the doubt.
func TestOwnerDiedTwice(t *testing.T) {
	testDir(t)
	m := newMemory(t, "hold", MutexSize)
	mu := must(NewMutex(m, 0))
	for _, want := range []string{"locked false", "locked true", "locked true"} {
		c := start(t, "hold", "kill")
		c.expect(want)
		c.kill()
	}
	wantErr(t, mu.TryLock(), ErrOwnerDied)
	check(t, mu.Consistent())
	check(t, mu.Unlock())
	check(t, mu.Lock(bg))
	check(t, mu.Unlock())
}

// TestNotRecoverable: unlocked without Consistent, the lock is nobody's any
// more: for those who wait, those who come, and in other processes.
func TestNotRecoverable(t *testing.T) {
	checkLeaks(t)
	testDir(t)
	m := newMemory(t, "hold", MutexSize)
	mu := must(NewMutex(m, 0))
	c := start(t, "hold", "kill")
	c.expect("locked false")
	c.kill()
	wantErr(t, mu.Lock(bg), ErrOwnerDied)
	waiting := make(chan error)
	go func() { waiting <- mu.Lock(bg) }()
	other := start(t, "hold", "return")
	if !eventually(func() bool { return m.region.waiting.Load() > 0 }) {
		t.Fatal("nobody waits")
	}
	check(t, mu.Unlock())
	wantErr(t, <-waiting, ErrNotRecoverable)
	wantErr(t, mu.Lock(bg), ErrNotRecoverable)
	wantErr(t, mu.TryLock(), ErrNotRecoverable)
	wantErr(t, mu.Unlock(), ErrNotOwner)
	other.expect("locked true")
	other.tell("end")
	other.finish()
}

// TestManyGoroutines: those that wait for one lock cost few threads.
func TestManyGoroutines(t *testing.T) {
	m := must(New(MutexSize))
	mu := must(NewMutex(m, 0))
	check(t, mu.Lock(bg))
	before := threads(t)
	var all sync.WaitGroup
	sum := 0
	for range 1000 {
		all.Go(func() {
			if err := mu.Lock(bg); err != nil {
				t.Error(err)
			}
			sum++
			mu.Unlock()
		})
	}
	eventually(func() bool { return m.region.waiting.Load() > 0 })
	if n := threads(t); n > max(before, 10) {
		t.Errorf("%d threads, %d before", n, before)
	}
	check(t, mu.Unlock())
	all.Wait()
	if sum != 1000 {
		t.Error(sum)
	}
	check(t, m.Close())
}
