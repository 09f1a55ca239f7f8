// Filemap counts in a file that processes map which know nothing of each other
// but its name:
//
//	filemap FILE N
//
// Each adds N to the number in the first 8 bytes of the file, one at a time, and
// prints what it is then. The file is an ordinary one: it has nothing of package
// ipc, and any program can map it.
package main

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"sync/atomic"
	"unsafe"

	"gpipe/ipc"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "filemap:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 2 {
		return errors.New("usage: filemap FILE N")
	}
	n, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	f, err := os.OpenFile(args[0], os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return err
	}
	// To make it long enough twice does no harm; what is new in it is zeros.
	st, err := f.Stat()
	if err == nil && st.Size() < 8 {
		err = f.Truncate(8)
	}
	if err != nil {
		return err
	}
	m, err := ipc.MapFile(f, 0, 8, ipc.ReadWrite)
	if err != nil {
		return err
	}
	f.Close() // the map stays
	defer m.Close()
	// SAFETY: the map has 8 bytes and begins with a page.
	number := (*atomic.Uint64)(unsafe.Pointer(&m.Bytes()[0]))
	for range n {
		number.Add(1) // between processes as between goroutines
	}
	fmt.Println(number.Load())
	return m.Sync() // to the disk, not only to those who map it
}
