package redirect

import "testing"

// TestKeep: {name}>file stays while the rest is restored.
func TestKeep(t *testing.T) {
	checkFds(t)
	tab := table()
	c := &Context{DirFd: -1, Umask: -1}
	one := tab.Get(1)
	undo, err := tab.Apply([]Op{Dup(1, 0), Out(12, "/dev/null"), Out(12, "/dev/null"), Close(2), Dup(3, 12)}, c)
	if err != nil {
		t.Fatal(err)
	}
	if err := tab.Add(new(Dup(4, 77)), c, &undo); err == nil || tab.Get(4) != nil {
		t.Error(err)
	}
	if err := tab.Add(new(Dup(4, 12)), c, &undo); err != nil {
		t.Error(err)
	}
	named := tab.Get(12)
	undo.Keep(tab, 12)
	undo.Restore(tab)
	if tab.Get(1) != one || tab.Get(12) != named || tab.Get(2) == nil || tab.Get(3) != nil || tab.Get(4) != nil {
		t.Errorf("%v", names(tab))
	}
	if n := named.refs.Load(); n != 1 {
		t.Errorf("%d references", n)
	}
	tab.Close()
}
