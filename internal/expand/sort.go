package expand

import (
	"cmp"
	"slices"
	"strings"
)

// few is the number of pathnames that are sorted as they are.
const few = 32

// pathKey is a pathname and its first bytes after those that all have: most
// comparisons end there, and without them each would go through the
// directory's name again.
type pathKey struct {
	first uint64 // big-endian, a path that ends is filled up with zeros
	path  string
}

// sortPaths sorts pathnames byte by byte. They contain no null byte.
func sortPaths(paths []string) {
	if len(paths) <= few {
		slices.Sort(paths)
		return
	}
	n := commonPrefix(paths)
	keys := make([]pathKey, len(paths))
	for i, p := range paths {
		keys[i] = pathKey{firstBytes(p[n:]), p}
	}
	slices.SortFunc(keys, func(a, b pathKey) int {
		if a.first != b.first {
			return cmp.Compare(a.first, b.first)
		}
		return strings.Compare(a.path[n:], b.path[n:])
	})
	for i := range keys {
		paths[i] = keys[i].path
	}
}

// commonPrefix returns the length of what all the paths begin with.
func commonPrefix(paths []string) int {
	first, n := paths[0], len(paths[0])
	for _, p := range paths[1:] {
		n = min(n, len(p))
		for p[:n] != first[:n] {
			n--
		}
	}
	return n
}

func firstBytes(s string) uint64 {
	var v uint64
	for i := range 8 {
		v <<= 8
		if i < len(s) {
			v |= uint64(s[i])
		}
	}
	return v
}
