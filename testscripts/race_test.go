//go:build race

package testscripts

// buildFlags returns the flags gpipe is built with: when the tests look for
// data races, so does the gpipe they run.
func buildFlags() []string { return []string{"-race"} }
