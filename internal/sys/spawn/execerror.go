package spawn

import "os/exec"

// IsExecError tells whether err is the error of package os/exec for a program
// that is not found, or that is found in the current directory only.
func IsExecError(err error, notFound bool) bool {
	if notFound {
		return err == exec.ErrNotFound
	}
	return err == exec.ErrDot
}
