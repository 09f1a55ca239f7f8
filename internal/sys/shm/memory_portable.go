//go:build !linux || ipcportable

package shm

// MemoryFd returns a file of size bytes that has no name.
func MemoryFd(_ string, size int64) (int, error) { return unlinkedFile("/tmp", size) }

// Steady tells whether nobody can make the file fd shorter.
func Steady(int) bool { return false }
