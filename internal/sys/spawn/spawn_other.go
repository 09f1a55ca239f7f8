//go:build !linux || !(amd64 || arm64)

package spawn

import (
	"syscall"

	"gpipe/internal/sys/proc"
)

// spawnNative exists on Linux for amd64 and arm64.
func spawnNative(*Attr) (p *proc.Process, ok bool, err error) { return nil, false, nil }

// wantPidfd does nothing: Wait blocks a thread here.
func wantPidfd(*syscall.SysProcAttr, *int) {}
