package pipeline

import (
	"errors"
	"io"
	"os"
	"syscall"

	"gpipe/internal/redirect"
	copying "gpipe/internal/relay"
	"gpipe/internal/sys"
	"gpipe/internal/sys/pipes"
)

// joinStd gives a Cmd or Func stage the streams of the options, and the last
// stage of any kind the pipe of Options.Capture.
func (l *launcher) joinStd(s *Stage, t *redirect.Table) error {
	last := l.k == l.count-1
	shared := s.does().shared()
	for fd := range l.std {
		switch {
		case fd == 1 && last && l.o.Capture:
		case !shared, fd == 0 && l.k > 0, fd == 1 && !last:
			continue
		}
		f, err := l.stream(fd)
		if err != nil {
			return &Error{Stage: l.k, Name: s.name, Op: OpRedirect, Err: &redirect.Error{Op: "share", Name: stdNames[fd], Err: err}}
		}
		t.Set(fd, f.Ref())
	}
	if !shared {
		return nil
	}
	return l.extra(s, t)
}

// extra gives a stage Options.ExtraFiles.
func (l *launcher) extra(s *Stage, t *redirect.Table) error {
	for i, file := range l.o.ExtraFiles {
		if file == nil {
			continue
		}
		f, err := redirect.FromOS(file)
		if err != nil {
			return &Error{Stage: l.k, Name: s.name, Op: OpRedirect, Err: err}
		}
		t.Set(firstExtra+i, f)
	}
	return nil
}

// firstExtra is the fd that the first of Options.ExtraFiles becomes.
const firstExtra = 3

var stdNames = [3]string{"stdin", "stdout", "stderr"}

// stream returns what fd of the stages that share the options' streams is.
// The reference is the launcher's.
func (l *launcher) stream(fd int) (*redirect.File, error) {
	if l.std[fd] != nil {
		return l.std[fd], nil
	}
	var err error
	switch {
	case fd == 0:
		l.std[0], err = l.file(l.o.Stdin, func() (*redirect.File, error) { return l.feed(l.o.Stdin) })
	case fd == 1 && l.o.Capture:
		l.std[1], err = l.drain(nil)
	case fd == 1:
		l.std[1], err = l.output(l.o.Stdout)
	case !l.o.Capture && copying.Same(l.o.Stdout, l.o.Stderr):
		if _, err = l.stream(1); err == nil {
			l.std[2] = l.std[1].Ref()
		}
	case l.o.keepStderr:
		l.std[2], err = l.keepStderr()
	default:
		l.std[2], err = l.output(l.o.Stderr)
	}
	return l.std[fd], err
}

// keepStderr makes the pipe whose end is kept for the error, and returns the end of
// the stages.
func (l *launcher) keepStderr() (*redirect.File, error) {
	tail, other, err := copying.NewTail(keptStderr)
	if err != nil {
		return nil, err
	}
	l.job.tail = tail
	return redirect.NewKin(other), nil
}

// keptStderr is how much of standard error an Error has.
const keptStderr = 32 << 10

func (l *launcher) output(w io.Writer) (*redirect.File, error) {
	return l.file(w, func() (*redirect.File, error) { return l.drain(w) })
}

// file returns a reference to what v has for a child, or what relay makes of
// it when it has nothing.
func (l *launcher) file(v any, relay func() (*redirect.File, error)) (*redirect.File, error) {
	switch v := v.(type) {
	case nil:
		return l.devNull()
	case *redirect.File:
		if v == nil {
			return nil, os.ErrInvalid
		}
		return v.Ref(), nil
	case *stream:
		if f := v.files.Get(v.fd); f != nil {
			return f.Ref(), nil
		}
		return nil, syscall.EBADF
	case *os.File:
		f, err := redirect.FromOS(v)
		if !errors.Is(err, pipes.ErrShare) {
			return f, errors.Unwrap(err) // the caller knows a better name
		}
	}
	return relay()
}

func (l *launcher) devNull() (*redirect.File, error) {
	if l.null == nil {
		fd, err := sys.Open(-1, os.DevNull, syscall.O_RDWR, 0)
		if err != nil {
			return nil, err
		}
		l.null = redirect.NewFile(fd)
	}
	return l.null.Ref(), nil
}
