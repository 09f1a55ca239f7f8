package soak

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime"
	"sync"

	"gpipe/popen"
)

// Popens opens n streams at the same time from many goroutines, talks to each
// command, closes them all, and takes a sample of its own process before,
// while they are open, and after.
func Popens(n int, each func(Sample)) error {
	take := func(done int) error {
		s, err := takeSample(os.Getpid())
		s.Done = done
		each(s)
		return err
	}
	if err := one(); err != nil { // opens what the runtime opens once
		return err
	}
	if err := take(0); err != nil {
		return err
	}
	streams := make([]*popen.Stream, n)
	err := parallel(n, func(i int) (err error) {
		streams[i], err = popen.Open(context.Background(), "cat", popen.ReadWrite)
		return err
	})
	if err == nil {
		err = parallel(n, func(i int) error { return talk(streams[i], i) })
	}
	if err == nil {
		err = take(n)
	}
	closing := parallel(n, func(i int) error {
		if streams[i] == nil {
			return nil
		}
		return streams[i].Close()
	})
	streams = nil
	runtime.GC()
	if err == nil {
		err = closing
	}
	if err != nil {
		return err
	}
	return take(0)
}

func one() error {
	s, err := popen.Open(context.Background(), "cat", popen.ReadWrite)
	if err != nil {
		return err
	}
	return s.Close()
}

// talk sends a line that no other stream gets, and wants it back.
func talk(s *popen.Stream, i int) error {
	line := fmt.Sprintf("line of stream %d\n", i)
	if _, err := io.WriteString(s, line); err != nil {
		return err
	}
	back := make([]byte, len(line))
	if _, err := io.ReadFull(s, back); err != nil {
		return err
	}
	if string(back) != line {
		return fmt.Errorf("stream %d: %q", i, back)
	}
	return nil
}

// parallel calls f for 0 to n-1 from 64 goroutines and returns an error.
func parallel(n int, f func(i int) error) error {
	next := make(chan int)
	errs := make(chan error, 64)
	var all sync.WaitGroup
	for range cap(errs) {
		all.Go(func() {
			var first error
			for i := range next {
				if err := f(i); err != nil && first == nil {
					first = err
				}
			}
			errs <- first
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	all.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
