package interp

import (
	"errors"
	"os"
	"slices"
	"strings"
	"syscall"

	"gpipe/internal/option"
	"gpipe/internal/state"
	"gpipe/internal/sys/rlimit"
	"gpipe/internal/sys/self"
	"gpipe/internal/sys/signals"
	"gpipe/internal/vars"
)

// builtinState is what built-ins keep in a Shell between their calls.
type builtinState struct {
	limits  *[]rlimit.Limit // set by ulimit, for children, nil: none; never changed in place
	aliases state.Table[string, string]
	getopts OptionPosition
	scratch []byte // reused by built-ins that need a buffer
	memo    any    // immutable
}

// maxScratch bounds the memory that is kept for the next built-in.
const maxScratch = 64 << 10

// Take returns an empty buffer for the running built-in, which gives it
// back, grown or not, with Keep.
func (of Buffer) Take() []byte {
	b := of.sh.state.scratch
	of.sh.state.scratch = nil // the action of a trap may run meanwhile
	return b[:0]
}

// Keep keeps a buffer for the next call of Take. Nothing of it may
// be in use any more.
func (of Buffer) Keep(b []byte) {
	if cap(b) <= maxScratch {
		of.sh.state.scratch = b
	}
}

// Memo is what read remembers of its calls, to save work. A subshell has it
// too: what it points to is immutable.
func (b Buffer) Memo() *any { return &b.sh.state.memo }

func (b *builtinState) fork() builtinState {
	return builtinState{limits: b.limits, aliases: b.aliases.Fork(), getopts: b.getopts, memo: b.memo}
}

func (b *builtinState) rlimits() []rlimit.Limit {
	if b.limits == nil {
		return nil
	}
	return *b.limits
}

// limitsOf is list as a builtinState has it.
func limitsOf(list []rlimit.Limit) *[]rlimit.Limit {
	if len(list) == 0 {
		return nil
	}
	return &list
}

// Umask returns the file mode creation mask.
func (l Limits) Umask() int {
	if l.sh.umask < 0 {
		return self.Umask()
	}
	return int(l.sh.umask)
}

// OwnUmask is Umask; negative, if it is the process's.
func (l Limits) OwnUmask() int { return int(l.sh.umask) }

// SetUmask sets the mask for the files that the Shell and its children make.
func (l Limits) SetUmask(mask int) {
	if l.sh.root == l.sh {
		self.SetUmask(mask)
		return
	}
	l.sh.umask = int32(mask)
}

// Get returns the limits of a resource that children start with.
func (l Limits) Get(resource int) (rlimit.Limit, error) {
	for _, r := range l.sh.state.rlimits() {
		if r.Resource == resource {
			return r, nil
		}
	}
	return rlimit.Get(resource)
}

// Set sets the limits that children start with. The main environment of
// a shell that owns its process sets those of the process, but for the ones that
// would keep it from working.
func (l Limits) Set(r rlimit.Limit) error {
	if l.sh.root == l.sh && !rlimit.Hampers(r.Resource) {
		err := rlimit.Set(r)
		l.sh.rt.noteLimits(true)
		return err
	}
	limits := slices.Clone(l.sh.state.rlimits())
	limits = slices.DeleteFunc(limits, func(old rlimit.Limit) bool { return old.Resource == r.Resource })
	limits = append(limits, r)
	l.sh.state.limits = &limits
	return nil
}

// largeFile is the size of a limit on files which little will reach.
const largeFile = 1 << 30

// noteLimits looks whether a limit of the process ends what goes beyond it: then
// subshells need processes, for they are to be ended alone. The processor time
// counts if the script has set it.
func (rt *Runtime) noteLimits(set bool) {
	size, err := rlimit.Get(rlimit.FileSize)
	limited := err == nil && size.Cur < largeFile
	if set && !limited {
		time, err := rlimit.Get(rlimit.CPU)
		limited = err == nil && time.Cur != rlimit.Infinity
	}
	rt.limited.Store(limited)
}

// OptionPosition is where getopts stands inside an argument with several
// option letters. It is good as long as OPTIND has the generation Gen.
type OptionPosition struct {
	Gen    uint64
	Offset int // of the next letter in the argument
}

