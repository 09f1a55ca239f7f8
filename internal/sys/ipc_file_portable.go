//go:build !linux || ipcportable

package sys

import "golang.org/x/sys/unix"

func openUnnamed(int, uint32) (int, error) { return -1, unix.EOPNOTSUPP }

// preallocate leaves it to the zeros that are written then.
func preallocate(int, int64) error { return unix.EOPNOTSUPP }

// MemoryFd returns a file of size bytes that has no name.
func MemoryFd(_ string, size int64) (int, error) { return unlinkedFile("/tmp", size) }

// Steady tells whether nobody can make the file fd shorter.
func Steady(int) bool { return false }
