//go:build !linux

package sys

import "golang.org/x/sys/unix"

// threadUmask tells that a thread can have a umask of its own.
const threadUmask = false

// withUmask is not possible where umask is one for the whole process.
func withUmask(int, func()) error { return unix.ENOTSUP }