// Getopts returns where the last call of getopts stopped.
func (p Params) Getopts() *OptionPosition { return &p.sh.state.getopts }

// Get returns the text of an alias.
func (a Aliases) Get(name string) (string, bool) {
	return a.sh.state.aliases.Get(name)
}

// hasAliases tells whether there are any aliases that are to be replaced.
func (sh *Shell) hasAliases() bool {
	return sh.state.aliases.Len() > 0 && sh.Shopts()&option.ExpandAliases != 0
}

// expandedAlias returns the text of an alias that is to be replaced.
func (sh *Shell) expandedAlias(name string) (string, bool) {
	if !sh.hasAliases() {
		return "", false
	}
	return sh.Aliases().Get(name)
}

// Set defines an alias.
func (a Aliases) Set(name, text string) {
	a.sh.state.aliases.Set(name, text)
}

// Remove removes an alias; it tells whether there was one.
func (a Aliases) Remove(name string) bool {
	return a.sh.state.aliases.Delete(name)
}

// Clear removes all aliases.
func (a Aliases) Clear() { a.sh.state.aliases = state.Table[string, string]{} }

// Names returns the names of the aliases, sorted.
func (a Aliases) Names() []string {
	return a.sh.state.aliases.Keys()
}

// Command runs args as the command built-in does: functions are not looked
// for, and an error in a special built-in does not end the shell. Programs are
// looked for in the directories of path; in PATH when it is empty.
func (r Runner) Command(args []string, path string) Flow {
	sh := r.sh
	if sh.opts&option.Asked != 0 {
		return sh.askAbout(args, path, false)
	}
	if b := sh.Builtins().Get(args[0]); b != nil {
		return sh.runTame(b, args)
	}
	var file string
	var err error
	if path == "" || strings.Contains(args[0], "/") {
		file, err = sh.Search().File(args[0])
	} else {
		file, err = sh.Search().In(args[0], path)
	}
	s := &simple{line: sh.line}
	return s.runFile(sh, file, err, args)
}

// runTame runs a built-in as the command built-in does.
func (sh *Shell) runTame(b *Builtin, args []string) Flow {
	tame := sh.tame
	sh.tame = true
	f := sh.Invoke(b, args)
	sh.tame = tame
	return f
}

// Signal sends a signal, or asks whether it could be sent when sig is 0, to the
// process pid, to a group when pid is negative, or to the asynchronous job
// that $! called pid.
func (of Jobs) Signal(pid, sig int) error {
	sh := of.sh
	if pid == sh.rt.self && sig > 0 && (sh.SignalSelf(syscall.Signal(sig)) || sh.isIgnored(syscall.Signal(sig))) {
		return nil
	}
	if sh.rt.own && pid == sh.rt.self {
		signals.RaiseFatal(syscall.Signal(sig))
		err := signals.KillSelf(syscall.Signal(sig))
		sh.syncSignals()
		return err
	}
	if !sh.rt.own && sh.killSelf(pid, syscall.Signal(sig)) {
		return nil
	}
	j := sh.rt.jobs.Get(pid)
	if j == nil {
		return signals.Kill(pid, sig)
	}
	select {
	case <-j.Done():
		return syscall.ESRCH // its number may be another process's by now
	default:
	}
	for _, stage := range j.Run().Statuses() {
		if stage.Pid == pid {
			return signals.Kill(pid, sig)
		}
	}
	l := sh.rt.lives.Find(pid) // it runs in this process
	if l == nil || errors.Is(l.Signal(syscall.Signal(sig)), os.ErrProcessDone) {
		return syscall.ESRCH
	}
	return nil
}

// Has tells whether there is a function of that name.
func (f Functions) Has(name string) bool { return f.sh.funcs.get(name) != nil }

// Path returns the value of PATH.
func (s Search) Path() string {
	path, _ := s.sh.st.Vars.Get(vars.PATH)
	return path
}

// Aliases is the aliases of an environment.
type Aliases struct{ sh *Shell }

// Aliases returns the aliases of this environment.
func (sh *Shell) Aliases() Aliases { return Aliases{sh} }

// Limits is the limits and the file mode mask that children start with.
type Limits struct{ sh *Shell }

// Limits returns the limits of this environment.
func (sh *Shell) Limits() Limits { return Limits{sh} }
