package interp

import (
	"context"
	"errors"
	"time"

	"gpipe/internal/lifetime"
	"gpipe/internal/option"
	"gpipe/internal/pipeline"
	"gpipe/internal/redirect"
)

// Patiently calls wait, for a built-in that waits for another process, and
// returns its error. The action of a trap runs meanwhile, at once, and the wait
// goes on: wait is called again with the same end, after which its context's
// error is DeadlineExceeded. A negative limit is none. With ErrLeft the built-in
// returns next and the status that is sh's.
func (sh *Shell) Patiently(limit time.Duration, wait func(context.Context) error) (next Flow, err error) {
	defer sh.tally.Begin(sh.tally.Begin(pipeline.WaitingForLock))
	end := time.Now().Add(limit)
	for {
		var ctx context.Context = context.Background()
		var woken *lifetime.Bell
		if sh.life.Mortal() {
			woken = sh.bell()
			ctx = untilBell{ctx, woken}
		}
		cancel := func() {}
		if limit >= 0 {
			ctx, cancel = context.WithDeadline(ctx, end)
		}
		err = wait(ctx)
		cancel()
		if err == nil || woken == nil || !woken.Rung() || !errors.Is(err, context.Canceled) {
			return Next, err
		}
		if next, again := sh.Woken(); !again {
			return next, ErrLeft
		}
	}
}

// untilBell is done when a bell rings.
type untilBell struct {
	context.Context
	b *lifetime.Bell
}

func (c untilBell) Done() <-chan struct{} { return c.b.Done() }

func (c untilBell) Err() error {
	if c.b.Rung() {
		return context.Canceled
	}
	return nil
}

// Words runs words as the simple command that they are: a function, a
// built-in or a program.
func (r Runner) Words(words []string) Flow {
	sh := r.sh
	cmd, err := sh.Search().Resolve(words[0], false)
	switch cmd.Kind {
	case KindSpecial, KindBuiltin, KindFile:
		if sh.opts&option.Asked != 0 {
			return sh.askAbout(words, "", false)
		}
	}
	switch cmd.Kind {
	case KindSpecial, KindBuiltin:
		return sh.Invoke(cmd.Builtin, words)
	case KindFunction:
		return sh.callFunc(cmd.Func, words)
	}
	s := &simple{line: sh.line}
	return s.runFile(sh, cmd.Path, err, words)
}

// HandOn has the commands that run until the result is called inherit f, under
// a number from 10 up that nothing has. Its reference stays the caller's.
func (sh *Shell) HandOn(f *redirect.File) (end func()) {
	fd := sh.unusedFd(10, nil)
	sh.files.Set(fd, f.Ref())
	return func() {
		if sh.files.Get(fd) == f {
			sh.files.Set(fd, nil)
		}
	}
}
