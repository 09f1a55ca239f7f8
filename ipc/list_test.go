package ipc

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// TestList: what is there, who has it open, and what nobody has.
func TestList(t *testing.T) {
	checkLeaks(t)
	dir := testDir(t)
	if all := must(List()); len(all) != 0 {
		t.Error(all)
	}
	m := newMemory(t, "hold", 100)
	must(NewMutex(m, 0))
	c := start(t, "hold", "kill")
	c.expect("locked false")
	check(t, os.WriteFile(filepath.Join(dir, "nonsense"), []byte("x"), 0o600))
	all := must(List())
	if len(all) != 2 || all[0].Name != "hold" || all[0].Members != 2 || all[0].Size != 100 || all[0].Orphan() ||
		all[0].MadeBy != os.Getpid() || len(all[0].Parts) != 1 || all[0].Parts[0] != "mutex" || all[0].Err != nil {
		t.Errorf("%+v", all)
	}
	if !errors.Is(all[1].Err, ErrLayout) || all[1].Orphan() {
		t.Errorf("%+v", all[1])
	}
	check(t, Remove("nonsense"))
	c.kill()
	if all = must(List()); all[0].Members != 1 {
		t.Errorf("%+v", all)
	}
	check(t, os.Chmod(dir, 0o777))
	_, err := List()
	wantErr(t, err, ErrUntrusted)
	check(t, os.Chmod(dir, 0o700))
}

// createRole makes memory and waits to be killed.
func createRole([]string) error {
	if _, err := Create("orphan", 100, 0o600); err != nil {
		return err
	}
	m, err := SysV(Private, 100, 0o600)
	say("made", m.ID(), err)
	forever()
	return nil
}

// TestOrphan: memory whose maker was killed is there, is known to be nobody's,
// and can be removed; of a private segment of System V nothing is left.
func TestOrphan(t *testing.T) {
	checkLeaks(t)
	testDir(t)
	c := start(t, "create")
	c.line()
	if all := must(List()); len(all) != 1 || all[0].Orphan() {
		t.Errorf("%+v", all)
	}
	c.kill()
	all := must(List())
	if len(all) != 1 || !all[0].Orphan() {
		t.Errorf("%+v", all)
	}
	m := must(Open("orphan"))
	if all := must(List()); len(all) != 1 || all[0].Orphan() {
		t.Errorf("%+v", all)
	}
	check(t, m.Close())
	check(t, Remove("orphan"))
	if all := must(List()); len(all) != 0 {
		t.Errorf("%+v", all)
	}
}

// TestSysVPrivate: the segments of a process that is killed are gone.
func TestSysVPrivate(t *testing.T) {
	testDir(t)
	c := start(t, "create")
	var id int
	if _, err := fmt.Sscanf(c.line(), "made %d <nil>", &id); err != nil {
		t.Skip("no System V segment")
	}
	there := func() bool {
		return slices.ContainsFunc(must(ListSysV(SysVSegments)), func(o SysVInfo) bool { return o.ID == id })
	}
	if !there() {
		t.Error("the segment is not there")
	}
	c.kill()
	if there() {
		t.Error("the segment is still there")
	}
}

func TestListSysV(t *testing.T) {
	checkLeaks(t)
	q, err := OpenSysV(testKey(), 0o640)
	if err != nil {
		t.Skip(err)
	}
	check(t, q.Send(bg, Message{Data: []byte("hello")}))
	found := false
	for _, o := range must(ListSysV(SysVQueues)) {
		if o.Key == testKey() {
			found = true
			if o.Perm != 0o640 || o.Count != 1 || o.Bytes != 5 || o.Uid != os.Getuid() {
				t.Errorf("%+v", o)
			}
			check(t, RemoveSysV(SysVQueues, o.ID))
			wantErr(t, RemoveSysV(SysVQueues, o.ID), ErrRemoved)
		}
	}
	if !found {
		t.Error("the queue is not in the list")
	}
}

// TestListPOSIX: a queue is listed as long as it has a name.
func TestListPOSIX(t *testing.T) {
	checkLeaks(t)
	q, err := OpenPOSIX("gpipe-test-list", 1, 10, 0o600)
	if err != nil {
		t.Skip(err)
	}
	defer q.Close()
	check(t, q.Send(bg, Message{Data: []byte("four")}))
	all, err := ListPOSIX()
	if err == nil {
		i := slices.IndexFunc(all, func(i POSIXInfo) bool { return i.Name == "/gpipe-test-list" })
		if i < 0 || all[i].Bytes < 4 || all[i].Perm != 0o600 || all[i].Uid != os.Geteuid() {
			t.Errorf("%+v", all)
		}
	} else if !errors.Is(err, fs.ErrNotExist) { // not mounted
		t.Error(err)
	}
	check(t, RemovePOSIX("/gpipe-test-list"))
	wantErr(t, RemovePOSIX("gpipe-test-list"), fs.ErrNotExist)
}
