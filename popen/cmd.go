//go:build !windows

package popen

import (
	"cmp"
	"context"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"gpipe/internal/relay"
	"gpipe/internal/sys/self"
)

// Cmd is a command line that is to be run, or is running: what exec.Cmd is for
// exec.Command("sh", "-c", line). It is used once, and its fields are set before
// it starts. Its methods may be called from many goroutines when it has started.
//
// What differs from an exec.Cmd is said in a table in docs/coming-from.md. Most of
// it follows from this: the line is run in this process, and its commands are
// processes that belong to it, with what they start.
type Cmd struct {
	Line string   // shell source, in POSIX mode, as for Open
	Args []string // $1, $2 and so on: data for the line, which arrives as it is
	Name string   // $0, and what messages of the shell begin with; "": "sh"

	// Set turns on options of the shell, and off, as set(1) does: "-e -o pipefail".
	Set string

	// Shell is the program, with its arguments, that runs the line, such as
	// {"bash", "-c"}: after its arguments come the line, Name and Args, and before
	// the last of them the words of Set. nil: the shell of this package, in this
	// process.
	Shell []string

	// Env is the environment, "name=value" each; of entries with the same name
	// the last one counts. nil: the host's.
	Env []string

	// Dir is the working directory, and PWD in the environment unless Env is
	// given. "": the host's.
	Dir string

	// Stdin, Stdout and Stderr are the standard streams; nil: /dev/null. An
	// *os.File is given to the commands directly; anything else is joined by a
	// pipe and a goroutine that copies: see the options with these names. Wait
	// waits for output that is copied; see Drain.
	Stdin  io.Reader
	Stdout io.Writer
	Stderr io.Writer

	// ExtraFiles become the fds 3, 4 and so on. A nil entry is a closed fd. They
	// stay the caller's.
	ExtraFiles []*os.File

	// The process group of the commands, of which at most one is true: see the
	// options with these names. Signal, and the end of the context, reach all of
	// them and what they have started in any case.
	OwnGroup    bool
	CallerGroup bool
	Foreground  bool

	// Session makes the command the leader of a session of its own. A terminal as
	// its Stdin becomes its controlling terminal; it must be one that no session
	// has, as that of Terminal is. A session is led by a process: without a Shell
	// the line is run by /bin/sh -c.
	Session bool

	// Pdeathsig, if not 0, is a signal that the commands get when the host ends:
	// see pipeline.Options.
	Pdeathsig syscall.Signal

	// MaxOutput bounds what Output and CombinedOutput keep, in bytes: half of it
	// is the beginning, and half the end. All is read in any case; in the place
	// of what is left out is a note, and Omitted counts it. 0: everything is kept.
	MaxOutput int

	// Grace is the time between SIGTERM and SIGKILL when the context is done. 0:
	// pipeline.DefaultGrace; negative: SIGKILL at once.
	Grace time.Duration

	// Drain bounds the wait for output that is copied and that a process which
	// the command left behind holds open. 0: pipeline.DefaultDrain; negative: no
	// wait. See the option with this name.
	Drain time.Duration

	ctx context.Context

	mu      sync.Mutex
	cmd     running // nil: not started
	started bool    // it was tried, at least
	ends    ends    // until it has started: of pipes that were asked for
	pty     *Pty
	tail    *relay.Tail
	kept    *relay.Kept

	over sync.Once
	err  error
}

// Command returns the Cmd that runs line as sh would, with args as $1, $2 and so
// on: the way to hand data to it.
//
//	out, err := popen.Command(`grep -c -- "$1" "$2"`, pattern, file).Output()
func Command(line string, args ...string) *Cmd {
	return &Cmd{Line: line, Args: args, ctx: context.Background()}
}

// CommandContext is Command with a context, which ends the commands and what they
// have started when it is done: SIGTERM, and SIGKILL after Grace. The error of Wait
// is then context.Cause(ctx) and ctx.Err(), for errors.Is.
func CommandContext(ctx context.Context, line string, args ...string) *Cmd {
	return &Cmd{Line: line, Args: args, ctx: ctx}
}

