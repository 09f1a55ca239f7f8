//go:build darwin || freebsd || netbsd

package rlimit

import "golang.org/x/sys/unix"

// addressSpace is the limit of all that is mapped.
func addressSpace() []Resource {
	return []Resource{{'v', "virtual memory", "kbytes", 1024, unix.RLIMIT_AS, 0}}
}
