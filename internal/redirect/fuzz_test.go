package redirect

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// FuzzApply makes groups of redirections, some undone and some kept, on a
// table and on a map, and counts the references left.
func FuzzApply(f *testing.F) {
	f.Add([]byte{1, 3, 1, 1, 1, 2, 1, 2, 3}, uint8(3))
	f.Add([]byte{2, 5, 0, 3, 1, 0, 5, 9, 1, 2, 9, 9}, uint8(1))
	f.Add([]byte{1, 1, 77, 3, 2, 0}, uint8(2))
	f.Fuzz(func(t *testing.T, data []byte, group uint8) {
		tab := new(Table)
		all := []*File{Borrow(0), Borrow(1), Borrow(2)}
		model := map[int]int{}
		for i, file := range all {
			tab.Set(i, file.Ref())
			model[i] = i
		}
		var ops []Op
		for len(data) >= 3 {
			kind, fd, from := Kind(1+data[0]%3), int(data[1]%24), int(data[2]%24)
			ops = append(ops, Op{Kind: kind, Fd: fd, From: from})
			data = data[3:]
		}
		size := int(group%5) + 1
		for i := 0; len(ops) > 0; i++ {
			n := min(size, len(ops))
			applyBoth(t, tab, model, ops[:n], i%2 == 0)
			ops = ops[n:]
			compare(t, tab, model, all)
		}
		child := tab.Fork()
		compare(t, &child, model, all)
		tab.Close()
		child.Close()
		for _, file := range all {
			if n := file.refs.Load(); n != 1 {
				t.Fatalf("%d references left", n)
			}
		}
	})
}

// applyBoth applies ops to the table and, if they succeed and are kept, to
// the model, which is a map of fd to index of the file.
func applyBoth(t *testing.T, tab *Table, model map[int]int, ops []Op, keep bool) {
	next := map[int]int{}
	for fd, file := range model {
		next[fd] = file
	}
	fails := false
	for _, op := range ops {
		from, ok := next[op.From]
		switch {
		case op.Kind == KindClose:
			delete(next, op.Fd)
		case !ok:
			fails = true
		case op.Fd != op.From:
			next[op.Fd] = from
			if op.Kind == KindMove {
				delete(next, op.From)
			}
		}
		if fails {
			break
		}
	}
	undo, err := tab.Apply(ops, &Context{})
	if (err != nil) != fails {
		t.Fatalf("%+v: %v", ops, err)
	}
	switch {
	case fails:
	case !keep:
		undo.Restore(tab)
	default:
		undo.Commit()
		clear(model)
		for fd, file := range next {
			model[fd] = file
		}
	}
}

func compare(t *testing.T, tab *Table, model map[int]int, all []*File) {
	got := map[int]int{}
	for fd := range 24 {
		for i, file := range all {
			if tab.Get(fd) == file {
				got[fd] = i
			}
		}
	}
	if diff := cmp.Diff(model, got); diff != "" {
		t.Fatal(diff)
	}
}
