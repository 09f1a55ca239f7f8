//go:build linux && (amd64 || arm64)

package spawn

// For the tests that use package redirect, which imports this one.
var (
	Emulated     = emulated
	Attr         = attr
	CheckLeaks   = checkLeaks
	RunHelper    = runHelper
	PauseProgram = pauseProgram
	Natives      = natives
)
