//go:build !linux && !darwin

package spawn

import "syscall"

// dirPath would return the path of a directory fd: there is no way to ask.
func dirPath(int) (string, error) { return "", syscall.ENOTSUP }
