package redirect

import (
	"gpipe/internal/sys"
)

const few = 10 // fds below this one are kept in an array

// Table maps the fds a shell knows to open files. The zero Table is empty:
// every fd is closed. A Table is used by one goroutine at a time; Fork gives
// another one its own.
type Table struct {
	low  [few]*File
	high []entry // sorted by fd
}

type entry struct {
	fd   int
	file *File
}

// Get returns the file fd stands for, or nil when it is closed. The
// reference stays the table's.
func (t *Table) Get(fd int) *File {
	if uint(fd) < few {
		return t.low[fd]
	}
	for _, e := range t.high {
		if e.fd == fd {
			return e.file
		}
	}
	return nil
}

// Set makes fd stand for f, whose reference the table takes over, and drops
// the reference it had. A nil f closes fd.
func (t *Table) Set(fd int, f *File) {
	if old := t.swap(fd, f); old != nil {
		old.Unref()
	}
}

// swap makes fd stand for f and returns the file it stood for, with its
// reference.
func (t *Table) swap(fd int, f *File) *File {
	if uint(fd) < few {
		old := t.low[fd]
		t.low[fd] = f
		return old
	}
	i := 0
	for i < len(t.high) && t.high[i].fd < fd {
		i++
	}
	if i < len(t.high) && t.high[i].fd == fd {
		old := t.high[i].file
		if f == nil {
			t.high = append(t.high[:i], t.high[i+1:]...)
		} else {
			t.high[i].file = f
		}
		return old
	}
	if f != nil {
		t.high = append(t.high, entry{})
		copy(t.high[i+1:], t.high[i:])
		t.high[i] = entry{fd, f}
	}
	return nil
}

// Fork returns a copy that holds references of its own.
func (t *Table) Fork() Table {
	c := Table{low: t.low}
	if len(t.high) > 0 {
		c.high = append([]entry(nil), t.high...)
	}
	c.each(func(_ int, f *File) { f.Ref() })
	return c
}

// Close drops every reference; the table is empty afterwards.
func (t *Table) Close() {
	t.each(func(_ int, f *File) { f.Unref() })
	*t = Table{}
}

// each calls fn for every open fd, in order.
func (t *Table) each(fn func(fd int, f *File)) {
	for fd, f := range t.low {
		if f != nil {
			fn(fd, f)
		}
	}
	for _, e := range t.high {
		fn(e.fd, e.file)
	}
}

// Map appends the table as pairs of child fd and kernel descriptor, sorted,
// for Plan and sys.Spawn. Captures become pipes. The descriptors stay the
// table's.
func (t *Table) Map(dst []sys.FdMap) ([]sys.FdMap, error) {
	var failed error
	t.each(func(fd int, f *File) {
		k, err := f.Fd()
		if err != nil {
			failed = err
		}
		dst = append(dst, sys.FdMap{Child: fd, Parent: k})
	})
	return dst, failed
}
