package interp

import (
	"errors"
	"slices"
	"time"

	"gpipe/internal/edit"
	"gpipe/internal/past"
	"gpipe/internal/snapshot"
)

// aside is what a Shell has that few scripts need: it is made when something of
// it is, so that a subshell is no larger for it.
type aside struct {
	frames     []frame    // functions and sourced files that are running, the innermost last
	args       []callArgs // of some of the frames
	random     random
	lag        int64            // seconds that assignments to SECONDS have added
	nest       int              // FUNCNEST, 0: no limit
	decl       *declState       // nil: there is nothing of that kind
	coprocs    *coprocs         // nil: there was none
	completing *completionState // nil: nothing of it
	history    *past.List       // nil: nothing of it
	commands   *past.File       // the history file that was used last, nil: none
	events     past.Expander    // what !! and the like have stood for
	bindings   *edit.Bindings   // of the line editor, nil: they are as they are at first
	draft      *string          // what fc is to edit, nil: commands of the history
	edited     bool             // a line editor enters what is read into the history
	complained bool             // that the history file cannot be written to was reported
	recording  bool             // commands of the script are in the history
	recorded   bool             // the line that runs is its last one
	given      int              // commands that were given at a terminal
	dirs       []string         // the directory stack below the working directory; never changed in place
	disabled   []string         // built-ins that enable has turned off; never changed in place
	compat     string           // BASH_COMPAT
	exported   []string         // functions that children get; never changed in place
	fixed      []string         // functions that are read-only; never changed in place
	before     *origin          // BASH_COMMAND in a subshell of the action of a trap, nil: it is in none
	broken     string           // the action for PIPE that is to run
	isBroken   bool             // ... because a write of a built-in has failed
	argsKnown  bool             // BASH_ARGC and BASH_ARGV have the parameters of the script
	laid       laid             // a command whose layout was option.Asked for
	misfigured bool             // the built-in that runs met a value which is no expression
	unstarted  bool             // a program was there, or was to be, but could not be started
}

// frame is a function or a sourced file that is running.
type frame struct {
	*Func     // of a sourced file: what stands for it
	line  int // of the command that called it
}

// fork copies a, which may be nil.
func (a *aside) fork() *aside {
	if a == nil {
		return nil
	}
	c := *a
	c.frames = slices.Clone(a.frames)
	c.random, c.decl, c.unstarted = random{}, nil, false
	c.coprocs = a.coprocs.fork()
	c.completing = a.completing.fork()
	c.bindings = a.bindings.Fork()
	c.history, c.commands = a.history.Fork(), a.commands.Fork()
	return &c
}

// besides returns sh.aside, made if there is none.
func (sh *Shell) besides() *aside {
	if sh.aside == nil {
		sh.aside = &aside{}
	}
	return sh.aside
}

// frames returns what is running, the innermost last.
func (sh *Shell) frames() []frame {
	if sh.aside == nil {
		return nil
	}
	return sh.aside.frames
}

// nestedTooDeep tells whether one more function would be more than FUNCNEST.
func (a *aside) nestedTooDeep() bool {
	n := 0
	for i := range a.frames {
		if !a.frames[i].sourced {
			n++
		}
	}
	return n >= a.nest
}

var errFuncNest = errors.New("nested more deeply than FUNCNEST allows")

// funcNestError drops the line, as bash does.
func (sh *Shell) funcNestError(f *Func) Flow {
	return sh.assignError(&Error{Op: "function", Operand: f.Name, Err: errFuncNest})
}

// saveAside writes what a process needs of it, and what variables say of the
// start of the shell.
func (sh *Shell) saveAside(w *snapshot.Writer) {
	w.Int(sh.rt.start.UnixNano())
	w.String(sh.rt.command)
	w.String(sh.rt.script)
	w.Strings(sh.rt.args)
	w.Int(int64(sh.rt.nesting + int(sh.sub)))
	w.String(sh.lastArg)
	a := sh.aside
	if a == nil {
		a = &aside{}
	}
	w.Int(a.lag)
	w.Len(a.nest)
	w.Len(len(a.frames))
	for _, f := range a.frames {
		w.String(f.Name)
		w.String(f.file.String())
		w.Len(f.line)
		w.Bool(f.sourced)
	}
	w.Len(len(a.args))
	for _, c := range a.args {
		w.Len(c.depth)
		w.Strings(c.args)
	}
	a.completing.save(w)
	saveHistory(w, a.history)
	saveBindings(w, a.bindings)
	w.Strings(a.dirs)
	w.Strings(a.disabled)
	w.String(a.compat)
	w.Strings(a.exported)
	w.Strings(a.fixed)
	given := sh.givenHashes()
	w.Len(len(given))
	for _, f := range given {
		w.String(f.Name)
		w.String(f.Path)
	}
}

func (sh *Shell) loadAside(r *snapshot.Reader) {
	sh.rt.start = time.Unix(0, r.Int())
	sh.rt.command, sh.rt.script, sh.rt.args = r.String(), r.String(), r.Strings()
	sh.rt.nesting = int(r.Int())
	sh.lastArg = r.String()
	a := sh.besides()
	a.lag, a.nest = r.Int(), int(r.Int())
	for range r.Len() {
		f := frame{Func: &Func{Name: r.String(), file: newFileName(r.String())}, line: int(r.Int())}
		f.sourced = r.Bool()
		a.frames = append(a.frames, f)
	}
	for range r.Len() {
		a.args = append(a.args, callArgs{int(r.Int()), r.Strings()})
	}
	a.loadCompletions(r)
	a.loadHistory(r)
	a.loadBindings(r)
	a.dirs, a.disabled = r.Strings(), r.Strings()
	a.compat, a.exported, a.fixed = r.String(), r.Strings(), r.Strings()
	for range r.Len() {
		name := r.String()
		sh.Hash().Set(name, r.String())
	}
}
