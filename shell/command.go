//go:build !windows

package shell

import (
	"context"
	"io"
	"iter"
	"os"
	"slices"
	"sync"
	"time"

	"gpipe/internal/builtin"
	"gpipe/internal/interp"
	"gpipe/internal/option"
	"gpipe/internal/relay"
	"gpipe/internal/sys"
	"gpipe/internal/sys/pipes"
	"gpipe/internal/sys/self"
	"gpipe/internal/vars"
	"gpipe/pipeline"
	"gpipe/redirect"
)

// Call is a simple command that is about to run, as Options.Command sees it. It is
// valid until that returns.
type Call struct {
	Args []string // Args[0] is the name

	// Builtin tells whether a built-in is what would run; Special whether that is a
	// special one (XCU 2.15), such as exec, exit and set. Path is else the file that
	// would be executed, "" when there is none.
	Builtin bool
	Special bool
	Path    string

	// The command's standard streams, with its redirections in effect: those of the
	// surrounding for a special built-in. A read waits as read(2) does. A write that
	// nobody reads any more is syscall.EPIPE: the status for it is 141.
	Stdin  io.Reader
	Stdout io.Writer
	Stderr io.Writer

	sh *interp.Shell
}

// Get returns the value of a variable in the command's environment, and whether it
// is set.
func (c *Call) Get(name string) (string, bool) {
	if !vars.Valid(name) {
		return "", false
	}
	return c.sh.Vars().Get(c.sh.Slot(name))
}

// Env returns the environment that the command would have.
func (c *Call) Env() []string { return c.sh.Environ() }

// Dir returns the command's working directory, "" when it is not known.
func (c *Call) Dir() string { return c.sh.Dir().Name() }

// Line returns the number of the line that the command is on.
func (c *Call) Line() int { return c.sh.Line() }

// File returns what the command has as the fd, nil when that is closed. Its
// reference is not the caller's.
func (c *Call) File(fd int) *redirect.File {
	if fd < 0 {
		return nil
	}
	return c.sh.Files().Get(fd)
}

// stream is an fd of a command.
type stream struct {
	sh *interp.Shell
	fd int
}

func (s *stream) Read(p []byte) (int, error) {
	f := s.sh.Files().Get(s.fd)
	if f == nil {
		return 0, sys.EBADF
	}
	n, err := f.Read(p)
	if n == 0 && err == nil && len(p) > 0 {
		err = io.EOF
	}
	return n, err
}

func (s *stream) Write(p []byte) (int, error) {
	f := s.sh.Files().Get(s.fd)
	if f == nil {
		return 0, sys.EBADF
	}
	return f.Write(p)
}

// hooks is what calls the functions of the program, and notes how they fail.
type hooks struct {
	mu     sync.Mutex
	failed error // a panic, not told of yet
}

// call calls f and notes its panic.
func (h *hooks) call(name string, f func()) (ok bool) {
	err := relay.Goexit()
	defer func() { // also when f ends the goroutine
		if err == nil {
			return
		}
		h.mu.Lock()
		defer h.mu.Unlock()
		if h.failed == nil {
			h.failed = &pipeline.Error{Stage: -1, Name: name, Op: pipeline.OpPanic, Err: err}
		}
	}()
	err = relay.Call(func() error {
		f()
		return nil
	})
	return err == nil
}

// failure returns what failed, once.
func (h *hooks) failure() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	err := h.failed
	h.failed = nil
	return err
}

// asker makes the engine's question of Options.Command.
func (s *Shell) asker(o *Options) interp.Ask {
	command := o.Command
	if command == nil && o.Ended == nil {
		return nil
	}
	if command == nil {
		return func(*interp.Shell, interp.Command, []string) (int, bool) { return 0, false }
	}
	return func(sh *interp.Shell, cmd interp.Command, args []string) (status int, handled bool) {
		c := newCall(sh, cmd, args)
		if !s.hooks.call("command", func() { status, handled = command(sh.Context(), c) }) {
			return 2, true
		}
		return status, handled
	}
}

