//go:build !linux

package proc

// AdoptOrphans does nothing here.
func AdoptOrphans() {}

// FosterOrphans is not to be had here.
func FosterOrphans() error { return nil }

var orphans adoption

// adoption would be the care for orphans.
type adoption struct{}

func (adoption) reaping()         {}
func (adoption) reaped(int, bool) {}

// BeginStart and EndStart are called around the start of a child.
func BeginStart()  {}
func EndStart(int) {}
