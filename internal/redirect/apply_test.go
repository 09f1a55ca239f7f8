package redirect

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// openFds counts this process's descriptors.
func openFds(t *testing.T) int {
	t.Helper()
	d, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Skip(err)
	}
	return len(d)
}

// checkFds fails the test if it leaves descriptors.
func checkFds(t *testing.T) {
	t.Helper()
	before := openFds(t)
	t.Cleanup(func() {
		if now := openFds(t); now != before {
			t.Errorf("%d descriptors before, %d now", before, now)
		}
	})
}

// context is for relative paths in a directory of the test.
func context(t *testing.T) (*Context, string) {
	t.Helper()
	dir := t.TempDir()
	d, err := os.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return &Context{DirFd: int(d.Fd()), Umask: -1}, dir
}

// names numbers the files of a table in the order of its fds.
func names(t *Table) map[int]int {
	seen, got := map[*File]int{}, map[int]int{}
	for fd := range 40 {
		f := t.Get(fd)
		if f == nil {
			continue
		}
		if _, ok := seen[f]; !ok {
			seen[f] = len(seen)
		}
		got[fd] = seen[f]
	}
	return got
}

// table is 0, 1, 2 and 30 standing for four files, which is names' 0 to 3.
func table() *Table {
	t := new(Table)
	for _, fd := range []int{0, 1, 2, 30} {
		t.Set(fd, Borrow(fd))
	}
	return t
}

func TestApplyTable(t *testing.T) {
	tests := []struct {
		name string
		ops  []Op
		want map[int]int
	}{
		{"nothing", nil, map[int]int{0: 0, 1: 1, 2: 2, 30: 3}},
		{"2>&1", []Op{Dup(2, 1)}, map[int]int{0: 0, 1: 1, 2: 1, 30: 2}},
		{"1>&1", []Op{Dup(1, 1)}, map[int]int{0: 0, 1: 1, 2: 2, 30: 3}},
		{"3>&1 1>&2 2>&3", []Op{Dup(3, 1), Dup(1, 2), Dup(2, 3)}, map[int]int{0: 0, 1: 1, 2: 2, 3: 2, 30: 3}},
		{"3>&1 1>&2 2>&3-", []Op{Dup(3, 1), Dup(1, 2), Move(2, 3)}, map[int]int{0: 0, 1: 1, 2: 2, 30: 3}},
		{"2>&-", []Op{Close(2)}, map[int]int{0: 0, 1: 1, 30: 2}},
		{"closed already", []Op{Close(9), Close(35)}, map[int]int{0: 0, 1: 1, 2: 2, 30: 3}},
		{"10>&30- 30>&1", []Op{Move(10, 30), Dup(30, 1)}, map[int]int{0: 0, 1: 1, 2: 2, 10: 3, 30: 1}},
		{"30>&30-", []Op{Move(30, 30)}, map[int]int{0: 0, 1: 1, 2: 2, 30: 3}},
		{"12>&30 11>&30 30>&-", []Op{Dup(12, 30), Dup(11, 30), Close(30)}, map[int]int{0: 0, 1: 1, 2: 2, 11: 3, 12: 3}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			checkFds(t)
			tab := table()
			before := names(tab)
			undo, err := tab.Apply(tt.ops, &Context{DirFd: -1, Umask: -1})
			if err != nil {
				t.Fatal(err)
			}
			changed := names(tab)
			undo.Restore(tab)
			if diff := cmp.Diff(before, names(tab)); diff != "" {
				t.Errorf("restored: %s", diff)
			}
			undo, _ = tab.Apply(tt.ops, &Context{DirFd: -1, Umask: -1})
			undo.Commit()
			if diff := cmp.Diff(changed, names(tab)); diff != "" {
				t.Errorf("committed: %s", diff)
			}
			tab.Close()
			if diff := cmp.Diff(map[int]int{}, names(tab)); diff != "" {
				t.Errorf("closed: %s", diff)
			}
			// The files of the swapped table are numbered by position: compare
			// what stands for what, not the numbers.
			if len(changed) != len(tt.want) {
				t.Errorf("%v, want %v", changed, tt.want)
			}
			for a := range tt.want {
				for b := range tt.want {
					if (changed[a] == changed[b]) != (tt.want[a] == tt.want[b]) {
						t.Errorf("%v, want %v", changed, tt.want)
					}
				}
			}
		})
	}
}

// TestApplySwap: 3>&1 1>&2 2>&3 really exchanges the two.
func TestApplySwap(t *testing.T) {
	tab := table()
	defer tab.Close()
	one, two := tab.Get(1), tab.Get(2)
	undo, err := tab.Apply([]Op{Dup(3, 1), Dup(1, 2), Move(2, 3)}, &Context{})
	if err != nil || tab.Get(1) != two || tab.Get(2) != one || tab.Get(3) != nil {
		t.Errorf("%v, %v", names(tab), err)
	}
	undo.Restore(tab)
	if tab.Get(1) != one || tab.Get(2) != two || tab.Get(3) != nil {
		t.Error("not restored")
	}
}

