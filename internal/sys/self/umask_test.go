//go:build linux

package self

import (
	"testing"

	"golang.org/x/sys/unix"
)

func TestUmask(t *testing.T) {
	was := unix.Umask(0o035)
	defer unix.Umask(was)
	if got := Umask(); got != 0o035 {
		t.Errorf("%o", got)
	}
	if got := askUmask(); got != 0o035 {
		t.Errorf("%o", got)
	}
	if got := Umask(); got != 0o035 {
		t.Errorf("afterwards %o", got)
	}
}
