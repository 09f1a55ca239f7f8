package interp

import "syscall"

// Invoke runs a built-in with the Shell's files: its output is flushed, and
// a failing write becomes its status.
func (sh *Shell) Invoke(b *Builtin, args []string) Flow {
	w := &sh.out
	if w.sh == nil {
		w.sh = sh
	}
	base, outer := w.base, w.err // of the built-in that runs this one, as eval does
	w.base = len(w.buf)
	if outer != nil {
		w.err = nil
	}
	sh.last = 0
	sh.piped = sh.piped && !b.Statuses
	if sh.aside != nil {
		sh.aside.misfigured = false
	}
	status, f := b.Run(sh, args)
	err := w.Flush()
	w.base = base
	if err != nil || outer != nil {
		w.err = outer
	}
	sh.piped = sh.piped && b.Statuses
	if next, ok := leftBy(err); ok {
		return next // the status is that of what has left it
	}
	sh.status = status
	if err == nil {
		if status != 0 && f == Next && sh.aside != nil && sh.aside.misfigured {
			return sh.abandon(1)
		}
		return f
	}
	return sh.writeError(args[0], err, f)
}

// writeError handles output that could not be written. EPIPE is what SIGPIPE
// is to a process: ignored, the write failed; with an action, it failed and the
// action runs; else it ends the environment.
func (sh *Shell) writeError(name string, err error, f Flow) Flow {
	action, caught := "", false
	if err == syscall.EPIPE && !sh.isIgnored(syscall.SIGPIPE) {
		if action, caught = sh.traps.Runs(int(syscall.SIGPIPE)); !caught {
			return sh.endBy(syscall.SIGPIPE)
		}
	}
	sh.Report(name + ": write: " + Cause(err))
	if sh.status == 0 {
		sh.status = 1
	}
	if caught {
		sh.besides().broken = action
		sh.aside.isBroken = true
	}
	return f
}

// mendPipe runs the action for PIPE after a write of the built-in before has failed,
// when its redirections are undone.
func (sh *Shell) mendPipe(f Flow) Flow {
	action := sh.aside.broken
	sh.aside.broken, sh.aside.isBroken = "", false
	if g := sh.runTrap(action); g != Next {
		return g
	}
	return f
}

// Out is where the running built-in writes its standard output.
func (sh *Shell) Out() *Writer { return &sh.out }

// isIgnored tells whether the environment ignores sig.
func (sh *Shell) isIgnored(sig sigNum) bool {
	for _, s := range sh.ignored {
		if s == sig {
			return true
		}
	}
	return false
}

// sigNum is a signal number.
type sigNum = syscall.Signal
