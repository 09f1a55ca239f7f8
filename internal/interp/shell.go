package interp

import (
	"context"
	"strconv"
	"syscall"

	"gpipe/internal/expand"
	"gpipe/internal/job"
	"gpipe/internal/lifetime"
	"gpipe/internal/option"
	"gpipe/internal/pipeline"
	"gpipe/internal/redirect"
	"gpipe/internal/state"
	"gpipe/internal/vars"
)

// Shell is one shell execution environment (XCU 2.13): everything fork(2)
// would copy. It is used by one goroutine at a time; Fork gives another
// goroutine its own.
type Shell struct {
	rt   *Runtime
	life *lifetime.Lifetime

	st      expand.State // variables, positional parameters, what words need
	files   redirect.Table
	opts    option.Set
	funcs   funcTable
	hash    *state.Hash
	dir     *state.Directory // the virtual working directory, nil: the process's
	cwd     string           // its logical name, "" when unknown
	umask   int32            // negative: the process's
	sub     int32            // nesting of subshells
	extra   *extension       // what few shells have, nil: nothing of it
	traps   state.Actions
	trapped *interruptedCommand // the command before the trap that is running, nil: none is
	ignored []sigNum            // signals children start with ignored

	status   int                // $?
	pipe     []int              // PIPESTATUS
	piped    bool               // pipe is that of the last command; else PIPESTATUS is $?
	pooled   bool               // ... of a pool, whose jobs they are
	fed      bool               // see lacksInput
	apart    bool               // it ran, or has run something, in another process
	last     syscall.WaitStatus // of the last command that was waited for
	lastBg   int                // $!, 0: none
	bg       *job.Owner         // of the asynchronous jobs that wait knows, nil: none
	parentBg *job.Owner         // of those that jobs lists before there are any
	before   int32              // $? before a signal has ended it
	subst    int32              // status of the last command substitution of this command
	file     *fileName          // that the command being run stands in
	line     int                // of the command being run
	at       *origin            // of the simple command being run: BASH_COMMAND
	lastArg  string             // $_
	aside    *aside             // what few scripts need, nil: nothing
	depth    int32              // nested function calls, sourced files and evals
	cond     int32              // >0: set -e is ignored here
	negated  int32              // how much of cond is due to ! alone, see negate
	loops    int32              // enclosing loops that break can leave
	calls    int32              // enclosing functions and sourced files that return can leave
	killed   sigNum             // the signal this environment ended by, as if killed
	below    *lifetime.Bell     // rings when a signal ends it though its lifetime goes on
	root     *Shell             // the main environment, if that waits for this one and for nothing else; nil: it does not
	tally    *pipeline.Tally    // of the stage that it is a part of, nil: nobody looks

	stack    []string // argument stack, reused by every command
	out      Writer   // output of the running built-in
	keep     bool     // the running built-in makes its redirections permanent
	traced   bool     // the first command was printed by set -x
	debugged bool     // the action for DEBUG ran before the first command
	tame     bool     // the command built-in took the special property away

	leaving bool  // a signal has ended it; what runs now is its action for EXIT
	deaf    bool  // no other signal ends it meanwhile
	evals   int16 // nesting of text that is run once
	level   int16 // nesting of substitutions and of such text, which set -x shows
	state   builtinState
}

// Vars returns the variables.
func (sh *Shell) Vars() *vars.Vars { return sh.st.Vars }

// Slot interns a variable name.
func (sh *Shell) Slot(name string) vars.Slot { return sh.rt.names.Slot(name) }

// Status returns $?.
func (sh *Shell) Status() int { return sh.status }

// Files returns the fd table.
func (sh *Shell) Files() *redirect.Table { return &sh.files }

// Name returns $0.
func (p Params) Name() string { return p.sh.st.Name }

// All returns the positional parameters.
func (p Params) All() []string { return p.sh.st.Args }

// Set replaces the positional parameters; it keeps a copy.
func (p Params) Set(args []string) {
	p.sh.st.Args = append(make([]string, 0, len(args)), args...)
}

// Shift drops the first n positional parameters. It copies none of the others:
// a loop that shifts them all takes time in proportion to their number.
func (p Params) Shift(n int) { p.sh.st.Args = p.sh.st.Args[n:] }

// Options returns the options that are on.
func (sh *Shell) Options() option.Set { return sh.opts }

