//go:build !linux

package sys

// AdoptOrphans does nothing here.
func AdoptOrphans() {}

var orphans adoption

// adoption would be the care for orphans.
type adoption struct{}

func (adoption) starting()        {}
func (adoption) started(int)      {}
func (adoption) reaping()         {}
func (adoption) reaped(int, bool) {}
func (adoption) caring() bool     { return false }
