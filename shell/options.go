//go:build !windows

package shell

import (
	"context"
	"io"
	"os"
	"strings"
	"syscall"
	"time"

	"gpipe/internal/builtin"
	"gpipe/internal/interp"
	"gpipe/internal/monitor"
	"gpipe/internal/option"
	table "gpipe/internal/redirect"
	"gpipe/internal/sys/self"
	"gpipe/internal/sys/signals"
	"gpipe/internal/sys/spawn"
	"gpipe/pipeline"
	"gpipe/redirect"
)

// Options says what a Shell starts with. The zero value is a shell with the
// host's environment and working directory, and /dev/null as standard input,
// output and error.
type Options struct {
	// Env is the environment, "name=value" each; of entries with the same name
	// the last one counts. nil: the host's. Values are data: none is ever
	// parsed as code, no functions are imported, and CDPATH is left out.
	Env []string

	// Dir is the working directory. "": the host's, as it is at each use.
	// Without an Env it is the value of PWD in the environment, too.
	Dir string

	// Stdin, Stdout and Stderr become the fds 0, 1 and 2. nil: /dev/null.
	//
	// An *os.File is given to commands directly. Its mode stays as it is:
	// when that is non-blocking (as of an os.Pipe) the Shell has the same
	// pipe or terminal opened anew. The file stays the caller's and may be
	// closed when New has returned. Anything else (and a non-blocking socket)
	// is joined by a pipe and a goroutine that copies. A Stdin that is copied
	// may be read further than commands read, and a Read that is under way at
	// Close is not waited for. The same value for Stdout and Stderr is
	// written to from one goroutine.
	//
	// An error of one that is copied, also a panic, is one of Run: a
	// *pipeline.Error with OpCopy.
	Stdin  io.Reader
	Stdout io.Writer
	Stderr io.Writer

	// ExtraFiles become the fds 3, 4 and so on. A nil entry is a closed fd.
	ExtraFiles []*os.File

	// Set turns on options of the shell, and off, as set(1) does: "-e -o pipefail".
	Set string

	// Command, if not nil, is asked about every simple command but functions before
	// it runs, also about those that command, exec and the like run: to allow it,
	// by false for handled; to deny it or to do something in its place, by true and
	// the status, 0 to 255; to count it, or to note it. ctx is done when the command
	// is to end. Commands of pipelines and asynchronous lists ask from goroutines of
	// their own, at the same time. A panic is the status 2, and an error of Run.
	Command func(ctx context.Context, c *Call) (status int, handled bool)

	// Ended, if not nil, is told of every command that Command is asked about, when it
	// has ended: its status, and how long it took, which for one that Command has
	// handled is what that took. It is called as Command is.
	Ended func(ctx context.Context, c *Call, status int, took time.Duration)

	// Open, if not nil, is asked for every file that a redirection opens by its name,
	// and that the dot command reads. The path is absolute as far as the directory is
	// known, flags are those of open(2). The file that it returns, which is the
	// Shell's from then on, takes the place of the named one; an error is that of the
	// redirection; with neither the file is opened. It may be called from many
	// goroutines at once. What programs open themselves, and what patterns and tests
	// look at, it does not see.
	Open func(ctx context.Context, path string, flags int) (*os.File, error)

	// Tied makes the end of the context of a Run, while that has not returned, end
	// asynchronous lists that it has started, too.
	Tied bool

	// Limits bound each Run.
	Limits Limits

	Name string   // $0; "": "gpipe"
	Args []string // $1, $2 and so on

	// Grace is the time between SIGTERM and SIGKILL when the context ends.
	// 0: pipeline.DefaultGrace; negative: SIGKILL at once.
	Grace time.Duration

	// The process group of the commands, of which at most one is true. With
	// none of them they are in the host's if that has a controlling terminal,
	// and else every pipeline has one of its own: package pipeline gives
	// reasons, and its GroupOwn, GroupCaller and GroupForeground say what these
	// are. Foreground concerns pipelines in the foreground.
	OwnGroup    bool // one of its own for every pipeline, in the background of a terminal
	CallerGroup bool // the host's
	Foreground  bool // one of its own, which is lent the terminal

	// Pdeathsig, if not 0, is a signal that the commands get when the host
	// ends: see pipeline.Options.
	Pdeathsig syscall.Signal

	// Observer, if not nil, is told what becomes of every pipeline that the
	// Shell runs; a program that is run alone is a pipeline of one stage.
	// Tables of figures that a script asks for by set -o stats go to Stderr
	// in any case. When it panics it is told no more, and Run fails with a
	// *pipeline.PanicError.
	Observer pipeline.Observer
}

