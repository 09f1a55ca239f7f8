//go:build !race

package testscripts

import "runtime"

const raceDetector = false

// entryHook tells whether gpipe is linked with the entry hook of internal/sys.
func entryHook() bool {
	return runtime.GOOS == "linux" && (runtime.GOARCH == "amd64" || runtime.GOARCH == "arm64")
}

// buildFlags returns the flags gpipe is built with: those of `make build`.
func buildFlags() []string {
	if entryHook() {
		return []string{"-trimpath", "-ldflags=-s -w -E=gpipe_entry"}
	}
	return []string{"-trimpath", "-ldflags=-s -w"}
}
