//go:build !linux

package sys

// settle does nothing here.
func settle(uint64) {}
