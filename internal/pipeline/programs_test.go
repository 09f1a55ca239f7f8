package pipeline

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"

	"gpipe/internal/redirect"
)

// programs are what the test binary does instead of the tests when told to:
// things that change the whole process.
func programs(name string) func() int {
	return map[string]func() int{
		"stages":    manyStages,
		"swaps":     swaps,
		"idle":      idle,
		"emfile":    emfile,
		"terminal":  terminal,
		"childless": childless,
	}[name]
}

// manyStages runs a pipeline of os.Args[1] stages, of the kind os.Args[2],
// with 1024 descriptors.
func manyStages() int {
	lim := syscall.Rlimit{Cur: 1024, Max: 1024}
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &lim); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	n, _ := strconv.Atoi(os.Args[1])
	stage := Cmd("cat")
	if os.Args[2] == "func" {
		stage = Func("copy", func(_ context.Context, s *Stdio) error {
			_, err := io.Copy(s.Stdout, s.Stdin)
			return err
		})
	}
	stages := make([]Stage, n)
	for i := range stages {
		stages[i] = stage
	}
	fds := openCount()
	out, err := New(stages...).Output(bg, Stdin(bytes.NewReader([]byte("through\n"))))
	if now := openCount(); now != fds {
		fmt.Fprintln(os.Stderr, "descriptors before and after:", fds, now)
		return 1
	}
	switch {
	case errors.Is(err, syscall.EMFILE):
		return 3
	case err != nil || string(out) != "through\n":
		fmt.Fprintf(os.Stderr, "%q %v\n", out, err)
		return 1
	}
	return 0
}

func openCount() int {
	names, _ := filepath.Glob("/proc/self/fd/*")
	return len(names)
}

// idle holds 300 jobs that do nothing and returns how many threads there
// are, at most 255.
func idle() int {
	r, w, err := os.Pipe()
	if err != nil {
		return 255
	}
	var jobs []*Job
	for i := range 300 {
		ctx := bg
		if i%2 == 1 { // other ways to wait
			var cancel func()
			ctx, cancel = context.WithCancel(bg)
			defer cancel()
		}
		j, err := New(Cmd("cat")).Start(ctx, Stdin(r))
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 255
		}
		jobs = append(jobs, j)
	}
	for range 1000 {
		runtime.Gosched()
	}
	names, _ := filepath.Glob("/proc/self/task/*")
	r.Close()
	w.Close()
	for _, j := range jobs {
		if err := j.Wait(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 255
		}
	}
	return min(len(names), 254)
}

// emfileRun uses descriptors in all the ways there are.
func emfileRun() error {
	ctx, cancel := context.WithCancel(bg)
	defer cancel()
	copies := Func("copy", func(_ context.Context, s *Stdio) error {
		_, err := io.Copy(s.Stdout, s.Stdin)
		return err
	})
	var stderr bytes.Buffer
	p := New(Cmd("cat"), copies, Cmd("cat").With(redirect.Text(9, "text"), redirect.InOut(8, os.DevNull)), Cmd("cat"))
	out, err := p.Output(ctx, Dir("/"), Stdin(bytes.NewReader([]byte("through"))), Stderr(&stderr), Pipefail(Any))
	if err == nil && string(out) != "through" {
		err = fmt.Errorf("silently wrong: %q", out)
	}
	return err
}

// childless ignores SIGCHLD, so that there are no statuses.
func childless() int {
	signal.Ignore(syscall.SIGCHLD)
	for _, waiting := range []Waiting{WaitBackground, WaitCaller, WaitBlocking} {
		for _, stages := range [][]Stage{{Cmd("true")}, {Cmd("false")}, {Cmd("true"), Cmd("true")}, {Cmd("echo"), Cmd("cat"), Cmd("cat")}} {
			j, err := New(stages...).StartWith(bg, &Options{engine: EngineOptions{Waiting: waiting}})
			if err != nil {
				fmt.Fprintln(os.Stderr, err)
				return 1
			}
			err = j.Wait()
			var e *Error
			if !errors.As(err, &e) || e.Op != OpWait || !errors.Is(err, ErrStatusLost) || !errors.Is(err, syscall.ECHILD) || j.Status(0).Err == nil {
				fmt.Fprintf(os.Stderr, "%#v\n", err)
				return 1
			}
		}
	}
	ctx, cancel := context.WithCancel(bg)
	defer cancel()
	out, err := New(Cmd("echo", "text"), Cmd("cat")).Output(ctx)
	if string(out) != "text\n" || !errors.Is(err, ErrStatusLost) {
		fmt.Fprintf(os.Stderr, "%q %v\n", out, err)
		return 1
	}
	return 0
}
