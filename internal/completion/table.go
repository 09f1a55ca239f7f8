package completion

import (
	"maps"
	"slices"
)

// The names of specifications that are of no command.
const (
	OfDefault = "\x00D" // a command that has none
	OfEmpty   = "\x00E" // an empty line
	OfInitial = "\x00I" // the first word, that of the command
)

// Table has the specifications of commands. A fork shares them until one of
// both is changed. The specifications in it are not changed.
type Table struct {
	specs  map[string]*Spec
	shared bool
}

// Fork returns a copy.
func (t *Table) Fork() Table {
	t.shared = true
	return *t
}

func (t *Table) own() {
	if t.specs == nil {
		t.specs = make(map[string]*Spec)
	} else if t.shared {
		t.specs = maps.Clone(t.specs)
	}
	t.shared = false
}

// Get returns the specification of a name, or nil.
func (t *Table) Get(name string) *Spec { return t.specs[name] }

// Set gives a name a specification.
func (t *Table) Set(name string, s *Spec) {
	t.own()
	t.specs[name] = s
}

// Delete takes the specification of a name away; it tells whether there was one.
func (t *Table) Delete(name string) bool {
	if t.specs[name] == nil {
		return false
	}
	t.own()
	delete(t.specs, name)
	return true
}

// Clear takes all of them away.
func (t *Table) Clear() { *t = Table{} }

// Names returns the names, sorted: those of no command are the first.
func (t *Table) Names() []string { return slices.Sorted(maps.Keys(t.specs)) }
