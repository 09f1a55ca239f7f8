//go:build !windows

package ipc

import (
	"errors"
	"io/fs"

	"gpipe/internal/sys"
	"gpipe/internal/sys/sysv"
)

// Key names a System V object for all programs of the system that agree on it.
// Keys that ftok(3) makes repeat: use them only to talk to programs that do.
type Key int32

// Private is the Key of an object that has none.
const Private Key = sysv.SysVPrivate

// SysV attaches the shared memory segment with a key, and makes it if it is not
// there, with size bytes and the permission bits of perm. With size 0 it is only
// attached. Its bytes are those that other programs see.
//
// A Private segment is new. It goes with the last process that has it, however
// that ends; before, others get it by its ID.
func SysV(key Key, size int, perm fs.FileMode) (*Memory, error) {
	name := keyName(key)
	m, err := sysvMemory(key, size, perm)
	if err == nil {
		m.name = name
	}
	return m, failed("attach", name, err)
}

func sysvMemory(key Key, size int, perm fs.FileMode) (*Memory, error) {
	if size < 0 || perm&^fs.ModePerm != 0 || key == Private && size == 0 {
		return nil, sys.EINVAL
	}
	id, made, err := getSysV(size > 0, perm, func(flags int) (int, error) {
		return sysv.ShmGet(int(key), size, flags)
	})
	if err != nil {
		return nil, err
	}
	m, err := attach(id, false)
	if key == Private {
		sysv.ShmRemove(id) // it stays as long as it is attached
	}
	if err != nil {
		return nil, err
	}
	if made && key != Private {
		m.remove = func() error { return sysv.ShmRemove(id) }
	}
	return m, nil
}

// getSysV gets an object, or makes it, as get does with the flags it is called
// with. It tells whether it was made.
func getSysV(create bool, perm fs.FileMode, get func(flags int) (int, error)) (id int, made bool, err error) {
	for {
		if create {
			id, err = get(sysv.SysVCreate | sysv.SysVExclusive | int(perm.Perm()))
			if err != sys.EEXIST {
				return id, err == nil, err
			}
		}
		id, err = get(0)
		if !create || err != sys.ENOENT {
			return id, false, err
		}
	}
}

// SysVID attaches the shared memory segment with an id. With readOnly a write
// to it is a fault.
func SysVID(id int, readOnly bool) (*Memory, error) {
	m, err := attach(id, readOnly)
	return m, failed("attach", idName(id), err)
}

func attach(id int, readOnly bool) (*Memory, error) {
	bytes, err := sysv.ShmAttach(id, readOnly)
	if errors.Is(err, sys.EINVAL) {
		err = ErrRemoved
	}
	if err != nil {
		return nil, err
	}
	m := raw(idName(id), bytes, bytes, func() error { return sysv.ShmDetach(bytes) })
	m.steady, m.id = true, id
	return m, nil
}

// ID returns the id of a System V segment; -1 for other memory.
func (m *Memory) ID() int { return m.id }