// setOption turns options on or off.
func (sh *Shell) setOption(o option.Set, on bool) {
	if on {
		sh.opts |= o
	} else {
		sh.opts &^= o
	}
	sh.st.NoUnset = sh.opts&option.NoUnset != 0
	sh.st.NoGlob = sh.opts&option.NoGlob != 0
	sh.st.Lazy = !sh.posix()
	sh.st.Vars.AllExport = sh.opts&option.AllExport != 0
}

// Line returns the line of the command being run.
func (sh *Shell) Line() int { return sh.line }

// Loops returns how many loops of this environment enclose the command.
func (c Calls) Loops() int { return int(c.sh.loops) }

// Count returns how many functions and sourced files enclose the command.
func (c Calls) Count() int { return int(c.sh.calls) }

// Context is done when the shell is to stop.
func (sh *Shell) Context() context.Context { return sh.life.Context() }

// Pid returns $$, which is the same in every subshell.
func (p Params) Pid() int { return p.sh.rt.pid }

// special gives the special parameters ? $ ! - 0 their values.
func (sh *Shell) special(name byte) (string, bool) {
	switch name {
	case '?':
		return strconv.Itoa(sh.status), true
	case '$':
		return strconv.Itoa(sh.rt.pid), true
	case '!':
		if sh.lastBg == 0 {
			return "", false
		}
		return strconv.Itoa(sh.lastBg), true
	case '-':
		return sh.opts.String(), true
	}
	return "", false
}

// loopless has the subshell be in no loop, where the shell stands in for bash: there
// break and continue are about those that the subshell has itself. Elsewhere they end it.
func (sh *Shell) loopless() {
	if sh.opts&option.Bash != 0 && !sh.posix() {
		sh.loops = 0
	}
}

// nested is Fork for a subshell that sh itself runs, and waits for.
func (sh *Shell) nested() *Shell {
	c := sh.Fork()
	c.root = sh.root
	if sh.rt.spares && sh.acts() && sh.interruptWaits() {
		sh.life.Strike(syscall.SIGINT)
	}
	return c
}

// Fork returns a subshell environment: a copy that shares nothing that
// either side changes. Its files are its own and are closed by End.
func (sh *Shell) Fork() *Shell {
	c := &Shell{
		rt:      sh.rt,
		life:    sh.life,
		st:      sh.st,
		files:   sh.files.Fork(),
		opts:    sh.opts&^(option.Monitor|option.AnyTrap) | sh.opts.InheritedTraps(),
		funcs:   sh.funcs.fork(),
		hash:    sh.hash,
		dir:     sh.dir.Ref(),
		cwd:     sh.cwd,
		umask:   sh.umask,
		ignored: sh.ignored,
		traps:   sh.traps.Fork(),
		status:  sh.status,
		level:   sh.level,
		pipe:    append([]int(nil), sh.pipe...),
		piped:   sh.piped,
		pooled:  sh.pooled,
		lastBg:  sh.lastBg,
		file:    sh.file,
		line:    sh.line,
		at:      sh.at,
		lastArg: sh.lastArg,
		aside:   sh.aside.fork(),
		depth:   sh.depth,
		cond:    max(sh.cond-sh.negated, 0),
		loops:   sh.loops, // break then ends the subshell
		calls:   sh.calls,
		sub:     sh.sub + 1,
		extra:   sh.extra.fork(),
		fed:     sh.fed,
		leaving: sh.leaving,
		below:   sh.life.Below(),
		tally:   sh.tally,
		state:   sh.state.fork(),
	}
	sh.rt.envs.Add(1)
	if c.parentBg = sh.bg; c.parentBg == nil {
		c.parentBg = sh.parentBg
	}
	if sh.deaf {
		c.deaf, c.below = true, sh.below
	}
	if sh.trapped != nil {
		c.besides().before = sh.trapped.at
	}
	c.st.Fork(sh.st.Vars.Fork())
	c.st.Args = append([]string(nil), sh.st.Args...)
	c.bind()
	return c
}

// bind points the word expander at this Shell.
func (sh *Shell) bind() {
	sh.st.Host = (*host)(sh)
	sh.st.Vars.Bind(sh)
	sh.st.DirFd = sh.dir.Fd()
}

// End ends a forked environment: f is the Flow its commands returned. It
// closes the files and returns the exit status.
func (sh *Shell) End(f Flow) int {
	if sh.sub > 0 {
		sh.rt.envs.Add(-1)
	}
	sh.exitTrap()
	sh.files.Close()
	sh.dir.Unref()
	return sh.status
}
