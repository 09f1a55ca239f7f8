package pipeline

import (
	"context"
	"errors"
	"io"
	"syscall"

	"gpipe/internal/redirect"
	copying "gpipe/internal/relay"
	"gpipe/internal/sys"
	"gpipe/internal/sys/poll"
)

// body is the work of a stage in this process, or of one that starts later.
type body func() (syscall.WaitStatus, error)

// prepare makes stage k one that runs body, with files, which it takes over,
// as soon as every stage has started.
func (j *Job) prepare(k int, files *redirect.Table, b body) {
	r := &j.runs[k]
	r.files, r.body = files, b
}

// inside is the work of an InProc stage.
type inside struct {
	files *redirect.Table
	body  func(ctx context.Context, files *redirect.Table) int
}

func (w *inside) table() *redirect.Table { return w.files }
func (w *inside) shared() bool           { return false }
func (w *inside) start(l *launcher, s *Stage, files *redirect.Table) error {
	ctx := l.ctx
	return l.inside(s, files, func() (syscall.WaitStatus, error) {
		return waitStatus(w.body(ctx, files)), nil
	})
}

// function is the work of a Func stage.
type function func(ctx context.Context, stdio *Stdio) error

func (f function) table() *redirect.Table { return nil }
func (f function) shared() bool           { return true }
func (f function) start(l *launcher, s *Stage, files *redirect.Table) error {
	if err := l.job.makeWake(); err != nil {
		return &Error{Stage: l.k, Name: s.name, Op: OpPipe, Err: err}
	}
	ctx, wake := l.ctx, l.job.wake.Fd()
	tally := l.tally()
	return l.inside(s, files, func() (syscall.WaitStatus, error) {
		stdio := &Stdio{
			Stdin:  &stream{ctx, files, 0, wake, tally},
			Stdout: &stream{ctx, files, 1, wake, tally},
			Stderr: &stream{ctx, files, 2, wake, tally},
			files:  files,
		}
		return funcStatus(copying.Call(func() error { return f(ctx, stdio) }))
	})
}

// tally gives a Func stage a Tally if it is observed. What it may read and
// write by other means is not counted.
func (l *launcher) tally() *Tally {
	if l.job.observed == nil {
		return nil
	}
	t := &Tally{}
	t.incomplete()
	l.job.runs[l.k].tally = t
	return t
}

// inside makes a stage in this process ready, its redirections applied.
func (l *launcher) inside(s *Stage, files *redirect.Table, b body) error {
	if l.mustWait(s) {
		l.job.prepare(l.k, files, b)
		l.defers(s)
		return nil
	}
	if err := l.job.redirect(s, l.k, l.joined(), files, &l.opens); err != nil {
		return err
	}
	l.job.prepare(l.k, files, b)
	return nil
}

// funcStatus gives the result of a Func stage as a wait status.
func funcStatus(err error) (syscall.WaitStatus, error) {
	var coder interface{ ExitCode() int }
	var panicked *PanicError
	switch {
	case err == nil:
		return 0, nil
	case errors.Is(err, syscall.EPIPE):
		return syscall.WaitStatus(syscall.SIGPIPE), nil
	case errors.As(err, &panicked):
		return exited(2), err
	case errors.As(err, &coder):
		if code := coder.ExitCode(); code > 0 && code <= 255 {
			return waitStatus(code), err
		}
	}
	return exited(1), err
}

// stream reads and writes what is fd in files.
type stream struct {
	ctx   context.Context
	files *redirect.Table
	fd    int
	wake  int // fd that ends waits, or noFd
	tally *Tally
}

// Read reads once. It returns the cause when the context is done.
func (s *stream) Read(p []byte) (int, error) {
	f, err := s.file()
	if err != nil || len(p) == 0 {
		return 0, err
	}
	var n int
	if s.wake < 0 {
		n, err = f.Read(p)
	} else if fd, ferr := f.Fd(); ferr != nil {
		return 0, ferr
	} else {
		n, err = poll.ReadOr(fd, s.wake, p)
	}
	s.tally.Count(int64(max(n, 0)), 0)
	if n == 0 && err == nil {
		err = io.EOF
	}
	return n, s.explain(err)
}

// Write writes all of p, or returns how much it wrote and why not more.
func (s *stream) Write(p []byte) (int, error) {
	f, err := s.file()
	if err != nil {
		return 0, err
	}
	var n int
	if s.wake < 0 {
		n, err = f.Write(p)
	} else if fd, ferr := f.Fd(); ferr != nil {
		return 0, ferr
	} else {
		n, err = poll.WriteOr(fd, s.wake, p)
	}
	s.tally.Count(0, int64(max(n, 0)))
	return n, s.explain(err)
}

// file is what the stream stands for now.
func (s *stream) file() (*redirect.File, error) {
	if s.wake >= 0 && s.ctx.Err() != nil {
		return nil, Cancelled(s.ctx)
	}
	if f := s.files.Get(s.fd); f != nil {
		return f, nil
	}
	return nil, syscall.EBADF
}

// explain says why a wait was given up.
func (s *stream) explain(err error) error {
	if err == sys.ErrWoken {
		return Cancelled(s.ctx)
	}
	return err
}

// makeWake makes the pipe that ends the waits of Func stages, if the context
// can be done.
func (j *Job) makeWake() (err error) {
	if j.wake.Fd() >= 0 || j.ctx.Done() == nil {
		return nil
	}
	j.wake, err = poll.NewWake()
	return err
}
