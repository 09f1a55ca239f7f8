//go:build linux && !amd64 && !arm64

package thread

import "golang.org/x/sys/unix"

// SignalSet is the set without elements: that is the only one asked for here.
func SignalSet(uint64) unix.Sigset_t { return unix.Sigset_t{} }

func Unreceived() uint64 { return 0 }
