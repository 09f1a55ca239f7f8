package interp

import (
	"gpipe/internal/expand"
	"gpipe/internal/option"
	"gpipe/internal/pattern"
)

// Shopts returns the options of shopt that are on.
func (sh *Shell) Shopts() option.Shopts {
	if sh.extra == nil {
		return option.DefaultShopts
	}
	return sh.extra.shopts
}

// SetShopts makes these, and no others, the options of shopt that are on.
func (s Settings) SetShopts(on option.Shopts) {
	sh := s.sh
	x := sh.extension()
	if changed := on ^ x.shopts; changed&option.ExtDebug != 0 {
		sh.setOption(option.FuncTrace|option.ErrTrace, on&option.ExtDebug != 0)
		a := sh.besides()
		a.args, a.argsKnown = nil, a.argsKnown || on&option.ExtDebug != 0
	}
	on = sh.agreeCompat(x.shopts, on)
	x.shopts = on
	sh.extra = &x
	sh.st.Match = 0
	if on&option.ExtGlob != 0 {
		sh.st.Match |= pattern.ExtGlob
	}
	if on&option.NoCaseMatch != 0 {
		sh.st.Match |= pattern.FoldCase
	}
	sh.st.Globbing = 0
	for _, g := range [...]struct {
		shopt option.Shopts
		flag  expand.Globbing
	}{
		{option.NullGlob, expand.NullGlob}, {option.FailGlob, expand.FailGlob}, {option.DotGlob, expand.DotGlob},
		{option.NoCaseGlob, expand.FoldGlob}, {option.GlobStar, expand.StarGlob},
	} {
		if on&g.shopt != 0 {
			sh.st.Globbing |= g.flag
		}
	}
	if on&option.GlobSkipDots == 0 {
		sh.st.Globbing |= expand.DotsGlob
	}
	if on&option.PatsubReplacement == 0 {
		sh.st.Globbing |= expand.PlainAmpersand
	}
}

// extension is what few shells have of a Shell. It is not changed but replaced,
// so that subshells share it.
type extension struct {
	shopts option.Shopts
	substs []openSubst // process substitutions of the command being run
}

// extension returns a copy of what sh has, to be changed.
func (sh *Shell) extension() extension {
	if sh.extra == nil {
		return extension{shopts: option.DefaultShopts}
	}
	return *sh.extra
}

// fork returns what a subshell has of it. What belongs to the command that is
// being run is the parent's to close.
func (x *extension) fork() *extension {
	if x == nil || x.substs == nil {
		return x
	}
	return &extension{shopts: x.shopts}
}
