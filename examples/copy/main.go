//go:build linux

// Copy copies a file in three ways and tells how long each took:
//
//		copy FROM TO
//
//	  - mmap: both files are mapped, and the memory is copied;
//	  - copy_file_range(2): the kernel copies, or only notes that the blocks are
//	    shared, where the file system can;
//	  - splice(2): the kernel moves pages from the one file into a pipe, and from
//	    there into the other.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/sys/unix"

	"gpipe/ipc"
)

var ways = []struct {
	name string
	copy func(from, to *os.File, size int64) error
}{
	{"mmap", mmap},
	{"copy_file_range", copyFileRange},
	{"splice", splice},
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: copy FROM TO")
		os.Exit(2)
	}
	for _, way := range ways {
		took, err := timed(way.copy, os.Args[1], os.Args[2])
		if err != nil {
			fmt.Fprintf(os.Stderr, "copy: %s: %v\n", way.name, err)
			os.Exit(1)
		}
		fmt.Printf("%-16s %v\n", way.name, took)
	}
}

func timed(way func(from, to *os.File, size int64) error, fromName, toName string) (time.Duration, error) {
	from, err := os.Open(fromName)
	if err != nil {
		return 0, err
	}
	defer from.Close()
	to, err := os.OpenFile(toName, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o666)
	if err != nil {
		return 0, err
	}
	st, err := from.Stat()
	if err != nil {
		return 0, errors.Join(err, to.Close())
	}
	begin := time.Now()
	err = way(from, to, st.Size())
	return time.Since(begin), errors.Join(err, to.Close())
}

func mmap(from, to *os.File, size int64) error {
	if size == 0 {
		return nil // nothing can't be mapped
	}
	if err := to.Truncate(size); err != nil {
		return err
	}
	in, err := ipc.MapFile(from, 0, int(size), ipc.ReadOnly)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := ipc.MapFile(to, 0, int(size), ipc.ReadWrite)
	if err != nil {
		return err
	}
	defer out.Close()
	// WriteAt and not copy: if one of the files becomes shorter meanwhile, or
	// the disk is full, that is an error and not the end of the program.
	_, err = out.WriteAt(in.Bytes(), 0)
	return err
}

func copyFileRange(from, to *os.File, size int64) error {
	for size > 0 {
		n, err := unix.CopyFileRange(int(from.Fd()), nil, int(to.Fd()), nil, int(min(size, 1<<30)), 0)
		switch {
		case err == unix.EINTR:
		case err != nil:
			return err
		case n == 0:
			return io.ErrUnexpectedEOF
		}
		size -= int64(max(n, 0))
	}
	return nil
}

func splice(from, to *os.File, size int64) error {
	r, w, err := os.Pipe()
	if err != nil {
		return err
	}
	defer r.Close()
	defer w.Close()
	for size > 0 {
		n, err := move(int(from.Fd()), int(w.Fd()), size)
		if err != nil {
			return err
		}
		size -= n
		for n > 0 { // all that is in the pipe
			k, err := move(int(r.Fd()), int(to.Fd()), n)
			if err != nil {
				return err
			}
			n -= k
		}
	}
	return nil
}

// move moves up to n bytes, at least one.
func move(from, to int, n int64) (int64, error) {
	for {
		k, err := unix.Splice(from, nil, to, nil, int(min(n, 1<<20)), unix.SPLICE_F_MOVE)
		switch {
		case err == unix.EINTR:
		case err == nil && k == 0:
			return 0, io.ErrUnexpectedEOF
		default:
			return int64(k), err
		}
	}
}
