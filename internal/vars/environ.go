package vars

import (
	"math/bits"
	"slices"
	"strings"
)

// environ is the environment of exported variables, by ascending slot.
type environ struct {
	slots []Slot
	strs  []string
}

// Assignment is a variable and its value, for one command only.
type Assignment struct {
	Slot  Slot
	Value string
}

// Environ returns "name=value" for each exported variable that is set, and
// the entries of the imported environment that are no variables. Callers must
// not change the slice, which stays what it is when variables change.
func (v *Vars) Environ() []string {
	if v.envStale {
		v.envStale = false
		v.env = v.buildEnv()
	}
	return v.env.strs
}

// AppendEnviron appends to dst the environment with assignments added to it,
// the later ones of the same name replacing the earlier.
func (v *Vars) AppendEnviron(dst []string, add []Assignment) []string {
	start := len(dst)
	dst = append(dst, v.Environ()...)
next:
	for i, a := range add {
		name := v.names.Name(a.Slot)
		if k, ok := slices.BinarySearch(v.env.slots, a.Slot); ok {
			dst[start+k] = name + "=" + a.Value
			continue
		}
		for _, b := range add[i+1:] {
			if b.Slot == a.Slot {
				continue next
			}
		}
		dst = append(dst, name+"="+a.Value)
	}
	return dst
}

// PassOn makes these entries, which are no variables, the ones that children get
// beside those that were imported and are named otherwise.
func (v *Vars) PassOn(entries []string, drop func(name string) bool) {
	odd := slices.DeleteFunc(slices.Clone(v.odd), func(e string) bool {
		name, _, _ := strings.Cut(e, "=")
		return drop(name)
	})
	v.odd = append(odd, entries...)
	v.envStale = true
}

// buildEnv makes the environment, taking the strings that are still right
// from the one before.
func (v *Vars) buildEnv() *environ {
	old := v.env
	if old == nil {
		old = &environ{}
	}
	n := len(old.strs) + 1
	e := &environ{slots: make([]Slot, 0, n), strs: make([]string, 0, n)}
	k := 0
	for i, p := range v.pages {
		if p == nil {
			continue
		}
		for m := p.exported; m != 0; m &= m - 1 {
			s := Slot(i<<pageBits + bits.TrailingZeros32(m))
			for k < len(old.slots) && old.slots[k] < s {
				k++
			}
			was := ""
			if k < len(old.slots) && old.slots[k] == s {
				was = old.strs[k]
			}
			if str, ok := v.envString(s, was); ok {
				e.slots = append(e.slots, s)
				e.strs = append(e.strs, str)
			}
		}
	}
	e.strs = append(e.strs, v.odd...)
	return e
}

// envString returns the entry of the variable in s, or was if that is it.
// Arrays are not passed on.
func (v *Vars) envString(s Slot, was string) (string, bool) {
	x := v.look(s)
	if x.attr&array != 0 {
		return "", false
	}
	name := v.names.Name(s)
	val, ok := x.str, x.attr&isSet != 0
	if x.attr&dynamic != 0 {
		val, ok = v.Get(s)
		v.envStale = true // it may be another the next time
	}
	if !ok {
		return "", false
	}
	if n := len(name) + 1; len(was) == n+len(val) && was[n:] == val {
		return was, true
	}
	return name + "=" + val, true
}
