package interp

import (
	"maps"
	"slices"
	"sync"
	"syscall"

	"gpipe/internal/sys/files"
	"gpipe/internal/vars"
)

// hashTable remembers where commands were found. Environments in which PATH
// was not assigned since they were forked share it.
type hashTable struct {
	gen uint64 // of PATH
	mu  sync.Mutex
	m   map[string]hashEntry
}

// hashEntry is the place of a command, and how often it was asked for.
type hashEntry struct {
	path  string
	hits  int
	given bool // and not found in PATH
}

// hashed returns the table for the present PATH: a new one when it was
// assigned, whether or not its value changed.
func (sh *Shell) hashed() *hashTable {
	gen := sh.st.Vars.Gen(vars.PATH)
	if sh.hash == nil || sh.hash.gen != gen {
		sh.hash = &hashTable{gen: gen, m: make(map[string]hashEntry)}
	}
	return sh.hash
}

func (h *hashTable) get(name string) (string, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	f, ok := h.m[name]
	if ok {
		f.hits++
		h.m[name] = f
	}
	return f.path, ok
}

func (h *hashTable) put(name, file string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.m[name] = hashEntry{path: file, hits: 1}
}

// drop forgets a command whose file is gone.
func (h *hashTable) drop(name string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.m, name)
}

// givenHashes returns the commands whose places were given.
func (sh *Shell) givenHashes() []HashedFile {
	if sh.hash == nil {
		return nil
	}
	return slices.DeleteFunc(sh.Hash().Files(), func(f HashedFile) bool { return !f.given })
}

// HashedFile is a command whose place is remembered.
type HashedFile struct {
	Name, Path string
	Hits       int // how often it was run

	given bool // the place was given
}

// Files returns the commands whose places are remembered, sorted by name.
func (of Hash) Files() []HashedFile {
	h := of.sh.hashed()
	h.mu.Lock()
	defer h.mu.Unlock()
	files := make([]HashedFile, 0, len(h.m))
	for _, name := range slices.Sorted(maps.Keys(h.m)) {
		f := h.m[name]
		files = append(files, HashedFile{name, f.path, f.hits, f.given})
	}
	return files
}

// Get returns the remembered place of a command.
func (of Hash) Get(name string) (string, bool) {
	h := of.sh.hashed()
	h.mu.Lock()
	defer h.mu.Unlock()
	f, ok := h.m[name]
	return f.path, ok
}

// Forget forgets all places of commands.
func (h Hash) Forget() { h.sh.hash = nil }

// Remove forgets the place of a command; it tells whether there was one.
func (h Hash) Remove(name string) bool {
	_, known := h.Get(name)
	h.sh.ownHash().drop(name)
	return known
}

// Add looks a command up in PATH and remembers its place.
func (h Hash) Add(name string) error {
	h.sh.hashed().drop(name)
	path, err := h.sh.LookPath(name)
	if err == nil {
		h.sh.hashed().restart(name, path)
	}
	return err
}

// Set remembers a place of a command.
func (of Hash) Set(name, path string) error {
	if of.sh.mayNot(path) != nil {
		return errRestricted
	}
	if st, err := files.StatFile(of.sh.dir.fd(), path, true); err == nil && st.Kind == files.KindDirectory {
		return syscall.EISDIR
	}
	h := of.sh.ownHash()
	h.m[name] = hashEntry{path: path, given: true}
	return nil
}

// ownHash gives the environment a table that no other one has: what a script says of
// places is not for those around it.
func (sh *Shell) ownHash() *hashTable {
	h := sh.hashed()
	h.mu.Lock()
	defer h.mu.Unlock()
	sh.hash = &hashTable{gen: h.gen, m: maps.Clone(h.m)}
	return sh.hash
}

// restart remembers a command that was not run from there yet.
func (h *hashTable) restart(name, path string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.m[name] = hashEntry{path: path}
}

// matchesAny tells whether one of the patterns between colons matches.
func (sh *Shell) matchesAny(s, patterns string) bool { return sh.st.MatchesAny(s, patterns) }
