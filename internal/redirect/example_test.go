package redirect_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"gpipe/internal/redirect"
	"gpipe/internal/sys/spawn"
)

// The table of a shell that knows the program's own three streams.
func ExampleTable() {
	var t redirect.Table
	defer t.Close()
	for fd := range 3 {
		t.Set(fd, redirect.Borrow(fd))
	}
	// 3>&1 1>&2 2>&3-: exchange standard output and standard error.
	undo, err := t.Apply([]redirect.Op{
		redirect.Dup(3, 1), redirect.Dup(1, 2), redirect.Move(2, 3),
	}, &redirect.Context{DirFd: -1, Umask: -1})
	if err != nil {
		fmt.Println(err)
		return
	}
	m, _ := t.Map(nil)
	fmt.Println(m)
	undo.Restore(&t)
	m, _ = t.Map(nil)
	fmt.Println(m)
	// Output:
	// [{0 0} {1 2} {2 1}]
	// [{0 0} {1 1} {2 2}]
}

// A failed redirection names the operation and the operand.
func ExampleTable_Apply() {
	var t redirect.Table
	_, err := t.Apply([]redirect.Op{redirect.In(0, "/no/such/file")}, &redirect.Context{DirFd: -1, Umask: -1})
	fmt.Println(err)
	fmt.Println(errors.Is(err, fs.ErrNotExist))
	// Output:
	// open /no/such/file: no such file or directory
	// true
}

// What is written to a Capture is collected, as in $(...).
func ExampleCapture() {
	c := redirect.NewCapture(nil)
	var t redirect.Table
	t.Set(1, c.File()) // the table's reference now
	fmt.Fprint(t.Get(1), "hello")
	t.Close()
	fmt.Printf("%q\n", c.Bytes())
	// Output: "hello"
}

// A here-document, read back.
func ExampleText() {
	var t redirect.Table
	defer t.Close()
	undo, err := t.Apply([]redirect.Op{redirect.Text(0, "line\n")}, &redirect.Context{DirFd: -1, Umask: -1})
	if err != nil {
		fmt.Println(err)
		return
	}
	undo.Commit()
	buf := make([]byte, 80)
	n, _ := t.Get(0).Read(buf)
	fmt.Printf("%q\n", buf[:n])
	// Output: "line\n"
}

// A file of package os as standard output.
func ExampleFromOS() {
	f, err := redirect.FromOS(os.Stdout)
	if err != nil {
		fmt.Println(err)
		return
	}
	var t redirect.Table
	t.Set(1, f)
	fmt.Println(t.Get(1) == f, t.Get(2) == nil)
	t.Close()
	// Output: true true
}

// The steps that make a child's fd 0 and 1 the parent's 1 and 0, and close
// all others.
func ExamplePlan() {
	for _, s := range redirect.Plan(nil, []spawn.FdMap{{Child: 0, Parent: 1}, {Child: 1, Parent: 0}}) {
		switch s.Op {
		case spawn.FdDup:
			fmt.Printf("dup2(%d, %d)\n", s.A, s.B)
		case spawn.FdCloseRange:
			fmt.Printf("close from %d\n", s.A)
		}
	}
	// Output:
	// dup2(0, 2)
	// dup2(1, 0)
	// dup2(2, 1)
	// close from 2
}
