package vars

import "slices"

// ScopeKind says what a scope is for.
type ScopeKind uint8

// Kinds of scope.
const (
	Function  ScopeKind = iota // of a function call: local variables
	Temporary                  // of one command: the assignments before it
)

// scopes is the stack of open scopes and of what their variables hid.
type scopes struct {
	owner uint64 // who may write the slices
	open  []scope
	saved []saved
}

type scope struct {
	kind ScopeKind
	base int // index in saved of its first variable
}

// saved is a variable as it was before a scope made it local.
type saved struct {
	slot Slot
	gen  uint64 // of a watched variable
	x    variable
}

// Push opens a scope. Each Push is followed by one Pop.
func (v *Vars) Push(kind ScopeKind) {
	v.ownScopes()
	v.scopes.open = append(v.scopes.open, scope{kind: kind, base: len(v.scopes.saved)})
}

// Pop closes the innermost scope: the variables local to it become again what
// they were.
func (v *Vars) Pop() {
	sc := &v.scopes
	n := len(sc.open) - 1
	base := sc.open[n].base
	for i := len(sc.saved) - 1; i >= base; i-- {
		v.restore(&sc.saved[i])
	}
	if sc.owner == v.owner {
		clear(sc.saved[base:]) // for the garbage collector
	}
	sc.open, sc.saved = sc.open[:n], sc.saved[:base]
}

// restore makes a variable what it was.
func (v *Vars) restore(e *saved) {
	v.put(e.slot, e.x)
	if e.slot < numWatched {
		v.gens[e.slot] = e.gen
	}
}

// Depth returns the number of open scopes.
func (v *Vars) Depth() int { return len(v.scopes.open) }

// InFunction tells whether a Function scope is open.
func (v *Vars) InFunction() bool { return v.function() >= 0 }

// Local makes the variable in s local to the innermost Function scope: until
// that is closed it is unset, and of its attributes has only Exported. It
// keeps its value if it is a temporary assignment of the call itself. In the
// same scope twice it does nothing. It fails if the variable is read-only or
// no Function scope is open.
func (v *Vars) Local(s Slot) error {
	f := v.function()
	if f < 0 {
		return v.fail(s, ErrNoScope)
	}
	if v.isSaved(s, f, len(v.scopes.open)) {
		return nil
	}
	old := *v.look(s)
	if old.attr&ReadOnly != 0 {
		return v.readOnly(s)
	}
	x := variable{attr: old.attr & Exported}
	if f > 0 && v.scopes.open[f-1].kind == Temporary && v.isSaved(s, f-1, f) {
		x.str, x.attr = old.str, old.attr
	}
	v.saveLocal(s, f)
	v.put(s, x)
	return nil
}

// Inherit is Local for a variable that begins with the value and the attributes
// it has outside of the function.
func (v *Vars) Inherit(s Slot) error {
	old := *v.look(s)
	was := v.IsLocal(s)
	if err := v.Local(s); err != nil || was {
		return err
	}
	switch a := old.ext.(type) {
	case *indexedArray:
		old.ext = a.clone(v.owner)
	case *assocArray:
		old.ext = a.clone(v.owner)
	}
	v.put(s, old)
	return nil
}

// Locals returns the slots of the variables local to the innermost Function
// scope, in the order of Sorted.
func (v *Vars) Locals() []Slot {
	return slices.DeleteFunc(v.Sorted(0), func(s Slot) bool { return !v.IsLocal(s) })
}

// Global runs f while the variable in s is what it is outside of all scopes.
func (v *Vars) Global(s Slot, f func() error) error {
	v.ownScopes()
	i := slices.IndexFunc(v.scopes.saved, func(e saved) bool { return e.slot == s })
	if i < 0 {
		return f()
	}
	inner := *v.look(s)
	v.put(s, v.scopes.saved[i].x)
	err := f()
	v.scopes.saved[i].x = *v.look(s)
	if s < numWatched {
		v.scopes.saved[i].gen = v.gens[s]
	}
	v.put(s, inner)
	return err
}

// reveal ends what the variable in s is in the innermost scope that it is local
// to, unless that is the scope of the running function.
func (v *Vars) reveal(s Slot) bool {
	sc := &v.scopes
	i := len(sc.saved) - 1
	for i >= 0 && sc.saved[i].slot != s {
		i--
	}
	if i < 0 {
		return false
	}
	k := len(sc.open) - 1
	for sc.open[k].base > i {
		k--
	}
	if k == v.function() {
		return false
	}
	v.ownScopes()
	v.restore(&sc.saved[i])
	sc.saved = slices.Delete(sc.saved, i, i+1)
	for k++; k < len(sc.open); k++ {
		sc.open[k].base--
	}
	return true
}

// IsLocal tells whether the variable in s is local to the innermost Function
// scope.
func (v *Vars) IsLocal(s Slot) bool {
	f := v.function()
	return f >= 0 && v.isSaved(s, f, f+1)
}

// Assign assigns value in the innermost scope, of either kind, and exports
// it: a temporary assignment before a command.
func (v *Vars) Assign(s Slot, value string) error {
	old := v.look(s)
	if old.attr&ReadOnly != 0 {
		return v.readOnly(s)
	}
	value, err := v.converted(old.attr, "", value, false)
	if err != nil {
		return err
	}
	top := len(v.scopes.open) - 1
	if !v.isSaved(s, top, top+1) {
		v.saveLocal(s, top)
	}
	v.put(s, variable{str: value, attr: Exported | isSet})
	return nil
}

// function returns the index of the innermost Function scope, or -1.
func (v *Vars) function() int {
	for i := len(v.scopes.open) - 1; i >= 0; i-- {
		if v.scopes.open[i].kind == Function {
			return i
		}
	}
	return -1
}

// isSaved tells whether one of the scopes from i to before j made s local.
func (v *Vars) isSaved(s Slot, i, j int) bool {
	sc := &v.scopes
	end := len(sc.saved)
	if j < len(sc.open) {
		end = sc.open[j].base
	}
	for _, e := range sc.saved[sc.open[i].base:end] {
		if e.slot == s {
			return true
		}
	}
	return false
}

// save keeps the variable in s for the Pop of scope i. Scopes opened later
// are Temporary ones.
func (v *Vars) saveLocal(s Slot, i int) {
	v.ownScopes()
	sc := &v.scopes
	e := saved{slot: s, x: *v.look(s)}
	if s < numWatched {
		e.gen = v.gens[s]
	}
	at := len(sc.saved)
	if i+1 < len(sc.open) {
		at = sc.open[i+1].base
	}
	sc.saved = slices.Insert(sc.saved, at, e)
	for k := i + 1; k < len(sc.open); k++ {
		sc.open[k].base++
	}
}

// ownScopes makes the stack writable: a copy if it is shared with a fork.
func (v *Vars) ownScopes() {
	sc := &v.scopes
	if sc.owner != v.owner {
		sc.open = slices.Clone(sc.open)
		sc.saved = slices.Clone(sc.saved)
		sc.owner = v.owner
	}
}
