package state

import "iter"

// Actions is the actions that trap has set, by the number of their condition: a
// signal, or one that the shell has, as 0 for EXIT. An empty action ignores a signal.
type Actions struct {
	table Table[int, string]
	// inherited says that the actions are the parent's: a subshell still lists
	// them, until it sets one itself, but does not run them.
	inherited bool
}

// Fork returns what a subshell has.
func (a *Actions) Fork() Actions { return Actions{table: a.table.Fork(), inherited: true} }

// Begin comes before a change. Of what the parent has had a subshell then lists only
// what is in force in it: signals that are ignored stay so, and kept tells of other
// conditions whose actions subshells have, too.
func (a *Actions) Begin(kept func(n int) bool) {
	if a.inherited {
		a.table.Keep(func(n int, action string) bool { return action == "" || kept(n) })
		a.inherited = false
	}
}

// Set sets an action.
func (a *Actions) Set(n int, action string) { a.table.Set(n, action) }

// Clear removes an action.
func (a *Actions) Clear(n int) { a.table.Delete(n) }

// Get returns the action that is listed for a condition.
func (a *Actions) Get(n int) (action string, ok bool) { return a.table.Get(n) }

// Runs returns the action of a condition, if there is one to run.
func (a *Actions) Runs(n int) (action string, ok bool) {
	if a.inherited {
		return "", false
	}
	action, _ = a.table.Get(n)
	return action, action != ""
}

// Any tells whether there is an action to run for one of the conditions that fn wants.
func (a *Actions) Any(fn func(n int) bool) bool {
	if a.inherited {
		return false
	}
	for n, action := range a.table.All() {
		if action != "" && fn(n) {
			return true
		}
	}
	return false
}

// All yields the actions that are listed, in no order.
func (a *Actions) All() iter.Seq2[int, string] { return a.table.All() }

// Conditions returns the numbers of the conditions that have an action, sorted.
func (a *Actions) Conditions() []int { return a.table.Keys() }

// Len returns how many actions are listed.
func (a *Actions) Len() int { return a.table.Len() }

// Inherited tells whether the actions are the parent's, and listed only.
func (a *Actions) Inherited() bool { return a.inherited }

// Inherit makes the actions those of the parent, listed only.
func (a *Actions) Inherit() { a.inherited = true }
