//go:build !(linux && (amd64 || arm64))

package sys

import "golang.org/x/sys/unix"

func Getrlimit(resource int, r *unix.Rlimit) error { return unix.Getrlimit(resource, r) }

func Setrlimit(resource int, r *unix.Rlimit) error { return unix.Setrlimit(resource, r) }