// String returns a line by which a shell does the same: the program that runs the
// line, and its arguments. It is for people.
func (c *Cmd) String() string {
	if c == nil {
		return ""
	}
	with := *c.shell()
	if len(with) == 0 {
		with = []string{"sh", "-c"}
	}
	return Quote(c.argv(with)...)
}

// Environ returns the environment that the command gets.
func (c *Cmd) Environ() []string {
	switch {
	case c == nil:
		return nil
	case c.Env == nil:
		return self.EnvironIn(c.Dir)
	}
	return self.Deduplicate(c.Env)
}

// Start starts the command, and returns when it has begun. Wait must be called to
// learn how it ends. Errors are those of Open: a line that is no valid program is a
// *SyntaxError, and nothing is run; what makes no sense is an *ArgumentError. With
// a Shell a program that can't be executed is an error of Start.
func (c *Cmd) Start() error { return c.launch("popen.Cmd.Start") }

// Run starts the command and waits for it.
func (c *Cmd) Run() error {
	if err := c.launch("popen.Cmd.Run"); err != nil {
		return err
	}
	return c.Wait()
}

// Output runs the command and returns what it writes to its standard output; with
// an error, what it has written until then. When Stderr is nil the error, a
// *pipeline.Error, has the end of standard error: the last 32 KiB, or half of
// MaxOutput. Nobody waits for that: a process that is left behind gets SIGPIPE when
// it writes more.
func (c *Cmd) Output() ([]byte, error) { return c.gather("popen.Cmd.Output", false) }

// CombinedOutput is Output of standard output and standard error together, in the
// order in which they are written.
func (c *Cmd) CombinedOutput() ([]byte, error) { return c.gather("popen.Cmd.CombinedOutput", true) }

func (c *Cmd) gather(f string, both bool) ([]byte, error) {
	switch {
	case c == nil:
		return nil, os.ErrInvalid
	case c.begun():
		return nil, &ArgumentError{Func: f, Arg: "Cmd", Why: "was started already"}
	case c.Stdout != nil || c.ends.out != nil:
		return nil, &ArgumentError{Func: f, Arg: "Stdout", Why: "is set already"}
	case both && (c.Stderr != nil || c.ends.err != nil):
		return nil, &ArgumentError{Func: f, Arg: "Stderr", Why: "is set already"}
	}
	half := max(c.MaxOutput/2, 0)
	c.kept = relay.NewKept(c.MaxOutput-half, half)
	c.Stdout = c.kept
	if both {
		c.Stderr = c.kept
	} else if err := c.keepStderr(); err != nil {
		return nil, err
	}
	if err := c.launch(f); err != nil {
		return nil, err
	}
	err := c.Wait()
	return c.kept.Bytes(), err
}

// Omitted is how many bytes Output or CombinedOutput has left out: see MaxOutput.
func (c *Cmd) Omitted() int64 {
	if c == nil || c.kept == nil {
		return 0
	}
	return c.kept.Omitted()
}

// shell is the program that runs the line.
func (c *Cmd) shell() *[]string {
	if c.Shell == nil && c.Session {
		return &[]string{"/bin/sh", "-c"}
	}
	return &c.Shell
}

// argv is the command line of the program that runs the line. A line that begins as
// an option does gets a blank before it.
func (c *Cmd) argv(shell []string) []string {
	last := max(len(shell)-1, 0)
	argv := slices.Concat(shell[:last], strings.Fields(c.Set), shell[last:])
	line := c.Line
	if strings.HasPrefix(line, "-") || strings.HasPrefix(line, "+") {
		line = " " + line
	}
	if argv = append(argv, line); c.Name == "" && len(c.Args) == 0 {
		return argv
	}
	return append(append(argv, cmp.Or(c.Name, "sh")), c.Args...)
}
