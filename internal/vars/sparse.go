package vars

import (
	"slices"
	"sort"
)

// blockSize is how many elements a block of a sparse array has at most.
// Putting one in moves those behind it in its block, and no others.
const blockSize = 128

// sparse has the elements of an indexed array with gaps, in blocks by
// ascending index. No block is empty.
type sparse struct {
	blocks []*block
	n      int
}

type block struct {
	idx  []int64
	vals []string
}

// sparseOf returns the elements whose indices and values are given, in
// ascending order of the indices.
func sparseOf(idx []int64, vals []string) *sparse {
	s := &sparse{n: len(idx)}
	for from := 0; from < len(idx); from += blockSize / 2 {
		to := min(from+blockSize/2, len(idx))
		s.blocks = append(s.blocks, &block{slices.Clone(idx[from:to]), slices.Clone(vals[from:to])})
	}
	return s
}

// find returns the block in which i is or belongs, and where in it; in an
// array without elements there is none.
func (s *sparse) find(i int64) (b, k int, ok bool) {
	b = sort.Search(len(s.blocks), func(b int) bool { return s.blocks[b].idx[0] > i })
	b = max(b-1, 0)
	if b < len(s.blocks) {
		k, ok = slices.BinarySearch(s.blocks[b].idx, i)
	}
	return b, k, ok
}

func (s *sparse) get(i int64) (string, bool) {
	if b, k, ok := s.find(i); ok {
		return s.blocks[b].vals[k], true
	}
	return "", false
}

func (s *sparse) end() int64 {
	if len(s.blocks) == 0 {
		return 0
	}
	last := s.blocks[len(s.blocks)-1]
	return last.idx[len(last.idx)-1] + 1
}

// rank is the number of elements before index i.
func (s *sparse) rank(i int64) int {
	b, k, _ := s.find(i)
	for _, x := range s.blocks[:b] {
		k += len(x.idx)
	}
	return k
}

func (s *sparse) set(i int64, val string) {
	if len(s.blocks) == 0 {
		s.blocks, s.n = []*block{{[]int64{i}, []string{val}}}, 1
		return
	}
	b, k, ok := s.find(i)
	x := s.blocks[b]
	if ok {
		x.vals[k] = val
		return
	}
	s.n++
	if len(x.idx) == blockSize {
		half := blockSize / 2
		if k == blockSize { // elements that come by ascending index fill their blocks
			half = blockSize
		}
		y := &block{slices.Clone(x.idx[half:]), slices.Clone(x.vals[half:])}
		clear(x.vals[half:])
		x.idx, x.vals = x.idx[:half], x.vals[:half]
		s.blocks = slices.Insert(s.blocks, b+1, y)
		if k >= half {
			x, k = y, k-half
		}
	}
	x.idx = slices.Insert(x.idx, k, i)
	x.vals = slices.Insert(x.vals, k, val)
}

func (s *sparse) unset(i int64) {
	b, k, ok := s.find(i)
	if !ok {
		return
	}
	s.n--
	x := s.blocks[b]
	x.idx = slices.Delete(x.idx, k, k+1)
	x.vals = slices.Delete(x.vals, k, k+1)
	if len(x.idx) == 0 {
		s.blocks = slices.Delete(s.blocks, b, b+1)
	}
}

func (s *sparse) clone() *sparse {
	c := &sparse{blocks: make([]*block, len(s.blocks)), n: s.n}
	for b, x := range s.blocks {
		c.blocks[b] = &block{slices.Clone(x.idx), slices.Clone(x.vals)}
	}
	return c
}
