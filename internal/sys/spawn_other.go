//go:build !linux || !(amd64 || arm64)

package sys

import "syscall"

// spawnNative exists on Linux for amd64 and arm64.
func spawnNative(*SpawnAttr) (p *Process, ok bool, err error) { return nil, false, nil }

// wantPidfd does nothing: Wait blocks a thread here.
func wantPidfd(*syscall.SysProcAttr, *int) {}

// RestoreNofile gives this process back the soft RLIMIT_NOFILE that it was
// started with. It is for programs whose own limit that is, like a shell; a
// library must not do it. A failing exec does it at no cost: before execve
// the Go runtime puts the original limit back, and forgets it.
func RestoreNofile() { syscall.Exec("", nil, nil) }

func manyFiles() bool { return true }

// moreFiles does nothing: there are no more descriptors to be had.
func moreFiles(error, bool) bool { return false }

// childNofile is nil: children have the limit of this process.
func childNofile(*SpawnAttr) *Rlimit { return nil }
