package vars

import "strings"

// Gen returns the generation of a watched variable (IFS, PATH, OPTIND and the
// locale's): a number that is new after each assignment, unset or change of
// attributes and differs among all shells of the runtime, but is the same in
// a fork until it assigns, and becomes what it was when a scope ends. Equal
// generations mean an equal value. Of other variables it is 0.
func (v *Vars) Gen(s Slot) uint64 {
	if s >= numWatched {
		return 0
	}
	return v.gens[s]
}

// changed notes that the watched variable in s may have another value.
func (v *Vars) changed(s Slot) {
	v.gens[s] = v.names.next()
	if s == LC_ALL || s == LC_CTYPE || s == LANG {
		v.utf8 = v.localeUTF8()
	}
	if s == POSIXLY_CORRECT && v.hooks != nil {
		v.hooks.VarChanged(s)
	}
}

// UTF8 tells whether characters are UTF-8: the first of LC_ALL, LC_CTYPE and
// LANG that is set and not empty (XBD 8.2) names a locale with that codeset.
func (v *Vars) UTF8() bool { return v.utf8 }

func (v *Vars) localeUTF8() bool {
	for _, s := range [...]Slot{LC_ALL, LC_CTYPE, LANG} {
		if name, _ := v.Get(s); name != "" {
			_, codeset, _ := strings.Cut(name, ".")
			codeset, _, _ = strings.Cut(codeset, "@")
			return strings.EqualFold(codeset, "UTF-8") || strings.EqualFold(codeset, "UTF8")
		}
	}
	return false
}
