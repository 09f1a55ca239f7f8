// Package effort says how much a run of the tests tries: it is the one place where
// tests ask. There are three runs.
//
//	make check      go test -short          the edit loop: seconds
//	make test       go test                 before a change is sent
//	make test-long  GPIPE_TESTS=long go test  deep and random ones, in CI
package effort

import (
	"os"
	"testing"
)

// Of returns how often, how deep or how much in this run.
func Of(short, usual, long int) int {
	switch {
	case testing.Short():
		return short
	case isLong():
		return long
	}
	return usual
}

// Usual skips a test in a short run.
func Usual(t testing.TB) {
	t.Helper()
	if testing.Short() {
		t.Skip("left out with -short")
	}
}

// Long skips a test in all but a long run.
func Long(t testing.TB) {
	t.Helper()
	if !isLong() {
		t.Skip("left out without GPIPE_TESTS=long")
	}
}

func isLong() bool { return os.Getenv("GPIPE_TESTS") == "long" && !testing.Short() }
