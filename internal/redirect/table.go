package redirect

import (
	"slices"
	"strconv"

	"gpipe/internal/sys/spawn"
)

const few = 10 // fds below this one are kept in an array

// Table maps the fds a shell knows to open files. The zero Table is empty:
// every fd is closed. It holds one reference to the file of each fd. A Table
// is used by one goroutine at a time; Fork gives another one its own.
type Table struct {
	low  [few]*File
	high []entry // sorted by fd
}

type entry struct {
	fd   int
	file *File
}

// KinPipes calls visit with the kernel descriptors of the pipes that NewKin
// was given, and of captures.
func (t *Table) KinPipes(visit func(fd int)) {
	mark := func(f *File) {
		if f != nil && (f.kin || f.capture != nil) {
			if fd, err := f.Fd(); err == nil {
				visit(fd)
			}
		}
	}
	for _, f := range t.low {
		mark(f)
	}
	for _, e := range t.high {
		mark(e.file)
	}
}

// Get returns the file fd stands for, or nil when it is closed. The
// reference stays the table's.
func (t *Table) Get(fd int) *File {
	if uint(fd) < few {
		return t.low[fd]
	}
	if i, ok := t.find(fd); ok {
		return t.high[i].file
	}
	return nil
}

// Set makes fd, which must not be negative, stand for f, whose reference the
// table takes over, and drops the reference it had. A nil f closes fd. It
// panics, as an index does, if fd is negative.
func (t *Table) Set(fd int, f *File) {
	if old := t.swap(fd, f); old != nil {
		old.Unref()
	}
}

// swap makes fd stand for f and returns the file it stood for, with its
// reference.
func (t *Table) swap(fd int, f *File) *File {
	if fd < 0 {
		panic("redirect: negative descriptor")
	}
	if uint(fd) < few {
		old := t.low[fd]
		t.low[fd] = f
		return old
	}
	i, ok := t.find(fd)
	switch {
	case !ok && f == nil:
		return nil
	case !ok:
		t.high = slices.Insert(t.high, i, entry{fd, f})
		return nil
	}
	old := t.high[i].file
	if f == nil {
		t.high = slices.Delete(t.high, i, i+1)
	} else {
		t.high[i].file = f
	}
	return old
}

// find returns where fd is in high, or belongs.
func (t *Table) find(fd int) (int, bool) {
	lo, hi := 0, len(t.high)
	for lo < hi {
		if mid := int(uint(lo+hi) >> 1); t.high[mid].fd < fd {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo, lo < len(t.high) && t.high[lo].fd == fd
}

// Fork returns a copy that holds references of its own.
func (t *Table) Fork() Table {
	c := Table{low: t.low}
	for _, f := range t.low {
		if f != nil {
			f.refs.Add(1)
		}
	}
	if len(t.high) > 0 {
		c.high = slices.Clone(t.high)
		for _, e := range c.high {
			e.file.refs.Add(1)
		}
	}
	return c
}

// Close drops every reference; the table is empty afterwards.
func (t *Table) Close() {
	for fd, f := range t.low {
		if f != nil {
			t.low[fd] = nil
			f.Unref()
		}
	}
	for _, e := range t.high {
		e.file.Unref()
	}
	t.high = nil
}

// Map appends the table as pairs of child fd and kernel descriptor, sorted,
// for Plan and spawn.Start. A Capture and a here-document become pipes; where
// that fails, dst comes back as it was with an *Error. The descriptors stay the
// table's.
func (t *Table) Map(dst []spawn.FdMap) ([]spawn.FdMap, error) {
	m := dst
	for fd, f := range t.low {
		if f == nil {
			continue
		}
		k, err := f.Fd()
		if err != nil {
			return dst, pipeError(fd, f, err)
		}
		m = append(m, spawn.FdMap{Child: fd, Parent: k})
	}
	for _, e := range t.high {
		k, err := e.file.Fd()
		if err != nil {
			return dst, pipeError(e.fd, e.file, err)
		}
		m = append(m, spawn.FdMap{Child: e.fd, Parent: k})
	}
	return m, nil
}

// pipeError is why f, which is fd in a table, could not be made a descriptor.
func pipeError(fd int, f *File, err error) error {
	op := "pipe"
	if f.capture == nil {
		op = "here-document"
	}
	return &Error{op, strconv.Itoa(fd), err}
}
