//go:build !linux

package proc

// Meter looks at a process while it runs. There is no way to here.
type Meter struct{}

// Meter returns nil.
func (p *Process) Meter() *Meter { return nil }

// Close closes the Meter.
func (m *Meter) Close() {}

// IO knows nothing.
func (m *Meter) IO() (read, written int64, ok bool) { return 0, 0, false }

// Activity knows nothing.
func (m *Meter) Activity() Activity { return ActivityUnknown }

// PeakMemory knows nothing.
func (m *Meter) PeakMemory() int64 { return 0 }

// Splices knows nothing.
func (m *Meter) Splices() bool { return false }

// Reading knows nothing.
func (p *Process) Reading([]string) (offset, size int64, ok bool) { return 0, 0, false }

// IO knows nothing.
func (p *Process) IO() (read, written int64, ok bool) { return 0, 0, false }
