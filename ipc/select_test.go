package ipc

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// step is one thing to do with a queue: send a message of a type, or receive
// with a selector if there is something.
type step struct {
	send     bool
	n        int64
	selector Selector
}

// randomSteps makes a sequence of what to do.
func randomSteps(r *rand.Rand, n int) []step {
	var steps []step
	for range n {
		typ := r.Int64N(6) + 1
		s := step{send: r.IntN(2) == 0, n: typ}
		s.selector = []Selector{Any, Type(typ), UpTo(typ), Except(typ)}[r.IntN(4)]
		steps = append(steps, s)
	}
	return steps
}

// doSteps does them with a queue and returns what comes of it. The data of each
// message is its number.
func doSteps(t *testing.T, q MessageQueue, steps []step) []string {
	t.Helper()
	var out []string
	for i, s := range steps {
		if s.send {
			check(t, q.Send(bg, Message{Type: s.n, Data: []byte(strconv.Itoa(i))}))
			continue
		}
		m, err := q.TryReceive(s.selector)
		switch {
		case errors.Is(err, ErrBusy):
			out = append(out, fmt.Sprint(i, " none"))
		case err != nil:
			t.Fatal(err)
		default:
			out = append(out, fmt.Sprintf("%d %d %s", i, m.Type, m.Data))
		}
	}
	return out
}

// oracleSteps does them with the C library.
func oracleSteps(t *testing.T, program string, steps []step) []string {
	t.Helper()
	var in strings.Builder
	for _, s := range steps {
		switch {
		case s.send:
			fmt.Fprintln(&in, "s", s.n)
		case s.selector.kind() == selectUpTo:
			fmt.Fprintln(&in, "r", -s.n, 0)
		case s.selector.kind() == selectExcept:
			fmt.Fprintln(&in, "r", s.n, 1)
		default:
			fmt.Fprintln(&in, "r", s.selector.typ(), 0)
		}
	}
	return strings.Split(strings.TrimSuffix(runProgram(t, program, in.String()), "\n"), "\n")
}

// TestSelection: which message comes is what the C library's msgrcv says, on
// random sequences.
func TestSelection(t *testing.T) {
	checkLeaks(t)
	program := compile(t, "testdata/msgrcv.c")
	r := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		steps := randomSteps(r, 100)
		want := oracleSteps(t, program, steps)
		m := must(New(MessageQueueSize(100, 10)))
		if d := cmp.Diff(want, doSteps(t, must(NewMessageQueue(m, 0, 100, 10)), steps)); d != "" {
			t.Fatalf("shared queue:\n%s", d)
		}
		check(t, m.Close())
		q, err := OpenSysV(Private, 0o600)
		if errors.Is(err, errors.ErrUnsupported) {
			continue
		}
		check(t, err)
		got := doSteps(t, q, steps)
		check(t, q.Remove())
		if d := cmp.Diff(want, got); d != "" {
			t.Fatalf("System V queue:\n%s", d)
		}
	}
}

func TestPriorities(t *testing.T) {
	for _, kind := range []string{"shared", "posix"} {
		t.Run(kind, func(t *testing.T) {
			checkLeaks(t)
			var q MessageQueue
			if kind == "shared" {
				m := must(New(MessageQueueSize(10, 10)))
				defer m.Close()
				q = must(NewMessageQueue(m, 0, 10, 10))
			} else {
				var err error
				if q, err = OpenPOSIX(testQueue("priorities"), 10, 10, 0o600); err != nil {
					t.Skip(err)
				}
				defer q.Close()
				defer q.Remove()
			}
			for i, p := range []uint32{0, 5, 5, 0, MaxPriority, 3, 5} {
				check(t, q.Send(bg, Message{Priority: p, Data: []byte{byte('a' + i)}}))
			}
			got := ""
			for range 7 {
				m := must(q.Receive(bg, Any))
				got += fmt.Sprintf("%s%d ", m.Data, m.Priority)
			}
			if want := "e32767 b5 c5 g5 f3 a0 d0 "; got != want {
				t.Errorf("%s, want %s", got, want)
			}
		})
	}
}

// TestSelectiveWaiters: of many that wait for one type each, each gets its own.
func TestSelectiveWaiters(t *testing.T) {
	checkLeaks(t)
	m := must(New(MessageQueueSize(4, 10)))
	q := must(NewMessageQueue(m, 0, 4, 10))
	var all sync.WaitGroup
	for i := range 50 {
		all.Go(func() {
			got, err := q.Receive(bg, Type(int64(i+1)))
			if err != nil || string(got.Data) != strconv.Itoa(i) {
				t.Error(i, string(got.Data), err)
			}
		})
	}
	for i := range 50 {
		check(t, q.Send(bg, Message{Type: int64(i + 1), Data: []byte(strconv.Itoa(i))}))
	}
	all.Wait()
	check(t, m.Close())
}
