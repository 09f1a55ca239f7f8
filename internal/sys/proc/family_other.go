//go:build !linux

package proc

import "syscall"

// Relative is a descendant of a process. None is known here.
type Relative struct{}

// StopDescendants finds none here.
func StopDescendants(int) []Relative { return nil }

// Signal has nobody to send to.
func (Relative) Signal(syscall.Signal) error { return syscall.ESRCH }

// HasChildren can't tell here.
func HasChildren() bool { return false }
