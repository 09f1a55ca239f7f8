package interp

import (
	"slices"
	"syscall"

	"gpipe/internal/state"
	"gpipe/internal/sys/files"
	"gpipe/internal/vars"
)

// Hash is where commands were found: the table of the hash built-in.
type Hash struct{ sh *Shell }

// Hash returns where commands were found of this environment.
func (sh *Shell) Hash() Hash { return Hash{sh} }

// hashed returns the table for the present PATH: a new one when it was
// assigned, whether or not its value changed.
func (sh *Shell) hashed() *state.Hash {
	gen := sh.st.Vars.Gen(vars.PATH)
	if sh.hash == nil || sh.hash.Gen() != gen {
		sh.hash = state.NewHash(gen)
	}
	return sh.hash
}

// ownHash gives the environment a table that no other one has: what a script says of
// places is not for those around it.
func (sh *Shell) ownHash() *state.Hash {
	sh.hash = sh.hashed().Clone()
	return sh.hash
}

// givenHashes returns the commands whose places were given.
func (sh *Shell) givenHashes() []state.HashedFile {
	return slices.DeleteFunc(sh.hash.Files(), func(f state.HashedFile) bool { return !f.Given })
}

// Files returns the commands whose places are remembered, sorted by name.
func (h Hash) Files() []state.HashedFile { return h.sh.hashed().Files() }

// Get returns the remembered place of a command.
func (h Hash) Get(name string) (string, bool) { return h.sh.hashed().Get(name) }

// Forget forgets all places of commands.
func (h Hash) Forget() { h.sh.hash = nil }

// Remove forgets the place of a command; it tells whether there was one.
func (h Hash) Remove(name string) bool {
	_, known := h.Get(name)
	h.sh.ownHash().Forget(name)
	return known
}

// Add looks a command up in PATH and remembers its place.
func (h Hash) Add(name string) error {
	h.sh.hashed().Forget(name)
	path, err := h.sh.Search().File(name)
	if err == nil {
		h.sh.hashed().Set(state.HashedFile{Name: name, Path: path})
	}
	return err
}

// Set remembers a place of a command.
func (h Hash) Set(name, path string) error {
	if h.sh.mayNot(path) != nil {
		return errRestricted
	}
	if st, err := files.StatFile(h.sh.dir.Fd(), path, true); err == nil && st.Kind == files.KindDirectory {
		return syscall.EISDIR
	}
	h.sh.ownHash().Set(state.HashedFile{Name: name, Path: path, Given: true})
	return nil
}
