package ipc

import (
	"os"
	"os/signal"
	"runtime"
	"sync"
	"syscall"
	"testing"
	"time"
)

// TestStorm: signals and the garbage collector, which sends signals itself, do
// not end a wait for a System V object, nor make it an error.
func TestStorm(t *testing.T) {
	c := make(chan os.Signal, 100)
	signal.Notify(c, syscall.SIGUSR1, syscall.SIGCHLD) // its goroutine stays
	defer signal.Stop(c)
	checkLeaks(t)
	ping, pong := must(OpenSysV(Private, 0o600)), must(OpenSysV(Private, 0o600))
	defer ping.Remove()
	defer pong.Remove()
	s := must(OpenSysVSemaphores(Private, []int{0, 0}, 0o600))
	defer s.Remove()
	const n = 300
	stop := make(chan struct{})
	var storm, work sync.WaitGroup
	for _, sig := range []syscall.Signal{syscall.SIGUSR1, syscall.SIGCHLD, syscall.SIGURG} {
		storm.Go(func() {
			for {
				select {
				case <-stop:
					return
				case <-time.After(20 * time.Microsecond):
					syscall.Kill(os.Getpid(), sig)
				}
			}
		})
	}
	storm.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
				runtime.GC()
			}
		}
	})
	pass := func(in, out MessageQueue, first bool) {
		for range n {
			if first {
				if err := out.Send(bg, Message{Data: []byte("x")}); err != nil {
					t.Error(err)
				}
			}
			first = true
			if _, err := in.Receive(bg, Type(1)); err != nil {
				t.Error(err)
			}
		}
	}
	work.Go(func() { pass(ping, pong, true) })
	work.Go(func() {
		pass(pong, ping, false)
		ping.Send(bg, Message{})
	})
	operate := func(up, down int) {
		for range n {
			if err := s.Op(bg, []SemOp{{up, 1}}, false); err != nil {
				t.Error(err)
			}
			if err := s.Op(bg, []SemOp{{down, -1}}, true); err != nil {
				t.Error(err)
			}
		}
	}
	work.Go(func() { operate(0, 1) })
	work.Go(func() { operate(1, 0) })
	work.Wait()
	close(stop)
	storm.Wait()
}
