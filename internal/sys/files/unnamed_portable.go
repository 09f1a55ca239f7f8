//go:build !linux || ipcportable

package files

import "golang.org/x/sys/unix"

func openUnnamed(int, uint32) (int, error) { return -1, unix.EOPNOTSUPP }

// preallocate leaves it to the zeros that are written then.
func preallocate(int, int64) error { return unix.EOPNOTSUPP }
