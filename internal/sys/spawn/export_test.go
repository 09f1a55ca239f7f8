//go:build linux && (amd64 || arm64)

package spawn

// For the tests that use package redirect, which imports this one.
var (
	Child        = attr
	Emulated     = emulated
	CheckLeaks   = checkLeaks
	RunHelper    = runHelper
	PauseProgram = pauseProgram
	Natives      = natives
)
