//go:build !(linux && (amd64 || arm64))

package sys

import "golang.org/x/sys/unix"

func getrlimit(resource int, r *unix.Rlimit) error { return unix.Getrlimit(resource, r) }

func setrlimit(resource int, r *unix.Rlimit) error { return unix.Setrlimit(resource, r) }
