// Package shell embeds the gpipe shell in a Go program: it runs shell source
// without /bin/sh and without changing anything process-wide.
//
// The working directory, umask, environment, signal dispositions and the
// descriptors 0 to 2 of the host program are never changed: cd, umask,
// export, trap and exec in the source act on the Shell alone, and on the
// commands that it starts. Subshells and command substitutions of built-ins
// run in the host process; external commands are real processes joined by
// kernel pipes.
package shell

import (
	"context"
	"errors"
	"os"
	"strconv"
	"time"

	"gpipe/internal/builtin"
	"gpipe/internal/interp"
	"gpipe/internal/sys"
	"gpipe/redirect"
)

// Options says what a Shell starts with. The zero value is a shell with the
// host's environment and working directory, and no open file but /dev/null
// as standard input, output and error.
type Options struct {
	// Env is the environment, "name=value" each. nil: the host's. Values
	// are data: none is ever parsed as code, no functions are imported.
	Env []string

	// Dir is the working directory. "": the host's, as it is at each use.
	Dir string

	// Stdin, Stdout and Stderr become the fds 0, 1 and 2. They stay the
	// caller's, and must stay open while the Shell is in use. nil: /dev/null.
	Stdin, Stdout, Stderr *os.File

	// ExtraFiles become the fds 3, 4 and so on. A nil entry is a closed fd.
	ExtraFiles []*os.File

	Name string   // $0; "": "gpipe"
	Args []string // $1, $2 and so on

	// Grace is the time between SIGTERM and SIGKILL when the context ends.
	// 0: five seconds; negative: SIGKILL at once.
	Grace time.Duration
}

// Shell is a shell whose variables, functions, options, directory and fds
// last from one Run to the next. It is used by one goroutine at a time.
type Shell struct {
	sh     *interp.Shell
	closed bool
	exited bool
}

// ExitError is the status of source that did not end with 0.
type ExitError struct {
	Code int // 1 to 255; 128+n when signal n ended the last command
}

func (e *ExitError) Error() string { return "exit status " + strconv.Itoa(e.Code) }

// ExitCode returns Code.
func (e *ExitError) ExitCode() int { return e.Code }

// ErrExited: the source of an earlier Run has ended the shell with exit, or
// with an error that ends it.
var ErrExited = errors.New("shell has exited")

// New makes a Shell. It must be closed.
func New(o Options) (*Shell, error) {
	files, err := openFiles(&o)
	if err != nil {
		return nil, err
	}
	if o.Env == nil {
		o.Env = sys.Environ()
	}
	if o.Name == "" {
		o.Name = "gpipe"
	}
	sh, err := interp.New(&interp.Config{
		Builtins: builtin.Table(), Name: o.Name, Args: o.Args, Env: o.Env,
		Dir: o.Dir, Files: files, Group: true, Grace: o.Grace,
	})
	if err != nil {
		return nil, err
	}
	return &Shell{sh: sh}, nil
}

// openFiles makes the fd table out of duplicates of the caller's files.
func openFiles(o *Options) (redirect.Table, error) {
	var t redirect.Table
	list := append([]*os.File{o.Stdin, o.Stdout, o.Stderr}, o.ExtraFiles...)
	for fd, f := range list {
		if f == nil && fd > 2 {
			continue
		}
		file, err := openFile(f)
		if err != nil {
			t.Close()
			return redirect.Table{}, err
		}
		t.Set(fd, file)
	}
	return t, nil
}

func openFile(f *os.File) (*redirect.File, error) {
	if f == nil {
		fd, err := sys.Open(-1, os.DevNull, os.O_RDWR, 0)
		if err != nil {
			return nil, &os.PathError{Op: "open", Path: os.DevNull, Err: err}
		}
		return redirect.NewFile(fd), nil
	}
	return redirect.FromOS(f)
}

// Run runs src and waits until its last foreground command has ended. The
// error is nil when the status of src is 0, an *ExitError when it is not, and
// wraps context.Cause(ctx) when ctx ended it: the running commands then get
// SIGTERM, and after the grace SIGKILL. Asynchronous jobs ("cmd &") go on.
func (s *Shell) Run(ctx context.Context, src string) error {
	if s.closed {
		return os.ErrClosed
	}
	if s.exited {
		return ErrExited
	}
	f, err := s.sh.RunContext(ctx, interp.Source{Text: src})
	if err != nil {
		return err
	}
	s.exited = f == interp.Exit()
	if code := s.sh.Status(); code != 0 {
		return &ExitError{Code: code}
	}
	return nil
}

// Status returns $?: the exit status of the last command.
func (s *Shell) Status() int { return s.sh.Status() }

// Exited tells whether the shell has ended by exit or by a fatal error.
func (s *Shell) Exited() bool { return s.exited }

// Get returns the value of a variable and whether it is set.
func (s *Shell) Get(name string) (string, bool) {
	return s.sh.Vars().Get(s.sh.Slot(name))
}

// Set assigns a variable. It fails if the variable is read-only.
func (s *Shell) Set(name, value string) error {
	return s.sh.Vars().Set(s.sh.Slot(name), value)
}

// Dir returns the working directory of the shell.
func (s *Shell) Dir() string { return s.sh.Dir() }

// Close closes the shell's files. It does not wait for asynchronous jobs.
func (s *Shell) Close() error {
	if s.closed {
		return os.ErrClosed
	}
	s.closed = true
	s.sh.End(interp.Next)
	return nil
}
