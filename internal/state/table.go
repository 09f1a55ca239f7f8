// Package state has what a shell execution environment keeps beside its variables and
// its descriptors: tables that a subshell shares until one side changes them, actions
// of trap, places of commands, a working directory of its own. Each knows how it is
// forked, and nothing of the commands that use it.
package state

import (
	"cmp"
	"iter"
	"maps"
	"slices"
)

// Table is a map that its forks share until one of them changes it. The zero value is
// empty. One goroutine at a time uses it; its forks may be used by others.
type Table[K cmp.Ordered, V any] struct {
	m      map[K]V
	shared bool // m is a fork's, too: it is not changed
}

// Fork returns a table with the same entries.
func (t *Table[K, V]) Fork() Table[K, V] {
	t.shared = true
	return *t
}

// Len returns the number of entries.
func (t *Table[K, V]) Len() int { return len(t.m) }

// Get returns the entry of a key.
func (t *Table[K, V]) Get(key K) (V, bool) {
	v, ok := t.m[key]
	return v, ok
}

// Set makes or replaces an entry.
func (t *Table[K, V]) Set(key K, v V) {
	t.own()
	t.m[key] = v
}

// Delete removes an entry; it tells whether there was one.
func (t *Table[K, V]) Delete(key K) bool {
	if _, ok := t.m[key]; !ok {
		return false
	}
	t.own()
	delete(t.m, key)
	return true
}

// Keep removes the entries that keep does not want.
func (t *Table[K, V]) Keep(keep func(K, V) bool) {
	for k, v := range t.m {
		if !keep(k, v) {
			t.own() // the loop goes on over what was
			delete(t.m, k)
		}
	}
}

// All yields the entries, in no order.
func (t *Table[K, V]) All() iter.Seq2[K, V] { return maps.All(t.m) }

// Keys returns the keys, sorted.
func (t *Table[K, V]) Keys() []K { return slices.Sorted(maps.Keys(t.m)) }

// own makes the map one that may be changed.
func (t *Table[K, V]) own() {
	switch {
	case t.m == nil:
		t.m = make(map[K]V)
	case t.shared:
		t.m = maps.Clone(t.m)
	}
	t.shared = false
}
