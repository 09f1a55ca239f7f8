//go:build darwin || freebsd

package sys

import (
	"os/signal"
	"syscall"
)

// heedless calls f while the process ignores sig, which has its default
// disposition after that unless it was ignored before.
func heedless(sig syscall.Signal, f func() error) error {
	if !signal.Ignored(sig) {
		signal.Ignore(sig)
		defer signal.Reset(sig)
	}
	return f()
}
