package vars

import "slices"

// indexed is an indexed array. Only the Vars whose owner number it has may
// write to it. A dense one has the elements 0 to len(vals)-1 and no idx; else
// idx has the indices, ascending.
type indexed struct {
	owner uint64
	idx   []int64
	vals  []string
}

func (a *indexed) get(i int64) (string, bool) {
	if a.idx == nil {
		if uint64(i) < uint64(len(a.vals)) {
			return a.vals[i], true
		}
		return "", false
	}
	if k, ok := slices.BinarySearch(a.idx, i); ok {
		return a.vals[k], true
	}
	return "", false
}

// end is one more than the highest index.
func (a *indexed) end() int64 {
	if n := len(a.idx); n > 0 {
		return a.idx[n-1] + 1
	}
	return int64(len(a.vals))
}

func (a *indexed) set(i int64, val string) {
	if a.idx == nil {
		switch n := int64(len(a.vals)); {
		case i < n:
			a.vals[i] = val
			return
		case i == n:
			a.vals = append(a.vals, val)
			return
		}
		a.sparse()
	}
	k, ok := slices.BinarySearch(a.idx, i)
	if ok {
		a.vals[k] = val
		return
	}
	a.idx = slices.Insert(a.idx, k, i)
	a.vals = slices.Insert(a.vals, k, val)
}

func (a *indexed) unset(i int64) {
	if a.idx == nil {
		n := int64(len(a.vals))
		if i >= n {
			return
		}
		if i == n-1 {
			a.vals = slices.Delete(a.vals, int(i), int(n))
			return
		}
		a.sparse()
	}
	if k, ok := slices.BinarySearch(a.idx, i); ok {
		a.idx = slices.Delete(a.idx, k, k+1)
		a.vals = slices.Delete(a.vals, k, k+1)
	}
}

// sparse writes the indices of a dense array out.
func (a *indexed) sparse() {
	a.idx = make([]int64, len(a.vals), len(a.vals)+1)
	for i := range a.idx {
		a.idx[i] = int64(i)
	}
}

func (a *indexed) clone(owner uint64) *indexed {
	return &indexed{owner: owner, idx: slices.Clone(a.idx), vals: slices.Clone(a.vals)}
}

// assoc is an associative array; its keys keep the order in which they came.
// Only the Vars whose owner number it has may write to it.
type assoc struct {
	owner uint64
	at    map[string]int // key to index in keys and vals
	keys  []string
	vals  []string
	dead  int // removed entries still in keys: those whose at is another
}

func (a *assoc) get(key string) (string, bool) {
	if i, ok := a.at[key]; ok {
		return a.vals[i], true
	}
	return "", false
}

func (a *assoc) set(key, val string) {
	if i, ok := a.at[key]; ok {
		a.vals[i] = val
		return
	}
	if a.at == nil {
		a.at = map[string]int{}
	}
	a.at[key] = len(a.keys)
	a.keys = append(a.keys, key)
	a.vals = append(a.vals, val)
}

func (a *assoc) unset(key string) {
	i, ok := a.at[key]
	if !ok {
		return
	}
	delete(a.at, key)
	a.vals[i] = ""
	if a.dead++; a.dead > 16 && a.dead > len(a.at) {
		a.compact()
	}
}

// live tells whether entry i was not removed.
func (a *assoc) live(i int) bool {
	j, ok := a.at[a.keys[i]]
	return ok && i == j
}

func (a *assoc) compact() {
	n := 0
	for i, key := range a.keys {
		if a.live(i) {
			a.keys[n], a.vals[n] = key, a.vals[i]
			a.at[key] = n
			n++
		}
	}
	clear(a.keys[n:])
	clear(a.vals[n:])
	a.keys, a.vals, a.dead = a.keys[:n], a.vals[:n], 0
}

func (a *assoc) clone(owner uint64) *assoc {
	c := &assoc{owner: owner, at: make(map[string]int, len(a.at))}
	for i, key := range a.keys {
		if a.live(i) {
			c.set(key, a.vals[i])
		}
	}
	return c
}
