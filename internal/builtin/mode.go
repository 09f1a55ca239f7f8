package builtin

import (
	"gpipe/internal/interp"
	"gpipe/internal/option"
)

// posix tells whether the shell is in POSIX mode.
func posix(sh *interp.Shell) bool { return sh.Options()&option.Posix != 0 }

// wrong is the status of a built-in whose operands or values of options are wrong:
// outside of POSIX mode that of bash.
func wrong(sh *interp.Shell) int {
	if posix(sh) {
		return 2
	}
	return 1
}