func newCall(sh *interp.Shell, cmd interp.Command, args []string) *Call {
	c := &Call{Args: slices.Clone(args), Builtin: cmd.Builtin != nil, Special: cmd.Kind == interp.KindSpecial, Path: cmd.Path, sh: sh}
	c.Stdin, c.Stdout, c.Stderr = &stream{sh, 0}, &stream{sh, 1}, &stream{sh, 2}
	return c
}

// teller makes what tells Options.Ended.
func (s *Shell) teller(o *Options) interp.Tell {
	ended := o.Ended
	if ended == nil {
		return nil
	}
	return func(sh *interp.Shell, cmd interp.Command, args []string, status int, took time.Duration) {
		s.hooks.call("ended", func() { ended(sh.Context(), newCall(sh, cmd, args), status, took) })
	}
}

// opener makes the engine's question of Options.Open.
func (s *Shell) opener(o *Options) interp.Opener {
	open := o.Open
	if open == nil {
		return nil
	}
	return func(ctx context.Context, path string, flags int) (fd int, done bool, err error) {
		var f *os.File
		if !s.hooks.call("open", func() { f, err = open(ctx, path, flags) }) {
			return -1, false, sys.EINVAL
		}
		if err != nil || f == nil {
			return -1, false, err
		}
		defer f.Close()
		conn, err := f.SyscallConn()
		if err != nil {
			return -1, false, err
		}
		if cerr := conn.Control(func(k uintptr) { fd, err = pipes.Share(int(k)) }); cerr != nil {
			return -1, false, cerr
		}
		return fd, err == nil, err
	}
}

// Vars yields the variables that are set and have a value, by name; of an array the
// element 0. The Shell must not be used meanwhile but for Get.
func (s *Shell) Vars() iter.Seq2[string, string] {
	return func(yield func(name, value string) bool) {
		if !s.valid() {
			return
		}
		v := s.sh.Vars()
		for _, slot := range v.Sorted(0) {
			if value, ok := v.Get(slot); ok && !yield(v.Names().Name(slot), value) {
				return
			}
		}
	}
}

// Reset makes the Shell what New made it, also after it has exited: variables,
// functions, options, traps and the directory are those of its Options. Its open
// files stay as they are, and asynchronous lists go on. The action of a trap for
// EXIT is run if exit has not. Signal must not be called meanwhile.
func (s *Shell) Reset() error {
	switch {
	case !s.valid():
		return os.ErrInvalid
	case s.closed:
		return os.ErrClosed
	}
	cfg := s.config
	cfg.Files = s.sh.Files().Fork()
	fresh, err := interp.New(&cfg)
	if err != nil {
		return err
	}
	s.sh.End(interp.Next)
	s.sh, s.exited = fresh, false
	return nil
}

// Fields expands a line of words as the arguments of a command are: quotes,
// variables from env, "name=value" each, tildes, patterns, fields. nil is the host's
// environment. Nothing is run and nothing is changed: a line with anything else than
// words, or with a substitution of a command or an assignment in it, is an
// *ArgumentError; one that is no valid source is a *SyntaxError.
func Fields(line string, env []string) ([]string, error) {
	if hasNUL(line) {
		return nil, &ArgumentError{Func: "shell.Fields", Arg: "line", Why: nul}
	}
	for _, entry := range env {
		if hasNUL(entry) {
			return nil, &ArgumentError{Func: "shell.Fields", Arg: "env", Why: nul}
		}
	}
	if env == nil {
		env = self.EnvironIn("")
	} else {
		env = self.Deduplicate(env)
	}
	sh, err := interp.New(&interp.Config{Builtins: builtin.Table(), Name: "gpipe", Env: env, Options: option.Defaults | option.Posix})
	if err != nil {
		return nil, err
	}
	defer sh.End(interp.Next)
	fields, err := sh.Fields(line)
	if err == interp.ErrNoWords {
		return nil, &ArgumentError{Func: "shell.Fields", Arg: "line", Why: err.Error()}
	}
	return fields, err
}
