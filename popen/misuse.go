//go:build !windows

package popen

import (
	"context"
	"strings"
	"syscall"
	"time"

	"gpipe/internal/columns"
	"gpipe/internal/sys/signals"
	"gpipe/internal/sys/spawn"
	"gpipe/pipeline"
)

// ArgumentError is the error of a call that makes no sense: a nil context, a
// mode that is none, a NUL byte, a negative duration, or an option that can have
// no effect there. It has the fields Func, Arg and Why, and it is
// syscall.EINVAL. Nothing was started.
type ArgumentError = pipeline.ArgumentError

// form is how a command is given.
type form uint8

const (
	formLine form = iota // to be run by the shell of this package
	formReal             // to be run by /bin/sh
	formArgs             // a program
)

// check returns what is wrong with a call of f, or nil.
func (o *options) check(f string, ctx context.Context, mode Mode, as form) error {
	arg, why := "", ""
	switch {
	case ctx == nil:
		arg, why = "ctx", "is nil"
	case !mode.valid():
		arg, why = "mode", "is none of Read, Write and ReadWrite"
	case o.why != "":
		arg, why = o.wrong, o.why
	default:
		if arg, why = o.without(mode, as); why == "" {
			arg, why = o.bad()
		}
	}
	if why == "" {
		return nil
	}
	return &ArgumentError{Func: f, Arg: arg, Why: why}
}

// without tells which option was given that has no effect.
func (o *options) without(mode Mode, as form) (option, why string) {
	for _, c := range [...]struct {
		option string
		given  bool
		with   string
	}{
		{"Stdin", o.given[0] && mode.writes(), mode.name()},
		{"Stdout", o.given[1] && mode.reads(), mode.name()},
		{"Args", o.args != nil && as == formArgs, "OpenArgs"},
		{"Pipefail", o.pipefail && as == formArgs, "OpenArgs"},
		{"RealShell", o.realSh && as == formArgs, "OpenArgs"},
		{"AllowDot", o.allowDot && as != formArgs, "Open"},
	} {
		if c.given {
			return c.option, "has no effect with " + c.with
		}
	}
	return "", ""
}

// bad tells which option has a value that can't be.
func (o *options) bad() (option, why string) {
	switch {
	case hasNUL(o.dir):
		return "Dir", nul
	case anyNUL(o.env):
		return "Env", nul
	case anyNUL(o.args):
		return "Args", nul
	case o.pipeSize < 0:
		return "PipeSize", "is negative"
	case o.pdeathsig != 0 && !spawn.CanPdeathsig:
		return "Pdeathsig", "is not supported by this system"
	}
	return "", ""
}

// misuse notes the first thing that is wrong with the options.
func (o *options) misuse(option, why string) {
	if o.why == "" {
		o.wrong, o.why = option, why
	}
}

// setDuration sets a duration where 0 means none; to the packages below 0 is
// the default.
func (o *options) setDuration(at *time.Duration, option string, d time.Duration) {
	switch {
	case d < 0:
		o.misuse(option, "is negative")
	case d == 0:
		*at = -1
	default:
		*at = d
	}
}

const nul = "has a NUL byte"

func hasNUL(s string) bool { return strings.IndexByte(s, 0) >= 0 }

func anyNUL(list []string) bool {
	for _, s := range list {
		if hasNUL(s) {
			return true
		}
	}
	return false
}

// short is a line as errors show it: its beginning. The rest may be long, and
// nobody else's business.
func short(line string) string {
	return columns.Shorten(strings.TrimLeft(line, " \t\n"), shown)
}

// shown is how many bytes of a line errors show.
const shown = 60

// isSignal tells whether sig can be sent; 0 asks whether it could be.
func isSignal(sig syscall.Signal) bool { return sig >= 0 && int(sig) <= signals.Max() }
