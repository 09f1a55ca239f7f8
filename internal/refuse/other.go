//go:build !linux || (!amd64 && !arm64)

// Package refuse is for Linux.
package refuse
