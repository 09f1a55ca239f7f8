// Package shm has memory that processes share, and waits for words of it.
package shm

import (
	"os"
	"unsafe"

	"golang.org/x/sys/unix"
)

// PageSize is what memory is mapped in.
func PageSize() int { return os.Getpagesize() }

// FrontSize is how many private bytes MapFronted maps before the shared ones.
func FrontSize() int { return max(16<<10, PageSize()) }

// MapFronted maps the first size bytes of fd, shared, to be read and written,
// and FrontSize private bytes of zeros directly before them. Size is a
// multiple of the page.
func MapFronted(fd, size int) (front, mem []byte, err error) {
	n := FrontSize()
	p, err := unix.MmapPtr(-1, 0, nil, uintptr(n+size), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_ANON)
	if err != nil {
		return nil, nil, err
	}
	// SAFETY: the mapping has n+size bytes.
	at := unsafe.Add(p, n)
	_, err = unix.MmapPtr(fd, 0, at, uintptr(size), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED|unix.MAP_FIXED)
	if err != nil {
		unix.MunmapPtr(p, uintptr(n+size))
		return nil, nil, err
	}
	return unsafe.Slice((*byte)(p), n), unsafe.Slice((*byte)(at), size), nil
}

// Map maps size bytes of fd from offset on, which is a multiple of the page.
func Map(fd int, offset int64, size int, write, private bool) ([]byte, error) {
	prot, flags := unix.PROT_READ, unix.MAP_SHARED
	if write {
		prot |= unix.PROT_WRITE
	}
	if private {
		flags = unix.MAP_PRIVATE
	}
	p, err := unix.MmapPtr(fd, offset, nil, uintptr(size), prot, flags)
	if err != nil {
		return nil, err
	}
	// SAFETY: the mapping has size bytes.
	return unsafe.Slice((*byte)(p), size), nil
}

// Blank puts private zeros in the place of mapped memory, which is so let go
// without an address becoming invalid.
func Blank(mem []byte) error {
	// SAFETY: it is the address of the mapping, and stays mapped.
	_, err := unix.MmapPtr(-1, 0, unsafe.Pointer(unsafe.SliceData(mem)), uintptr(len(mem)),
		unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_ANON|unix.MAP_FIXED)
	return err
}

// Unmap gives mapped memory back: from here on its addresses are invalid.
func Unmap(mem []byte) error {
	if len(mem) == 0 {
		return nil
	}
	// SAFETY: it is the address of the mapping.
	return unix.MunmapPtr(unsafe.Pointer(unsafe.SliceData(mem)), uintptr(len(mem)))
}

// Flush writes what was changed in memory that is mapped from a file to the
// disk.
func Flush(mem []byte) error {
	if len(mem) == 0 {
		return nil
	}
	return unix.Msync(mem, unix.MS_SYNC)
}
