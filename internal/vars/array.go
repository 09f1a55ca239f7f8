package vars

import "slices"

// indexed is an indexed array. Only the Vars whose owner number it has may
// write to it. A dense one has the elements 0 to len(vals)-1; else all are in
// gaps.
type indexedArray struct {
	owner uint64
	vals  []string
	gaps  *sparse
}

func (a *indexedArray) get(i int64) (string, bool) {
	if a.gaps != nil {
		return a.gaps.get(i)
	}
	if uint64(i) < uint64(len(a.vals)) {
		return a.vals[i], true
	}
	return "", false
}

func (a *indexedArray) len() int {
	if a.gaps != nil {
		return a.gaps.n
	}
	return len(a.vals)
}

// end is one more than the highest index.
func (a *indexedArray) end() int64 {
	if a.gaps != nil {
		return a.gaps.end()
	}
	return int64(len(a.vals))
}

// rank is the number of elements before index i.
func (a *indexedArray) rank(i int64) int {
	if a.gaps != nil {
		return a.gaps.rank(i)
	}
	return int(min(i, int64(len(a.vals))))
}

func (a *indexedArray) set(i int64, val string) {
	if a.gaps == nil {
		switch n := int64(len(a.vals)); {
		case i < n:
			a.vals[i] = val
			return
		case i == n:
			a.vals = append(a.vals, val)
			return
		}
		a.spread()
	}
	a.gaps.set(i, val)
}

func (a *indexedArray) unset(i int64) {
	if a.gaps == nil {
		n := int64(len(a.vals))
		if i >= n {
			return
		}
		if i == n-1 {
			a.vals = slices.Delete(a.vals, int(i), int(n))
			return
		}
		a.spread()
	}
	a.gaps.unset(i)
}

// spread makes a dense array one that may have gaps.
func (a *indexedArray) spread() { a.gaps, a.vals = sparseOf(a.indices(), a.vals), nil }

// indices returns the indices of the elements, ascending.
func (a *indexedArray) indices() []int64 {
	idx := make([]int64, 0, a.len())
	if a.gaps != nil {
		for _, b := range a.gaps.blocks {
			idx = append(idx, b.idx...)
		}
		return idx
	}
	for i := range a.vals {
		idx = append(idx, int64(i))
	}
	return idx
}

// values appends the elements to dst, by ascending index.
func (a *indexedArray) values(dst []string) []string {
	if a.gaps == nil {
		return append(dst, a.vals...)
	}
	for _, b := range a.gaps.blocks {
		dst = append(dst, b.vals...)
	}
	return dst
}

func (a *indexedArray) clone(owner uint64) *indexedArray {
	c := &indexedArray{owner: owner, vals: slices.Clone(a.vals)}
	if a.gaps != nil {
		c.gaps = a.gaps.clone()
	}
	return c
}
