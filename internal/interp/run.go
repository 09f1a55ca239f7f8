package interp

import (
	"context"
)

// RunContext is Run under a context. When ctx is done, the running commands
// are ended, loops stop, and the result is an error that wraps the cause.
func (sh *Shell) RunContext(ctx context.Context, src Source) (Flow, error) {
	rt := sh.rt
	rt.ctx = ctx
	rt.cancelled.Store(false)
	if ctx.Done() == nil {
		return sh.Run(src), nil
	}
	if ctx.Err() != nil {
		return Exit(), context.Cause(ctx)
	}
	unhook := context.AfterFunc(ctx, rt.cancel)
	f := sh.Run(src)
	unhook()
	if rt.cancelled.Load() {
		return Exit(), &Error{Op: "run", Err: context.Cause(ctx)}
	}
	return f, nil
}

// cancel makes every environment of the runtime stop at its next command.
func (rt *Runtime) cancel() {
	rt.cancelled.Store(true)
	rt.attention.Store(true)
}
