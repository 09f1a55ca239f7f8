package interp

// SpecialError is the Flow after an error of a special built-in: it ends a
// non-interactive shell (XCU 2.8.1), unless the command built-in runs it.
func (sh *Shell) SpecialError() Flow {
	if sh.tame || sh.opts&Interactive != 0 {
		return Next
	}
	return Exit()
}
