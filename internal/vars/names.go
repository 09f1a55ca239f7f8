// Package vars holds a shell's variables: interned names, values and
// attributes, the scopes of functions and of temporary assignments, and the
// environment made of the exported ones.
//
// A Vars belongs to one shell and is used by one goroutine at a time. Fork
// gives a copy that may be used by another goroutine at once: what the two
// have in common is never written again.
package vars

import (
	"hash/maphash"
	"sync"
	"sync/atomic"
)

// Slot is an interned variable name: an index that is the same in every
// shell of a runtime.
type Slot int32

// NoSlot is no name's slot.
const NoSlot Slot = -1

// Names interns variable names. It is shared by all shells of a runtime and
// safe for concurrent use; looking up a known name takes no lock. A name,
// once interned, is kept for the life of the Names.
type Names struct {
	seed  maphash.Seed
	table atomic.Pointer[table]
	epoch atomic.Uint64
	unset variable // stands for every variable of a page that does not exist

	mu sync.Mutex // held by those who add names
}

// table is an open-addressing hash table from names to slots. A cell holds
// slot+1, or 0 when it is free. Names are only added, never moved: a reader
// that sees a cell filled finds its name in list.
type table struct {
	cells []atomic.Int32
	list  []string // as long as the table may get; filled up to n
	n     atomic.Int32
}

// NewNames returns a Names that knows the well-known names.
func NewNames() *Names {
	n := &Names{seed: maphash.MakeSeed()}
	t := newTable(256)
	for _, name := range wellKnown {
		n.add(t, name)
	}
	n.table.Store(t)
	return n
}

func newTable(cells int) *table {
	return &table{cells: make([]atomic.Int32, cells), list: make([]string, cells*3/4)}
}

// Slot returns the slot of name, interning it if it is new. The string is
// kept: a caller that passes a small part of a big string may want to clone it.
func (n *Names) Slot(name string) Slot {
	if s, ok := n.Lookup(name); ok {
		return s
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	t := n.table.Load()
	if s, ok := n.find(t, name); ok {
		return s
	}
	if int(t.n.Load()) == len(t.list) {
		t = n.grow(t)
	}
	return n.add(t, name)
}

// Lookup returns the slot of name if it is interned already.
func (n *Names) Lookup(name string) (Slot, bool) {
	return n.find(n.table.Load(), name)
}

// Name returns the name of s.
func (n *Names) Name(s Slot) string { return n.table.Load().list[s] }

// Len returns the number of names; the slots are 0 to Len()-1.
func (n *Names) Len() int { return int(n.table.Load().n.Load()) }

func (n *Names) find(t *table, name string) (Slot, bool) {
	mask := uint64(len(t.cells) - 1)
	for i := maphash.String(n.seed, name) & mask; ; i = (i + 1) & mask {
		c := t.cells[i].Load()
		if c == 0 {
			return NoSlot, false
		}
		if t.list[c-1] == name {
			return Slot(c - 1), true
		}
	}
}

// add puts a name that is not in t, which has room, into t.
func (n *Names) add(t *table, name string) Slot {
	mask := uint64(len(t.cells) - 1)
	i := maphash.String(n.seed, name) & mask
	for t.cells[i].Load() != 0 {
		i = (i + 1) & mask
	}
	s := t.n.Load()
	t.list[s] = name
	t.n.Store(s + 1)
	t.cells[i].Store(s + 1)
	return Slot(s)
}

// grow replaces t by a table twice as large.
func (n *Names) grow(t *table) *table {
	big := newTable(2 * len(t.cells))
	for _, name := range t.list[:t.n.Load()] {
		n.add(big, name)
	}
	n.table.Store(big)
	return big
}

// next returns a number not used before among the shells of this runtime.
func (n *Names) next() uint64 { return n.epoch.Add(1) }

// Valid tells whether s is a name: a letter or underscore, then letters,
// digits and underscores of the portable character set (XBD 3.216).
func Valid(s string) bool {
	if s == "" || s[0] >= '0' && s[0] <= '9' {
		return false
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c != '_' && (c|0x20 < 'a' || c|0x20 > 'z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}
