package redirect

import "gpipe/internal/sys"

// Plan turns the map m, sorted by child fd without duplicates, into the
// steps that make a child's fd table exactly m: every other fd is closed.
func Plan(dst []sys.FdStep, m []sys.FdMap) []sys.FdStep {
	panic("not yet")
}