// TestApplyFiles: what is written and read through the opened files.
func TestApplyFiles(t *testing.T) {
	checkFds(t)
	c, dir := context(t)
	write := func(text string, ops ...Op) {
		t.Helper()
		var tab Table
		undo, err := tab.Apply(ops, c)
		if err != nil {
			t.Fatal(err)
		}
		undo.Commit()
		if _, err := tab.Get(1).Write([]byte(text)); err != nil {
			t.Error(err)
		}
		tab.Close()
	}
	want := func(text string, ops ...Op) {
		t.Helper()
		var tab Table
		undo, err := tab.Apply(ops, c)
		if err != nil {
			t.Fatal(err)
		}
		defer undo.Restore(&tab)
		buf := make([]byte, 100)
		n, err := tab.Get(0).Read(buf)
		if string(buf[:n]) != text || err != nil {
			t.Errorf("%q, %v, want %q", buf[:n], err, text)
		}
	}
	write("one", Out(1, "f"))
	want("one", In(0, "f"))
	write("two", Append(1, "f"))
	want("onetwo", In(0, "f"))
	write("three", Out(1, "f"))
	want("three", In(0, filepath.Join(dir, "f")))
	write("T", InOut(1, "f"))
	want("Three", InOut(0, "f"))
	write("", InOut(1, "new"))
	want("", In(0, "new"))
	want("text\n", Text(0, "text\n"))
	want("text", Text(5, "text"), Move(0, 5))
	want("", In(0, "/dev/null"))
	st, err := os.Stat(filepath.Join(dir, "new"))
	if err != nil || st.Mode()&0o111 != 0 {
		t.Errorf("%v, %v", st, err)
	}
	f, err := os.Open(filepath.Join(dir, "f"))
	if err != nil {
		t.Fatal(err)
	}
	file, err := FromOS(f)
	f.Close()
	if err != nil {
		t.Fatal(err)
	}
	want("Three", To(7, file), Dup(0, 7))
	file.Unref()
}

// TestApplyFailure: one that fails takes those before it back.
func TestApplyFailure(t *testing.T) {
	checkFds(t)
	c, _ := context(t)
	c.Limit = 40
	tests := []struct {
		op   Op
		text string
		err  error
	}{
		{In(0, "missing"), "open missing: ", syscall.ENOENT},
		{Out(1, "."), "open .: ", syscall.EISDIR},
		{Out(1, ""), "open : ", syscall.ENOENT},
		{Out(1, "/no/\x1b[2J"), `open /no/\x1b[2J: `, syscall.ENOENT},
		{Out(40, "f"), "open 40: ", syscall.EBADF},
		{In(-1, "f"), "open -1: ", syscall.EBADF},
		{Close(-1), "close -1: ", syscall.EBADF},
		{Dup(1, 22), "dup 22: ", syscall.EBADF},
		{Dup(22, 22), "dup 22: ", syscall.EBADF},
		{Move(1, 22), "dup 22: ", syscall.EBADF},
		{Dup(1, -1), "dup -1: ", syscall.EBADF},
		{Dup(41, 1), "dup 41: ", syscall.EBADF},
		{In(0, "/dev/fd/22"), "open /dev/fd/22: ", syscall.ENOENT},
		{In(0, "a\x00b"), `open a\x00b: `, syscall.EINVAL},
		{To(4, nil), "dup 4: ", syscall.EBADF},
		{Op{Fd: 4, Kind: 99}, "redirect 4: ", syscall.EINVAL},
		{Text(40, "x"), "here-document 40: ", syscall.EBADF},
	}
	for _, tt := range tests {
		tab := table()
		before := *tab
		_, err := tab.Apply([]Op{Out(1, "f"), Dup(2, 1), Close(0), Move(5, 30), Text(6, "x"), tt.op}, c)
		var e *Error
		if !errors.As(err, &e) || !errors.Is(err, tt.err) || err.Error() != tt.text+tt.err.Error() {
			t.Errorf("%+v: %v", tt.op, err)
		}
		for _, fd := range []int{0, 1, 2, 5, 6, 30} {
			if tab.Get(fd) != before.Get(fd) {
				t.Errorf("%+v: fd %d is another", tt.op, fd)
			}
		}
		tab.Close()
	}
	tab := table()
	if _, err := tab.Apply([]Op{Close(99)}, c); err != nil {
		t.Error(err)
	}
}

func TestApplyAllocates(t *testing.T) {
	tab := table()
	defer tab.Close()
	c := &Context{DirFd: -1, Umask: -1}
	for _, tt := range []struct {
		name string
		ops  []Op
		want float64
	}{
		{"dup", []Op{Dup(2, 1)}, 0},
		{"swap", []Op{Dup(3, 1), Close(2)}, 0},
		{"open", []Op{Out(1, "/dev/null")}, 2}, // the File and the path for the kernel
	} {
		got := testing.AllocsPerRun(100, func() {
			undo, err := tab.Apply(tt.ops, c)
			if err != nil {
				t.Fatal(err)
			}
			undo.Restore(tab)
		})
		if got > tt.want {
			t.Errorf("%s: %v allocations", tt.name, got)
		}
	}
	if got := testing.AllocsPerRun(100, func() {
		child := tab.Fork()
		child.Close()
	}); got > 1 { // the fds from 10 up
		t.Errorf("fork: %v allocations", got)
	}
}

// TestText: here-documents of all sizes come whole.
func TestText(t *testing.T) {
	checkFds(t)
	for _, size := range []int{0, 1, 4096, 65536, 65537, 1 << 20} {
		var tab Table
		text := strings.Repeat("x", size)
		if _, err := tab.Apply([]Op{Text(3, text)}, &Context{}); err != nil {
			t.Fatal(err)
		}
		got, buf := 0, make([]byte, 100000)
		for {
			n, err := tab.Get(3).Read(buf)
			if err != nil {
				t.Fatal(err)
			}
			if n == 0 {
				break
			}
			got += n
		}
		if got != size {
			t.Errorf("%d bytes of %d", got, size)
		}
		tab.Close()
	}
}
