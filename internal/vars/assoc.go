package vars

import (
	"cmp"
	"slices"
)

// assoc is an associative array. Only the Vars whose owner number it has may
// write to it. Its elements are listed in the order in which bash does: that of a
// table of chains, which grows with them.
type assocArray struct {
	owner   uint64
	at      map[string]int // key to index in entries
	entries []entry
	dead    int     // removed entries still there: those whose at is another
	grown   uint8   // how often the table has
	order   []int32 // of the entries as they are listed; nil: to be found out
}

type entry struct {
	key, val string
	hash     uint32
	grown    uint8 // that of the array when it came
}

// The table has so many chains at first, and grows by a factor when there are
// so many elements for each.
const (
	firstChains   = 1 << 10
	chainGrowth   = 2 // as a power of two
	chainElements = 2
)

func (a *assocArray) get(key string) (string, bool) {
	if i, ok := a.at[key]; ok {
		return a.entries[i].val, true
	}
	return "", false
}

func (a *assocArray) set(key, val string) {
	if i, ok := a.at[key]; ok {
		a.entries[i].val = val
		return
	}
	if a.at == nil {
		a.at = map[string]int{}
	}
	if len(a.at) >= a.chains()*chainElements {
		a.grown++
	}
	a.at[key] = len(a.entries)
	a.entries = append(a.entries, entry{key, val, chainHash(key), a.grown})
	a.order = nil
}

func (a *assocArray) chains() int { return firstChains << (chainGrowth * a.grown) }

func (a *assocArray) unset(key string) {
	i, ok := a.at[key]
	if !ok {
		return
	}
	delete(a.at, key)
	a.entries[i].val = ""
	if a.dead++; a.dead > 16 && a.dead > len(a.at) {
		a.compact()
	}
}

// live tells whether entry i was not removed.
func (a *assocArray) live(i int) bool {
	j, ok := a.at[a.entries[i].key]
	return ok && i == j
}

func (a *assocArray) compact() {
	n := 0
	for i, e := range a.entries {
		if a.live(i) {
			a.entries[n] = e
			a.at[e.key] = n
			n++
		}
	}
	clear(a.entries[n:])
	a.entries, a.dead, a.order = a.entries[:n], 0, nil
}

func (a *assocArray) clone(owner uint64) *assocArray {
	c := &assocArray{owner: owner, at: make(map[string]int, len(a.at)), grown: a.grown}
	for i, e := range a.entries {
		if a.live(i) {
			c.at[e.key] = len(c.entries)
			c.entries = append(c.entries, e)
		}
	}
	return c
}

// listed yields the elements in the order in which they are listed, for the Vars
// with an owner number.
func (a *assocArray) listed(owner uint64) func(yield func(*entry) bool) {
	order := a.order
	if order == nil {
		order = a.inOrder()
		if a.owner == owner {
			a.order = order
		}
	}
	return func(yield func(*entry) bool) {
		for _, i := range order {
			if (a.dead == 0 || a.live(int(i))) && !yield(&a.entries[i]) {
				return
			}
		}
	}
}

// inOrder returns the indices of the entries, chain by chain. A chain begins with
// the latest element, and turns around whenever the table grows.
func (a *assocArray) inOrder() []int32 {
	order := make([]int32, len(a.entries))
	for i := range order {
		order[i] = int32(i)
	}
	mask := uint32(a.chains() - 1)
	slices.SortFunc(order, func(i, j int32) int {
		x, y := &a.entries[i], &a.entries[j]
		if c := cmp.Compare(x.hash&mask, y.hash&mask); c != 0 {
			return c
		}
		if turns := a.grown - max(x.grown, y.grown); turns%2 == 0 {
			return cmp.Compare(j, i)
		}
		return cmp.Compare(i, j)
	})
	return order
}

// chainHash is the 32 bit FNV-1 hash.
func chainHash(key string) uint32 {
	h := uint32(2166136261)
	for i := range len(key) {
		h = h*16777619 ^ uint32(key[i])
	}
	return h
}
