package interp

import (
	"context"
	"slices"
	"strings"
	"time"

	"gpipe/internal/option"
)

// Ask decides about a simple command of a program that is embedded, before it runs:
// with handled it has run, and status is its status. It is called with the
// redirections and the assignments of the command in effect, but for a special
// built-in, whose may stay. args is valid during the call. It may be called from
// several goroutines at once, each with an environment of its own.
type Ask func(sh *Shell, cmd Command, args []string) (status int, handled bool)

// Tell is told of a simple command of a program that is embedded when it has ended,
// under the same conditions.
type Tell func(sh *Shell, cmd Command, args []string, status int, took time.Duration)

// telling returns what is to be called when a command has ended, which begins now.
func (sh *Shell) telling(cmd Command, args []string) func() {
	told := sh.rt.told
	if told == nil {
		return func() {}
	}
	args = slices.Clone(args)
	begun := time.Now()
	return func() { told(sh, cmd, args, sh.status, time.Since(begun)) }
}

// runAsked is dispatch where somebody is asked about commands.
func (s *simple) runAsked(sh *Shell, args []string) Flow {
	cmd, _ := sh.Search().Resolve(args[0], false)
	switch cmd.Kind {
	case KindFunction:
		return s.dispatch(sh, args)
	case KindSpecial:
		defer sh.telling(cmd, args)()
		if status, handled := sh.rt.ask(sh, cmd, args); handled {
			sh.answered(status)
			return Next
		}
		return s.dispatch(sh, args)
	}
	if sh.opts&option.XTrace != 0 && !sh.traceDone() {
		sh.trace(s.assigns, args)
	}
	return s.runBuiltin(sh, &Builtin{Name: args[0], Statuses: true, Run: func(sh *Shell, args []string) (int, Flow) {
		f := sh.askAbout(args, "", true)
		return sh.status, f
	}}, args)
}

// askAbout asks about a command that is no function and has no redirections of its
// own, and runs it if nobody else does. plain: in the way of Invoke, else in that
// of the command built-in.
func (sh *Shell) askAbout(args []string, path string, plain bool) Flow {
	cmd, err := sh.Search().Resolve(args[0], true)
	if path != "" && cmd.Kind == KindFile {
		cmd.Path, err = sh.Search().In(args[0], path)
	}
	defer sh.telling(cmd, args)()
	if status, handled := sh.rt.ask(sh, cmd, args); handled {
		sh.answered(status)
		return Next
	}
	switch {
	case cmd.Builtin == nil:
		s := &simple{line: sh.line}
		return s.runFile(sh, cmd.Path, err, args)
	case plain:
		status, f := cmd.Builtin.Run(sh, args)
		sh.status = status
		return f
	}
	return sh.runTame(cmd.Builtin, args)
}

// answered notes the status of a command that somebody else has run.
func (sh *Shell) answered(status int) {
	sh.status, sh.last, sh.piped = status&0xff, 0, false
}

// Opener opens a file for a redirection in place of the system: see
// redirect.Context. An absolute path is given.
type Opener func(ctx context.Context, path string, flags int) (fd int, done bool, err error)

// opener is what redirections open files with, nil: nothing but the system.
func (sh *Shell) opener() func(path string, flags int) (int, bool, error) {
	if sh.rt.open == nil {
		return nil
	}
	ctx, dir := sh.life.Context(), sh.Dir().Name()
	return func(path string, flags int) (int, bool, error) {
		if !strings.HasPrefix(path, "/") {
			path = dir + "/" + path
		}
		return sh.rt.open(ctx, path, flags)
	}
}
