package interp

import (
	"context"

	"gpipe/internal/lifetime"
	"gpipe/internal/pipeline"
)

// RunProgram runs p under a context. When ctx is done, the running commands
// are ended, loops and waits stop, nothing more is started, and the result is
// an error that wraps the cause; so it is when ctx was done before. With last,
// or when p exits, the action for EXIT runs. The Flow is that of p; what ended
// it from outside is Next.
func (sh *Shell) RunProgram(ctx context.Context, p *Program, last bool) (Flow, error) {
	if ctx.Err() != nil && !p.begun {
		p.Close()
		return Next, &Error{Op: "run", Err: pipeline.Cancelled(ctx)}
	}
	l := sh.rt.main
	sh.killed, sh.last, sh.leaving = 0, 0, false
	p.Begin()
	unhook := l.Follow(ctx, sh.rt.tied)
	if ctx.Err() != nil {
		l.Finish(0)
	}
	f := p.run()
	if last || f.kind() == flowExit && p.broken == nil && !l.Over() {
		sh.exitTrap()
	}
	unhook()
	sh.rt.lives.Remove(l)
	switch over, sig := l.Rest(); {
	case over && sig == 0:
		return Next, &Error{Op: "run", Err: pipeline.Cancelled(ctx)}
	case over:
		return Next, nil
	}
	return f, nil
}

// RunContext is RunProgram for source that is not the last.
func (sh *Shell) RunContext(ctx context.Context, src Source) (Flow, error) {
	return sh.RunProgram(ctx, sh.Program(src), false)
}

// Begin makes signals reach the program, which RunProgram is about to run.
func (p *Program) Begin() {
	if !p.begun {
		p.begun = true
		p.sh.rt.main.Begin()
		p.sh.rt.lives.Add(p.sh.rt.main)
	}
}

// detach makes env, a subshell, the environment of an asynchronous list with a
// lifetime of its own, to be forgotten when its processes have ended.
func (sh *Shell) detach(env *Shell) (l *lifetime.Lifetime, forget func()) {
	return sh.detachAt(env, int(env.sub)+1, sh.life.Deep())
}

// detachAt is detach for a lifetime in which the environment whose nesting is sub runs
// the actions of traps. deep: see lifetime.Lifetime.Deep.
func (sh *Shell) detachAt(env *Shell, sub int, deep bool) (l *lifetime.Lifetime, forget func()) {
	rt := sh.rt
	l = sh.life.NewIn(sub, deep)
	l.IgnoreAll(env.ignored)
	env.life, env.below = l, l.Below()
	unhook := func() bool { return true }
	if ctx := sh.life.Context(); rt.tied && ctx.Done() != nil {
		unhook = l.Tie(ctx)
	}
	rt.lives.Add(l)
	if sig := sh.life.Signalled(); sig != 0 {
		l.Finish(sig)
	}
	return l, func() {
		unhook()
		rt.lives.Remove(l)
		l.Release()
	}
}

// killSelf handles a signal from the shell to what would be its own process:
// pid is $$, or 0 or its group, which means its children too. The process it
// is embedded in is left alone.
func (sh *Shell) killSelf(pid int, sig sigNum) bool {
	switch pid {
	case sh.rt.pid:
		sh.rt.main.Self(sig, lifetime.FromSelf)
	case 0, -sh.rt.pid:
		sh.Signal(sig)
	default:
		return false
	}
	return true
}

// Signal sends sig to the shell while it is in RunContext, to its
// asynchronous lists, and to the processes that all of them run. What
// processes do by default, the shell does: a signal that has no action and is
// not ignored ends it, and nothing more of it runs. It returns
// os.ErrProcessDone when there is nobody left.
func (sh *Shell) Signal(sig sigNum) error { return sh.rt.lives.Signal(sig) }
