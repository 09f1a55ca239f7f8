package interp

import (
	"context"
)

// RunProgram runs p under a context. When ctx is done, the running commands
// are ended, loops and waits stop, nothing more is started, and the result is
// an error that wraps the cause; so it is when ctx was done before. With last,
// or when p exits, the action for EXIT runs. The Flow is that of p; what ended
// it from outside is Next.
func (sh *Shell) RunProgram(ctx context.Context, p *Program, last bool) (Flow, error) {
	if ctx.Err() != nil && !p.begun {
		p.Close()
		return Next, &Error{Op: "run", Err: Cancelled(ctx)}
	}
	l := sh.rt.main
	sh.killed, sh.last, sh.leaving = 0, 0, false
	p.Begin()
	unhook := l.follow(ctx, sh.rt.tied)
	if ctx.Err() != nil {
		l.finish(0)
	}
	f := p.run()
	if last || f.kind() == flowExit && p.broken == nil && !l.over.Load() {
		sh.exitTrap()
	}
	unhook()
	sh.rt.lives.remove(l)
	switch over, sig := l.rest(); {
	case over && sig == 0:
		return Next, &Error{Op: "run", Err: Cancelled(ctx)}
	case over:
		return Next, nil
	}
	return f, nil
}

// RunContext is RunProgram for source that is not the last.
func (sh *Shell) RunContext(ctx context.Context, src Source) (Flow, error) {
	return sh.RunProgram(ctx, sh.Program(src), false)
}

// rest is called when no command runs any more. It tells whether the life is
// over, and by which signal; nothing that follows is concerned by that.
func (l *life) rest() (over bool, sig sigNum) {
	l.release()
	l.mu.Lock()
	defer l.mu.Unlock()
	over, sig = l.over.Load(), l.sig
	l.ctx = context.Background()
	l.over.Store(false)
	return over, sig
}

// Begin makes signals reach the program, which RunProgram is about to run.
func (p *Program) Begin() {
	if !p.begun {
		p.begun = true
		p.sh.rt.main.begin()
		p.sh.rt.lives.add(p.sh.rt.main)
	}
}

// begin makes a life that may be over fresh. No command runs.
func (l *life) begin() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.mortal.Store(true)
	l.sig = 0
	l.freshBells()
	l.over.Store(false)
	l.attention.Store(l.pending.Load() != 0)
}

// follow ends l when ctx is done, until the returned function has been
// called. With tied, what is started under l.ctx and lasts longer is not
// concerned after that.
func (l *life) follow(ctx context.Context, tied bool) (unhook func()) {
	if ctx.Done() == nil {
		l.ctx = ctx
		return func() {}
	}
	cancel := func(error) {}
	if l.ctx = ctx; tied {
		l.ctx, cancel = context.WithCancelCause(context.WithoutCancel(ctx))
	}
	hooked := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(hooked)
		l.finish(0)
		cancel(context.Cause(ctx))
	})
	return func() {
		if !stop() {
			<-hooked
		}
	}
}

// fork makes env, a subshell, the environment of an asynchronous list with a
// life of its own, to be forgotten when its processes have ended.
func (sh *Shell) fork(env *Shell) (l *life, forget func()) {
	return sh.forkAt(env, int(env.sub)+1, sh.life.deep)
}

// forkAt is fork for a life in which the environment whose nesting is sub runs
// the actions of traps. deep: see life.
func (sh *Shell) forkAt(env *Shell, sub int, deep bool) (l *life, forget func()) {
	rt := sh.rt
	l = newLife(context.Background(), sub)
	l.outer, l.deep = sh.life, deep
	l.mortal.Store(true)
	l.ignore(env.ignored)
	env.life, env.below = l, l.below.Load()
	unhook := func() bool { return true }
	if ctx := sh.life.ctx; rt.tied && ctx.Done() != nil {
		l.ctx = ctx
		unhook = context.AfterFunc(ctx, func() { l.finish(0) })
	}
	rt.lives.add(l)
	if sig := sh.life.signalled(); sig != 0 {
		l.finish(sig)
	}
	return l, func() {
		unhook()
		rt.lives.remove(l)
		l.release()
	}
}

// signalled returns the signal that ended the life, or 0.
func (l *life) signalled() sigNum {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.sig
}

// killSelf handles a signal from the shell to what would be its own process:
// pid is $$, or 0 or its group, which means its children too. The process it
// is embedded in is left alone.
func (sh *Shell) killSelf(pid int, sig sigNum) bool {
	switch pid {
	case sh.rt.pid:
		sh.rt.main.self(sig, fromSelf)
	case 0, -sh.rt.pid:
		sh.Signal(sig)
	default:
		return false
	}
	return true
}

// Cancelled returns why ctx is done: an error that is context.Cause and
// ctx.Err().
func Cancelled(ctx context.Context) error {
	why, err := context.Cause(ctx), ctx.Err()
	if why == err {
		return err
	}
	return &causeError{why, err}
}

type causeError struct{ cause, err error }

func (e *causeError) Error() string   { return e.cause.Error() }
func (e *causeError) Unwrap() []error { return []error{e.cause, e.err} }
