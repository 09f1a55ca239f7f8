//go:build race

package testscripts

const raceDetector = true

// entryHook: the hook can't be linked with the race detector.
func entryHook() bool { return false }

// buildFlags returns the flags gpipe is built with: when the tests look for
// data races, so does the gpipe they run.
func buildFlags() []string { return []string{"-race"} }
