package interp

import (
	"gpipe/internal/option"
	"gpipe/internal/vars"
)

// Turn turns an option on or off by its name, with what that has to do with it:
// of the two editors one is on, and POSIXLY_CORRECT is as POSIX mode.
func (s Settings) Turn(o option.Set, on bool) {
	sh := s.sh
	sh.setOption(o, on)
	switch {
	case on && o == option.Vi:
		sh.setOption(option.Emacs, false)
	case on && o == option.Emacs:
		sh.setOption(option.Vi, false)
	case o != option.Posix || sh.opts&option.StartedPosix != 0:
	case on && !sh.st.Vars.IsSet(vars.POSIXLY_CORRECT):
		sh.st.Vars.Set(vars.POSIXLY_CORRECT, "y")
	case !on:
		sh.st.Vars.Unset(vars.POSIXLY_CORRECT, false)
	}
}
