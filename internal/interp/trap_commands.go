package interp

import "gpipe/internal/option"

// Conditions of trap that are no signals, but commands that run, fail, or return.
// Their numbers are above those of signals.
const (
	CondDebug = 65 + iota
	CondErr
	CondReturn
)

// CondName is the name of such a condition, or "".
func CondName(n int) string {
	switch n {
	case CondDebug:
		return "DEBUG"
	case CondErr:
		return "ERR"
	case CondReturn:
		return "RETURN"
	}
	return ""
}

// trapOption is the option of a condition; 0: it is EXIT or a signal.
func trapOption(n int) option.Set {
	switch n {
	case CondDebug:
		return option.DebugTrap
	case CondErr:
		return option.ErrTrap
	case CondReturn:
		return option.ReturnTrap
	}
	return 0
}

// setCommandTrap is SetTrap for a condition that is no signal; without an action it
// is ClearTrap.
func (sh *Shell) setCommandTrap(n int, action string, set bool) {
	if set {
		sh.traps.Set(n, action)
	} else {
		sh.traps.Clear(n)
	}
	sh.opts &^= trapOption(n)
	if action != "" {
		sh.opts |= trapOption(n)
	}
}

// commandTrap runs the action of a condition, which is in force, and is not while it
// runs. PIPESTATUS and $? are restored after it, unless it leaves the shell.
func (sh *Shell) commandTrap(n int) Flow {
	f, _ := sh.commandAction(n)
	return f
}

// commandAction is commandTrap, and returns the status of the action, too.
func (sh *Shell) commandAction(n int) (Flow, int) {
	bit := trapOption(n)
	action, _ := sh.traps.Get(n)
	sh.opts &^= bit
	at, pipe, piped, pooled, last, line := sh.at, sh.pipe, sh.piped, sh.pooled, sh.last, sh.line
	sh.pipe = append([]int(nil), pipe...)
	f, status := sh.runAction(n, action, sh.line)
	if action, _ := sh.traps.Get(n); action != "" {
		sh.opts |= bit
	}
	if f == Next {
		sh.pipe, sh.piped, sh.pooled, sh.last = pipe, piped, pooled, last
	}
	sh.at, sh.line = at, line
	return f, status
}

// debug runs the action for DEBUG before the command at a place. With extdebug the
// command is left out if the action fails, and if its status is 2 the function or
// sourced file returns.
func (sh *Shell) debug(line int, at *origin) Flow {
	sh.line, sh.at = line, at
	f, status := sh.commandAction(CondDebug)
	switch {
	case f != Next || status == 0 || !sh.extDebug():
		return f
	case status == 2 && sh.calls > 0:
		sh.status = status
		return Return()
	}
	return flowSkip
}

func (sh *Shell) extDebug() bool { return sh.extra != nil && sh.extra.shopts&option.ExtDebug != 0 }

// leftOut is what comes of a command before which debug returned f, which is not
// Next.
func (sh *Shell) leftOut(f Flow) Flow {
	if f == flowSkip {
		sh.status = 0
		return Next
	}
	return f
}

// debugRound runs the action for DEBUG once for each expression that for (( ))
// evaluates.
func (sh *Shell) debugRound(line int, at *origin, expressions ...bool) Flow {
	for _, there := range expressions {
		if there {
			if f := sh.debug(line, at); f != Next {
				return f
			}
		}
	}
	return Next
}

// debug runs the action for DEBUG before a simple command, unless it has.
//
//go:noinline
func (s *simple) debug(sh *Shell) Flow {
	if sh.debugDone() {
		return Next
	}
	return sh.debug(s.line, &s.origin)
}

// debugDone tells whether the action for DEBUG ran before the command, which is a
// stage of a pipeline.
func (sh *Shell) debugDone() bool {
	done := sh.debugged
	sh.debugged = false
	return done
}

// debugStages runs the action for DEBUG before the simple commands of a pipeline,
// whose stages do not do so again.
func (sh *Shell) debugStages(stages []stage) Flow {
	for i := range stages {
		if s := stages[i].simple; s != nil {
			if f := sh.debug(s.line, &s.origin); f != Next {
				return f
			}
		}
	}
	return Next
}

// hiddenTraps is the actions that do not count in a function.
type hiddenTraps struct {
	actions [3]string // from CondDebug on
	hidden  option.Set
}

// hideTraps takes away the conditions in which. What is set meanwhile stays.
func (sh *Shell) hideTraps(which option.Set) hiddenTraps {
	var h hiddenTraps
	if h.hidden = which; which == 0 {
		return h
	}
	sh.changeTraps()
	for n := CondDebug; n <= CondReturn; n++ {
		if which&trapOption(n) != 0 {
			h.actions[n-CondDebug], _ = sh.traps.Get(n)
			sh.setCommandTrap(n, "", false)
		}
	}
	return h
}

// showTraps is the end of hideTraps.
func (sh *Shell) showTraps(h hiddenTraps) {
	for n := CondDebug; n <= CondReturn; n++ {
		if _, set := sh.traps.Get(n); h.hidden&trapOption(n) != 0 && !set {
			sh.changeTraps()
			sh.setCommandTrap(n, h.actions[n-CondDebug], true)
		}
	}
}

// callTraced is the body of callFunc where one of these conditions has an action.
func (sh *Shell) callTraced(f *Func) Flow {
	h := sh.hideTraps(sh.opts & option.AnyTrap &^ sh.opts.InheritedTraps())
	if sh.opts&option.DebugTrap != 0 {
		if next := sh.debug(f.line, sh.at); next != Next {
			sh.showTraps(h)
			return sh.leftOut(next)
		}
	}
	next := sh.returned(f.body(sh))
	sh.showTraps(h)
	return next
}

// returned runs the action for RETURN at the end of a function or a sourced file
// that ends with f.
func (sh *Shell) returned(f Flow) Flow {
	if sh.opts&option.ReturnTrap == 0 || f.kind() != Next && f.kind() != flowReturn {
		return f
	}
	if g := sh.commandTrap(CondReturn); g != Next && g.kind() != flowReturn {
		return g
	}
	return f
}

// failedCommand is errExit after a command that failed, if anything is to be done
// about that. Its status is what counts, whatever the action for ERR does.
func (sh *Shell) failedCommand(at *origin) Flow {
	if sh.opts&option.ErrTrap != 0 {
		if f := sh.commandTrap(CondErr); f != Next {
			return f
		}
	}
	if sh.opts&option.ErrExit != 0 {
		return sh.leave(at)
	}
	return sh.heed()
}
