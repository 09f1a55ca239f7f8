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
	mask := uint32(a.chains() - 1)
	if len(a.entries) < a.chains()/16 {
		return a.fewInOrder(mask)
	}
	ends := make([]int32, mask+2) // where chain i begins in order, and then where it ends
	for i := range a.entries {
		ends[a.entries[i].hash&mask+1]++
	}
	for i := range mask {
		ends[i+1] += ends[i]
	}
	order := make([]int32, len(a.entries))
	for i := range a.entries {
		end := &ends[a.entries[i].hash&mask]
		order[*end] = int32(i)
		*end++
	}
	from := int32(0)
	for _, end := range ends[:mask+1] {
		if end-from > 1 {
			slices.SortFunc(order[from:end], a.inChain)
		}
		from = end
	}
	return order
}

// fewInOrder is inOrder of fewer entries than the table is worth to be gone through.
func (a *assocArray) fewInOrder(mask uint32) []int32 {
	order := make([]int32, len(a.entries))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(i, j int32) int {
		return cmp.Or(cmp.Compare(a.entries[i].hash&mask, a.entries[j].hash&mask), a.inChain(i, j))
	})
	return order
}

// inChain compares the places of two entries in their chain.
func (a *assocArray) inChain(i, j int32) int {
	if turns := a.grown - max(a.entries[i].grown, a.entries[j].grown); turns%2 == 0 {
		return cmp.Compare(j, i)
	}
	return cmp.Compare(i, j)
}

// chainHash is the 32 bit FNV-1 hash.
func chainHash(key string) uint32 {
	h := uint32(2166136261)
	for i := range len(key) {
		h = h*16777619 ^ uint32(key[i])
	}
	return h
}
