//go:build !windows

package popen

import "errors"

// ExitCode returns the exit status that an error of this package says, as a shell
// gives it in $?: 0 for nil; 128+n when signal n ended the command; 127 and 126 for
// one that is not found and one that can't be executed; 2 for a line that is no
// valid program. Of other packages' errors it is what their method ExitCode says, as
// that of *exec.ExitError. For what is no status of a command it is -1.
func ExitCode(err error) int {
	var coder interface{ ExitCode() int }
	var argument *ArgumentError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &argument):
		return -1
	case errors.As(err, &coder):
		return coder.ExitCode()
	case errors.Is(err, ErrSyntax):
		return 2
	}
	return -1
}
