//go:build !linux || !(amd64 || arm64)

package rlimit

import "syscall"

// RestoreNofile gives this process back the soft RLIMIT_NOFILE that it was
// started with. It is for programs whose own limit that is, like a shell; a
// library must not do it. A failing exec does it at no cost: before execve
// the Go runtime puts the original limit back, and forgets it.
func RestoreNofile() { syscall.Exec("", nil, nil) }

// ChildNofile is nil: children have the limit of this process.
func ChildNofile([]Limit) *Limit { return nil }

// nofileAtStart is not known here: the current limit stands for it.
func nofileAtStart() (Limit, bool) { return Limit{}, false }
