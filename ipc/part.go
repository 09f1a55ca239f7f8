//go:build !windows

package ipc

import (
	"errors"

	"gpipe/internal/sys"
)

// part is a lock, a queue or the like in the memory.
type part interface {
	span() (at, size int)
	held() bool // this process has something of it
}

// align is what offsets of parts are multiples of.
const align = 64

// place finds the part at an offset of the user's bytes, or makes one there of
// size bytes by calling create. Two parts have no byte in common.
func place[P part](r *region, offset, size int, create func(at int) (P, error)) (P, error) {
	var none P
	switch {
	case offset < 0 || offset%align != 0 || size < 0:
		return none, sys.EINVAL
	case offset > len(r.user) || size > len(r.user)-offset:
		return none, ErrTooBig
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	at := tableSize() + offset
	if old, ok := r.parts[at]; ok {
		p, ok := old.(P)
		if _, had := old.span(); !ok || had != size {
			return none, ErrLayout
		}
		return p, nil
	}
	for _, other := range r.parts {
		if from, n := other.span(); at < from+n && from < at+size {
			return none, ErrLayout
		}
	}
	var p P
	err := r.try(func() (err error) {
		p, err = create(at)
		return err
	})
	if err != nil {
		return none, err
	}
	r.parts[at] = p
	return p, nil
}

// brand sees to it that there is a part of a kind at an offset. If there is
// none yet, the first word being 0, it calls setUp, and no other process does
// at the same time. Bytes that no part was made of are zeros. If there is one,
// check tells whether it is like the one that is wanted.
func (r *region) brand(at int, kind uint32, setUp, check func() error) error {
	word := r.at(at)
	switch word.Load() {
	case 0:
	case kind:
		return check()
	default:
		return ErrLayout
	}
	err := r.init.lockSoon()
	if err != nil && !errors.Is(err, ErrOwnerDied) {
		return err
	}
	r.init.consistent()
	defer r.init.unlock()
	switch word.Load() {
	case 0:
		if err := setUp(); err != nil {
			return err
		}
		word.Store(kind)
		return nil
	case kind:
		return check()
	}
	return ErrLayout
}
