package pipeline

import (
	"context"
	"strconv"
	"strings"
	"syscall"

	"gpipe/internal/columns"
	"gpipe/internal/sys/spawn"
)

// ArgumentError says that a function was given something that has no meaning,
// or an option that can have no effect there. Nothing was started. It is
// syscall.EINVAL.
type ArgumentError struct {
	Func string // the function, as "pipeline.Start"
	Arg  string // the argument or the option, as "ctx" or "Stdout"
	Why  string // what is wrong with it, as "is nil"
}

// Error gives the three.
func (e *ArgumentError) Error() string {
	return e.Func + ": " + columns.Plain(e.Arg) + ": " + e.Why
}

// Unwrap returns syscall.EINVAL.
func (e *ArgumentError) Unwrap() error { return syscall.EINVAL }

// wrong notes the first thing that is wrong with the options.
func (o *Options) wrong(arg, why string) {
	if o.misuse == nil {
		o.misuse = &ArgumentError{Arg: arg, Why: why}
	}
}

// checked returns what is wrong with a call of f, or nil.
func checked(f string, ctx context.Context, stages []Stage, o *Options) error {
	if ctx == nil {
		return &ArgumentError{f, "ctx", "is nil"}
	}
	arg, why := o.misused(len(stages))
	if o.misuse != nil {
		arg, why = o.misuse.Arg, o.misuse.Why
	}
	if why != "" {
		return &ArgumentError{f, arg, why}
	}
	for k := range stages {
		if s := &stages[k]; s.misuse != nil {
			return &Error{Stage: k, Name: s.name, Op: OpStart, Err: s.misuse}
		}
	}
	return nil
}

// misused tells which option makes no sense for so many stages, and why.
func (o *Options) misused(stages int) (arg, why string) {
	switch {
	case hasNUL(o.Dir):
		return "Dir", nul
	case o.PipeSize < 0:
		return "PipeSize", "is negative"
	case o.Policy > AnyButSIGPIPE:
		return "Policy", "is none"
	case o.engine.Waiting > WaitBlocking:
		return "Waiting", "is none"
	case o.Capture && o.Stdout != nil:
		return "Stdout", "has no effect with Capture"
	case hasNUL(o.Chroot):
		return "Chroot", nul
	case o.Cgroup != nil && !spawn.CanCgroup:
		return "Cgroup", "is not supported by this system"
	case o.Cancel < 0 || o.Cancel > maxSignal:
		return "Cancel", "is no signal"
	case o.Pdeathsig < 0 || o.Pdeathsig > maxSignal:
		return "Pdeathsig", "is no signal"
	case o.Pdeathsig != 0 && !spawn.CanPdeathsig:
		return "Pdeathsig", "is not supported by this system"
	}
	for _, entry := range o.Env {
		if hasNUL(entry) {
			return "Env", nul
		}
	}
	if o.Session && stages > 1 {
		return "Session", "is for a single stage"
	}
	for gap := max(stages-1, 0); gap < len(o.JoinStderr); gap++ {
		if o.JoinStderr[gap] {
			return "JoinStderr", "there is no gap " + strconv.Itoa(gap)
		}
	}
	return o.Group.misused(o)
}

// misused is that of Options about the group.
func (g Group) misused(o *Options) (arg, why string) {
	switch {
	case g > GroupForeground:
		return "Group", "is none"
	case g == GroupJoin && o.Pgid <= 0:
		return "Pgid", "is no process group"
	case g != GroupJoin && o.Pgid != 0:
		return "Pgid", "has no effect without GroupJoin"
	case o.Session && g != GroupAuto:
		return "Session", "excludes options for the group"
	case g == GroupForeground && o.engine.Terminal > 0:
		return "Terminal", "has no effect with GroupForeground"
	}
	return "", ""
}

const nul = "has a NUL byte"

func hasNUL(s string) bool { return strings.IndexByte(s, 0) >= 0 }
