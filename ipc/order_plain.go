//go:build !windows && !race

package ipc

// order is for the race detector.
type order struct{}

func (*order) before() {}
func (*order) after()  {}
