//go:build !linux

package thread

import "golang.org/x/sys/unix"

// threadUmask tells that a thread can have a umask of its own.
const ThreadUmask = false

// withUmask is not possible where umask is one for the whole process.
func WithUmask(int, func()) error { return unix.ENOTSUP }