// New makes a Shell. It must be closed. It fails with a system's error when a
// file can't be had, and with an *ArgumentError for options that can't be: a NUL
// byte in a string, two process groups.
func New(o Options) (*Shell, error) {
	if err := checkOptions(&o); err != nil {
		return nil, err
	}
	s := &Shell{bounds: o.Limits.bounds()}
	s.bounds.bound(&o)
	files, err := s.openFiles(&o)
	if err != nil {
		files.Close()
		s.streams.Close(-1)
		return nil, err
	}
	on, off, _ := option.Read(strings.Fields(o.Set))
	cfg := &interp.Config{
		Ask: s.asker(&o), Told: s.teller(&o), Open: s.opener(&o), Tied: o.Tied,
		Builtins: builtin.Table(), Name: o.Name, Args: append([]string(nil), o.Args...),
		Dir: o.Dir, Files: files, Group: o.group(), Pdeathsig: o.Pdeathsig, Grace: o.Grace,
		Options: (option.Defaults|option.Posix)&^off | on, Shopts: option.DefaultShopts | option.ExtGlob,
		Watch: figures(),
	}
	if o.Observer != nil {
		s.watched = &watched{by: o.Observer}
		cfg.Watch.Observer = s.watched
	}
	if o.Env == nil {
		cfg.Env = self.EnvironIn(o.Dir)
	} else {
		cfg.Env = self.Deduplicate(o.Env)
	}
	if cfg.Name == "" {
		cfg.Name = "gpipe"
	}
	s.config = *cfg
	s.config.Files = table.Table{}
	if s.sh, err = interp.New(cfg); err != nil {
		s.streams.Close(-1)
		return nil, err
	}
	return s, nil
}

// check refuses what can't be.
func checkOptions(o *Options) error {
	which, why := o.misused()
	if why == "" {
		return nil
	}
	return &ArgumentError{Func: "shell.New", Arg: which, Why: why}
}

// misused tells which option can't be, and why.
func (o *Options) misused() (which, why string) {
	for _, c := range [...]struct {
		option string
		list   []string
	}{{"Env", o.Env}, {"Args", o.Args}, {"Name", []string{o.Name}}, {"Set", []string{o.Set}}, {"Dir", []string{o.Dir}}} {
		for _, s := range c.list {
			if hasNUL(s) {
				return c.option, nul
			}
		}
	}
	if _, _, bad := option.Read(strings.Fields(o.Set)); bad != "" {
		return "Set", bad + " is no option"
	}
	switch {
	case o.OwnGroup && o.CallerGroup, o.CallerGroup && o.Foreground, o.Foreground && o.OwnGroup:
		return "OwnGroup, CallerGroup, Foreground", "exclude each other"
	case o.Limits.misused():
		return "Limits", "are negative"
	case !isSignal(o.Pdeathsig):
		return "Pdeathsig", "is no signal"
	case o.Pdeathsig != 0 && !spawn.CanPdeathsig:
		return "Pdeathsig", "is not supported by this system"
	}
	return "", ""
}

// group is the process group of the commands.
func (o *Options) group() pipeline.Group {
	switch {
	case o.OwnGroup:
		return pipeline.GroupOwn
	case o.CallerGroup:
		return pipeline.GroupCaller
	case o.Foreground:
		return pipeline.GroupForeground
	}
	return pipeline.GroupAuto
}

const nul = "has a NUL byte"

func hasNUL(s string) bool { return strings.IndexByte(s, 0) >= 0 }

// isSignal tells whether sig can be sent; 0 asks whether it could be.
func isSignal(sig syscall.Signal) bool { return sig >= 0 && int(sig) <= signals.Max() }

// openFiles makes the fd table.
func (s *Shell) openFiles(o *Options) (table.Table, error) {
	var t table.Table
	if err := s.streams.Read(&t, 0, o.Stdin); err != nil {
		return t, err
	}
	if err := s.streams.Write(&t, 1, o.Stdout); err != nil {
		return t, err
	}
	if err := s.streams.Write(&t, 2, o.Stderr); err != nil {
		return t, err
	}
	for i, f := range o.ExtraFiles {
		if f == nil {
			continue
		}
		file, err := redirect.FromOS(f)
		if err != nil {
			return t, err
		}
		t.Set(3+i, file)
	}
	return t, nil
}

// figures is how set -o stats is done.
func figures() interp.Watch {
	r := &monitor.Reporter{Plain: true}
	return interp.Watch{Figures: func(file string, line int, stderr *redirect.File) interp.Figures {
		return r.Begin(file, line, stderr)
	}}
}
