//go:build !windows

package popen

import (
	"io"
	"os"
	"syscall"
	"time"

	table "gpipe/internal/redirect"
	"gpipe/internal/stdio"
	"gpipe/internal/sys/self"
	"gpipe/pipeline"
	"gpipe/redirect"
)

// options is what the Options set.
type options struct {
	env      []string
	dir      string
	args     []string
	std      [3]any // io.Reader or io.Writer
	given    [3]bool
	grace    time.Duration
	drain    time.Duration
	pipeSize int
	realSh   bool
	allowDot bool
	pipefail bool

	group     pipeline.Group
	pdeathsig syscall.Signal

	// Of a Cmd:
	name    string     // $0; "": "sh"
	set     []string   // options of the shell
	shell   []string   // that runs the line; nil: the one of this package
	extra   []*os.File // the fds 3 and up
	session bool

	wrong, why string // of the first option that can't be
}

// Option changes what a command is started with. Of two of the same kind the
// last one counts. One that can have no effect with the function and the mode
// that it is given to is an error: what bounds or sizes something that may not
// be there (Grace, Drain, PipeSize) is not meant.
type Option func(*options)

// Env sets the environment, "name=value" each; of entries with the same name the
// last one counts, as in Env(append(os.Environ(), "LANG=C")). An empty list is
// an empty environment. The default is the host's. A line does not see CDPATH.
func Env(env []string) Option {
	env = self.Deduplicate(env)
	return func(o *options) { o.env = env }
}

// Dir sets the working directory, and PWD in the environment unless Env is
// given. The default is the host's.
func Dir(path string) Option { return func(o *options) { o.dir = path } }

// Args sets the positional parameters $1, $2 and so on of the line. They
// arrive as they are: the safe way to hand data to a line. It is not for
// OpenArgs.
func Args(args ...string) Option {
	args = append([]string{}, args...)
	return func(o *options) { o.args = args }
}

// Stdin sets the standard input of the command of a Read stream, and of no other
// one; nil is /dev/null. As with popen(3) the default is the host's own fd 0, if a program
// that the host executes would have one.
//
// An *os.File is given to the command directly. Its mode stays as it is: when
// that is non-blocking (as of an os.Pipe) the command gets the same pipe or
// terminal opened anew. The file stays the caller's and may be closed when
// Open has returned. Any other reader (and a non-blocking socket) is joined by
// a pipe and a goroutine that copies, and that may read further than the
// command does; a Read that is under way when the command has ended is not
// waited for. An error of the reader, also a panic, is one of Close and Wait: a
// *pipeline.Error with OpCopy.
func Stdin(r io.Reader) Option {
	return func(o *options) { o.std[0], o.given[0] = r, true }
}

// Stdout sets the standard output of the command of a Write stream, and of no
// other one: see Stdin.
// What is copied has reached w when Close or Wait returns: see also Drain.
func Stdout(w io.Writer) Option {
	return func(o *options) { o.std[1], o.given[1] = w, true }
}

// Stderr sets the standard error: see Stdout. The same value for both outputs
// is written to from one goroutine.
func Stderr(w io.Writer) Option {
	return func(o *options) { o.std[2], o.given[2] = w, true }
}

// Grace sets the time between SIGTERM and SIGKILL when the context is done
// before the command. The default is pipeline.DefaultGrace; 0 means SIGKILL
// at once.
func Grace(d time.Duration) Option {
	return func(o *options) { o.setDuration(&o.grace, "Grace", d) }
}

// Drain bounds the wait for output that is copied to a Stdout or Stderr and
// that a process which the command left behind still holds open: after that
// time Close and Wait return an error that is pipeline.ErrDrain. What was
// written by then is copied in any case. The default is
// pipeline.DefaultDrain; 0 means not to wait.
func Drain(d time.Duration) Option {
	return func(o *options) { o.setDuration(&o.drain, "Drain", d) }
}

// PipeSize asks the kernel for pipes of n bytes between the command and the
// Stream. It is a wish; the default (64 KiB on Linux) is right for most.
func PipeSize(n int) Option { return func(o *options) { o.pipeSize = n } }

// Pipefail runs the line with "set -o pipefail": the status of a pipeline is
// that of the last command in it that failed. It is not for OpenArgs.
func Pipefail() Option { return func(o *options) { o.pipefail = true } }

// RealShell runs the line by /bin/sh -c in place of the shell of this package.
// Pipefail needs a /bin/sh that knows it. It is not for OpenArgs.
func RealShell() Option { return func(o *options) { o.realSh = true } }

// AllowDot lets OpenArgs run a program that is found through an empty, "." or
// otherwise relative element of PATH, which is pipeline.ErrDot without it. The
// commands of a line may always be found so, as POSIX says: it is not for Open.
func AllowDot() Option { return func(o *options) { o.allowDot = true } }

// OwnGroup puts every pipeline of the command into a process group of its own,
// which the keys of the terminal do not reach: pipeline.GroupOwn. Of options for
// the group the last one counts.
func OwnGroup() Option { return func(o *options) { o.group = pipeline.GroupOwn } }

// CallerGroup leaves the processes in the host's process group, with or without
// a terminal: pipeline.GroupCaller.
func CallerGroup() Option { return func(o *options) { o.group = pipeline.GroupCaller } }

// Foreground lends the terminal to the command, every pipeline of which has a
// process group of its own; ^C is the command's alone then:
// pipeline.GroupForeground.
func Foreground() Option { return func(o *options) { o.group = pipeline.GroupForeground } }

// Pdeathsig has the processes of the command get sig when the host ends, however
// that is: see pipeline.Options.
func Pdeathsig(sig syscall.Signal) Option {
	return func(o *options) {
		if o.pdeathsig = sig; sig == 0 || !isSignal(sig) {
			o.misuse("Pdeathsig", "is no signal")
		}
	}
}

func apply(opts []Option) *options {
	o := &options{grace: pipeline.DefaultGrace, drain: pipeline.DefaultDrain}
	for _, opt := range opts {
		if opt == nil {
			o.misuse("Option", "is nil")
			continue
		}
		opt(o)
	}
	return o
}

// files makes the fd table of a command: the ends of the Stream's pipes, what
// the options say, and the host's own fds. It takes the ends over, also when
// it fails.
func (o *options) files(e *ends, s *stdio.Streams) (table.Table, error) {
	var t table.Table
	err := o.fill(&t, e, s)
	if e.in != nil {
		t.Set(0, e.in)
	}
	if e.out != nil {
		t.Set(1, e.out)
	}
	if e.err != nil {
		t.Set(2, e.err)
	}
	if err != nil {
		t.Close()
		s.Close(-1)
	}
	return t, err
}

func (o *options) fill(t *table.Table, e *ends, s *stdio.Streams) error {
	for fd := range o.std {
		var err error
		switch {
		case fd == 0 && e.in != nil, fd == 1 && e.out != nil, fd == 2 && e.err != nil:
		case !o.given[fd]:
			err = s.Host(t, fd)
		case fd == 0:
			r, _ := o.std[fd].(io.Reader)
			err = s.Read(t, fd, r)
		default:
			w, _ := o.std[fd].(io.Writer)
			err = s.Write(t, fd, w)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// extraFiles adds the fds 3 and up.
func (o *options) extraFiles(t *table.Table) error {
	for i, file := range o.extra {
		if file == nil {
			continue
		}
		f, err := redirect.FromOS(file)
		if err != nil {
			return &pipeline.Error{Stage: -1, Name: "ExtraFiles", Op: pipeline.OpRedirect, Err: err}
		}
		t.Set(3+i, f)
	}
	return nil
}
