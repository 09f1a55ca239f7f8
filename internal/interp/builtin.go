package interp

import (
	"iter"
	"maps"
	"slices"

	"gpipe/internal/option"

	"gpipe/internal/completion"
)

// Class is the kind of a built-in in the sense of XCU 2.9.1: it decides about
// lookup order, the life of assignments and what an error does to the shell.
type Class uint8

// The classes of built-ins.
const (
	Regular Class = iota
	Special
)

// Builtin is one built-in command.
type Builtin struct {
	Name  string
	Class Class
	// Extra says that no other shell has it: see Shell.Builtin.
	Extra bool
	// Statuses says that it may leave statuses of its own in PIPESTATUS.
	Statuses bool
	Usage    string // arguments, as after the name in a synopsis
	Doc      string // what it does, for help
	// Completes says what its operands are, 0: files, to someone at a terminal.
	Completes completion.Actions
	// Run executes the built-in. args[0] is its name; args is valid only
	// during the call. Output goes through sh.Out. The status becomes $?.
	Run func(sh *Shell, args []string) (status int, next Flow)
	// Child, if not nil, says what the process of gpipe is told that the built-in is
	// in place of Run, where it is a simple command: see Runner.Child. fed tells
	// that the command has a standard input of its own, a pipe's or by a redirection.
	// The status is for when ok is false.
	Child func(sh *Shell, args []string, fed bool) (told []string, status int, ok bool)
	// Leave, of a built-in with a Child, is called when the shell ends that may
	// have had one.
	Leave func(sh *Shell)
}

// Table finds built-ins by name.
type Table map[string]*Builtin

// Get returns the built-in of a name, or nil. Those that no other shell has
// are there with the option Extras and not in POSIX mode: what is started in the
// place of sh has no command that sh does not have.
func (of Builtins) Get(name string) *Builtin {
	b := of.Any(name)
	if of.sh.opts&option.LessBuiltins != 0 && b != nil && slices.Contains(of.sh.aside.disabled, name) {
		return nil
	}
	return b
}

// Any is Builtin for one that enable may have turned off.
func (of Builtins) Any(name string) *Builtin {
	b := of.sh.rt.builtins[name]
	if b != nil && b.Extra && !of.sh.hasExtras() {
		return nil
	}
	return b
}

// Enable turns a built-in on or off: one that is off is not there.
func (b Builtins) Enable(name string, on bool) {
	a := b.sh.besides()
	rest := slices.DeleteFunc(slices.Clone(a.disabled), func(n string) bool { return n == name })
	if !on {
		rest = append(rest, name)
	}
	a.disabled = rest
	b.sh.setOption(option.LessBuiltins, len(rest) > 0)
}

func (sh *Shell) hasExtras() bool { return sh.opts&(option.Extras|option.Posix) == option.Extras }

// All yields the built-ins that there are, by name, and those that are off.
func (of Builtins) All() iter.Seq[*Builtin] {
	return func(yield func(*Builtin) bool) {
		for _, name := range slices.Sorted(maps.Keys(of.sh.rt.builtins)) {
			if b := of.Any(name); b != nil && !yield(b) {
				return
			}
		}
	}
}

// Builtins is the built-ins that an environment has.
type Builtins struct{ sh *Shell }

// Builtins returns the built-ins of this environment.
func (sh *Shell) Builtins() Builtins { return Builtins{sh} }
