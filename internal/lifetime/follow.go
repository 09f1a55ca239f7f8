package lifetime

import (
	"context"
	"syscall"
)

// Rest is called when no command runs any more. It tells whether it is
// over, and by which signal; nothing that follows is concerned by that.
func (l *Lifetime) Rest() (over bool, sig syscall.Signal) {
	l.Release()
	l.mu.Lock()
	defer l.mu.Unlock()
	over, sig = l.over.Load(), l.sig
	l.ctx = context.Background()
	l.over.Store(false)
	return over, sig
}

// Begin makes a lifetime that may be over fresh. No command runs.
func (l *Lifetime) Begin() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.mortal.Store(true)
	l.sig = 0
	l.freshBells()
	l.over.Store(false)
	l.attention.Store(l.pending.Load() != 0)
}

// Follow ends l when ctx is done, until the returned function has been
// called. With tied, what is started under l.ctx and lasts longer is not
// concerned after that.
func (l *Lifetime) Follow(ctx context.Context, tied bool) (unhook func()) {
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
		l.Finish(0)
		cancel(context.Cause(ctx))
	})
	return func() {
		if !stop() {
			<-hooked
		}
	}
}

// Signalled returns the signal that ended it, or 0.
func (l *Lifetime) Signalled() syscall.Signal {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.sig
}
