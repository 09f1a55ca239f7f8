package state

import (
	"maps"
	"slices"
	"sync"
)

// Hash remembers where commands were found. Environments in which PATH was not
// assigned since they were forked share it: its methods lock it. A nil Hash is empty.
type Hash struct {
	gen uint64 // of PATH
	mu  sync.Mutex
	m   map[string]hashEntry
}

type hashEntry struct {
	path  string
	hits  int
	given bool // and not found in PATH
}

// HashedFile is a command whose place is remembered.
type HashedFile struct {
	Name, Path string
	Hits       int  // how often it was run
	Given      bool // the place was given, and not found in PATH
}

// NewHash returns an empty Hash for a generation of PATH.
func NewHash(gen uint64) *Hash { return &Hash{gen: gen, m: make(map[string]hashEntry)} }

// Gen returns the generation of PATH that the places were found with.
func (h *Hash) Gen() uint64 { return h.gen }

// Use returns the place of a command, and counts that it is run.
func (h *Hash) Use(name string) (path string, ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	f, ok := h.m[name]
	if ok {
		f.hits++
		h.m[name] = f
	}
	return f.path, ok
}

// Get returns the place of a command.
func (h *Hash) Get(name string) (path string, ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	f, ok := h.m[name]
	return f.path, ok
}

// Set remembers a command.
func (h *Hash) Set(f HashedFile) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.m[f.Name] = hashEntry{f.Path, f.Hits, f.Given}
}

// Forget forgets a command.
func (h *Hash) Forget(name string) {
	if h == nil {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.m, name)
}

// Files returns the commands, sorted by name.
func (h *Hash) Files() []HashedFile {
	if h == nil {
		return nil
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	files := make([]HashedFile, 0, len(h.m))
	for _, name := range slices.Sorted(maps.Keys(h.m)) {
		f := h.m[name]
		files = append(files, HashedFile{name, f.path, f.hits, f.given})
	}
	return files
}

// Clone returns a Hash with the same places that nobody shares.
func (h *Hash) Clone() *Hash {
	h.mu.Lock()
	defer h.mu.Unlock()
	return &Hash{gen: h.gen, m: maps.Clone(h.m)}
}
