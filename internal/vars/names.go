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
// safe for concurrent use; looking up a known name takes no lock. A name is
// interned until Sweep finds that nothing needs it.
type Names struct {
	*interned
	keeps bool // slots that are asked for are kept for good
}

// interned is what all views of the names have in common.
type interned struct {
	seed  maphash.Seed
	table atomic.Pointer[table]
	epoch atomic.Uint64
	loose atomic.Int32 // how many names Sweep may find unused
	left  atomic.Int32 // how many of them the last one has left
	unset variable     // stands for every variable of a page that does not exist

	mu sync.Mutex // held by those who add names, or keep one
}

// table is an open-addressing hash table from names to slots. A cell holds
// slot+1, or 0 when it is free. In one table names are only added, never moved:
// a reader that sees a cell filled finds its name in list.
type table struct {
	cells []atomic.Int32
	list  []string // as long as the table may get; filled up to n
	n     atomic.Int32
	kept  []atomic.Bool // by slot: whether Sweep leaves it
	free  []Slot        // below n, without a name
}

// NewNames returns a Names that knows the well-known names.
func NewNames() *Names {
	n := &Names{interned: &interned{seed: maphash.MakeSeed()}}
	t := newTable(256)
	for _, name := range wellKnown {
		t.kept[n.add(t, name)].Store(true)
	}
	n.table.Store(t)
	return n
}

// Keeping returns a view of n for code that is not known to end: the slots that
// it is given are its for good.
func (n *Names) Keeping() *Names { return &Names{interned: n.interned, keeps: true} }

func newTable(cells int) *table {
	names := cells * 3 / 4
	return &table{cells: make([]atomic.Int32, cells), list: make([]string, names), kept: make([]atomic.Bool, names)}
}

// Slot returns the slot of name, interning it if it is new. The string is
// kept: a caller that passes a small part of a big string may want to clone it.
func (n *Names) Slot(name string) Slot {
	t := n.table.Load()
	if s, ok := n.find(t, name); ok && (!n.keeps || t.kept[s].Load()) {
		return s
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	t = n.table.Load()
	s, known := n.find(t, name)
	if !known {
		if int(t.n.Load()) == len(t.list) && len(t.free) == 0 {
			t = n.grow(t)
		}
		s = n.add(t, name)
		n.loose.Add(1)
	}
	if n.keeps && !t.kept[s].Load() {
		t.kept[s].Store(true)
		n.loose.Add(-1)
	}
	return s
}

// Lookup returns the slot of name if it is interned already.
func (n *Names) Lookup(name string) (Slot, bool) {
	return n.find(n.table.Load(), name)
}

// Name returns the name of s.
func (n *Names) Name(s Slot) string { return n.table.Load().list[s] }

// Len returns a number above all slots.
func (n *Names) Len() int { return int(n.table.Load().n.Load()) }

func (n *Names) find(t *table, name string) (Slot, bool) {
	mask := uint64(len(t.cells) - 1)
	for i := n.hash(name) & mask; ; i = (i + 1) & mask {
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
	s := t.n.Load()
	if k := len(t.free) - 1; k >= 0 {
		s, t.free = int32(t.free[k]), t.free[:k]
	} else {
		t.n.Store(s + 1)
	}
	t.list[s] = name
	t.place(n.hash(name), Slot(s))
	return Slot(s)
}

// place puts a slot whose name has the hash h into a free cell.
func (t *table) place(h uint64, s Slot) {
	mask := uint64(len(t.cells) - 1)
	i := h & mask
	for t.cells[i].Load() != 0 {
		i = (i + 1) & mask
	}
	t.cells[i].Store(int32(s) + 1)
}

func (n *Names) hash(name string) uint64 { return maphash.String(n.seed, name) }

// grow replaces t, which is full, by a table twice as large.
func (n *Names) grow(t *table) *table {
	big := newTable(2 * len(t.cells))
	for s, name := range t.list[:t.n.Load()] {
		n.add(big, name)
		big.kept[s].Store(t.kept[s].Load())
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
