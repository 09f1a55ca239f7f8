//go:build !linux

package thread

import "golang.org/x/sys/unix"

// ThreadUmask tells that a thread can have a umask of its own.
const ThreadUmask = false

// WithUmask is not possible where umask is one for the whole process.
func WithUmask(int, func()) error { return unix.ENOTSUP }
