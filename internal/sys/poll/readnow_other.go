//go:build !linux

package poll

import "golang.org/x/sys/unix"

// readNow and writeNow can't be had here.
func readNow(fd int, p []byte) (int, error) { return 0, unix.EOPNOTSUPP }

func writeNow(fd int, p []byte) (int, error) { return 0, unix.EOPNOTSUPP }
