package interp

import (
	"iter"
	"maps"
	"slices"
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
	// Run executes the built-in. args[0] is its name; args is valid only
	// during the call. Output goes through sh.Out. The status becomes $?.
	Run func(sh *Shell, args []string) (status int, next Flow)
}

// Table finds built-ins by name.
type Table map[string]*Builtin

// Builtin returns the built-in of a name, or nil. Those that no other shell has
// are there with the option Extras and not in POSIX mode: what is started in the
// place of sh has no command that sh does not have.
func (sh *Shell) Builtin(name string) *Builtin {
	b := sh.rt.builtins[name]
	if b != nil && b.Extra && !sh.hasExtras() {
		return nil
	}
	return b
}

func (sh *Shell) hasExtras() bool { return sh.opts&(Extras|Posix) == Extras }

// Builtins yields the built-ins that there are, by name.
func (sh *Shell) Builtins() iter.Seq[*Builtin] {
	return func(yield func(*Builtin) bool) {
		for _, name := range slices.Sorted(maps.Keys(sh.rt.builtins)) {
			if b := sh.Builtin(name); b != nil && !yield(b) {
				return
			}
		}
	}
}
