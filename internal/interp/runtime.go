package interp

import (
	"context"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"gpipe/internal/expand"
	"gpipe/internal/job"
	"gpipe/internal/lifetime"
	"gpipe/internal/option"
	"gpipe/internal/parse"
	"gpipe/internal/pipeline"
	"gpipe/internal/redirect"
	"gpipe/internal/sys"
	"gpipe/internal/sys/term"
	"gpipe/internal/vars"
)

// Config says what a new shell starts with.
type Config struct {
	Builtins Table
	Name     string         // $0
	File     string         // the script, for diagnostics; "" if it is no file
	Args     []string       // $1, $2 ...
	Env      []string       // the environment; values are never parsed as code
	Dir      string         // the working directory; "" is the process's own
	Files    redirect.Table // the open fds, taken over
	Options  option.Set
	Shopts   option.Shopts // besides DefaultShopts
	Ignored  []sigNum      // signals that are ignored, in children too

	// Own says that the process belongs to this shell, as it does to the
	// command: children stay in its process group, a foreground command is
	// waited for with a blocking system call, and exec replaces the process.
	Own bool

	Command string // BASH_EXECUTION_STRING: the text after -c

	// Group is the process group of every pipeline, and Pdeathsig what its
	// processes get when this one ends. The shell that owns its process leaves
	// them in its own group.
	Group     pipeline.Group
	Pdeathsig syscall.Signal

	// Tied makes the end of the context of RunContext, as long as that has
	// not returned, end asynchronous lists as well.
	Tied bool

	Watch Watch

	Parallel Parallelism // of the pipelines under set -o parallel

	// Prompts says that someone is asked for the commands, who need not wait for what
	// Shell.Spare does: the Source calls that.
	Prompts bool

	// EditLine has someone edit a line, for read -e; ok is false if the terminal is
	// none to edit on. nil: there is no line editor.
	EditLine func(sh *Shell, l Line) (text string, ok bool, err error)

	Ask  Ask    // nil: commands are run as they are
	Told Tell   // nil: nobody is told when they have ended; else there is an Ask
	Open Opener // nil: redirections open files themselves

	Grace time.Duration // between SIGTERM and SIGKILL on cancel
}

// Runtime is what a shell shares with its subshells.
type Runtime struct {
	names     *vars.Names
	builtins  Table
	jobs      *job.Table
	keeping   *vars.Names      // names for what is compiled for good
	compiler  *expand.Compiler // of words
	envs      atomic.Int32     // subshells in this process
	inside    atomic.Int32     // asynchronous lists in this process that have not ended
	parsers   parse.Parsers
	evaluated evaluated
	pid       int // $$: that of the main shell
	self      int // of this process
	start     time.Time
	nesting   int      // of subshells around the process
	script    string   // the file that the shell was started with
	command   string   // BASH_EXECUTION_STRING
	args      []string // the positional parameters at the start
	ppid      int
	own       bool
	split     splitter
	launch    pipeline.Options // what every pipeline is started with
	watch     Watch
	ask       Ask
	told      Tell
	open      Opener
	editLine  func(*Shell, Line) (string, bool, error)
	signals   signalState
	locked    []sigNum           // ignored from the start
	standard  [3]*redirect.File  // what the process's descriptors 0 to 2 are, nil: copies of what the shell has
	spares    bool               // an interactive shell's: see spared
	main      *lifetime.Lifetime // of the main environment
	lives     lifetime.Set
	pools     pools
	departure departure
	timing    timing
	rouses    atomic.Uint64         // bit n: signal n, which does nothing by default, ends the wait for what is typed
	terminal  func() *term.Terminal // the controlling terminal, nil: none
	tied      bool                  // asynchronous lists end with the context, too
	limited   atomic.Bool           // a limit of the process ends what writes or computes too much
	foreseen  foreseen
	lost      atomic.Pointer[pipeline.Error]
	epoch     atomic.Uint64
	funcGens  atomic.Uint64 // the latest generation of functions
	life      lifeline
}

// New makes a shell. On failure cfg.Files is closed.
func New(cfg *Config) (*Shell, error) {
	rt := newRuntime(cfg)
	rt.main.IgnoreAll(cfg.Ignored)
	rt.locked = cfg.Ignored
	sh := &Shell{rt: rt, life: rt.main, files: cfg.Files, umask: -1, ignored: cfg.Ignored, file: newFileName(cfg.File)}
	sh.beRoot()
	sh.init(cfg)
	if cfg.Ask != nil {
		sh.opts |= option.Asked
	}
	if err := sh.initDir(cfg.Dir); err != nil {
		sh.files.Close()
		return nil, err
	}
	sh.spareInteractive(cfg.Prompts)
	sh.heedSignals()
	return sh, nil
}

// beRoot makes sh the main environment of its process.
func (sh *Shell) beRoot() {
	if !sh.rt.own {
		return
	}
	sh.root = sh
	sh.rt.noteLimits(false)
	for fd := range sh.rt.standard {
		sh.rt.standard[fd] = sh.files.Get(fd)
	}
}

func newRuntime(cfg *Config) *Runtime {
	rt := &Runtime{
		names:    vars.NewNames(),
		builtins: cfg.Builtins,
		jobs:     job.NewTable(),
		pid:      sys.Getpid(),
		ppid:     sys.Getppid(),
		own:      cfg.Own,
		tied:     cfg.Tied,
		main:     lifetime.New(context.Background(), 0),
		launch:   launchOptions(cfg),
		split:    splitter{Parallelism: cfg.Parallel},
	}
	rt.watch, rt.ask, rt.told, rt.open, rt.editLine = cfg.Watch, cfg.Ask, cfg.Told, cfg.Open, cfg.EditLine
	rt.self = rt.pid
	rt.start, rt.command, rt.args = time.Now(), cfg.Command, cfg.Args
	rt.script = cfg.File
	rt.terminal = sync.OnceValue(func() *term.Terminal {
		tty, _ := term.Open() // job control does without
		return tty
	})
	rt.keeping = rt.names.Keeping()
	rt.compiler = newWordCompiler(rt)
	return rt
}

// launchOptions is how every pipeline of a runtime is started.
func launchOptions(cfg *Config) pipeline.Options {
	o := pipeline.Options{
		Grace: cfg.Grace, Group: cfg.Group, Pdeathsig: cfg.Pdeathsig, AllowDot: true,
	}
	e := pipeline.Engine(&o)
	e.Waiting = pipeline.WaitCaller
	if cfg.Own {
		o.Group, e.Waiting, e.StagesOnly = pipeline.GroupCaller, pipeline.WaitBlocking, true
	}
	return o
}
