//go:build darwin || freebsd || netbsd || openbsd

package thread

import (
	"os/signal"
	"syscall"
)

// Heedless calls f while the process ignores sig, which has its default
// disposition after that unless it was ignored before.
func Heedless(sig syscall.Signal, f func() error) error {
	if !signal.Ignored(sig) {
		signal.Ignore(sig)
		defer signal.Reset(sig)
	}
	return f()
}
