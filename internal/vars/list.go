package vars

import (
	"slices"
	"strings"
)

// Sorted returns the slots of the variables that have all the attributes in
// attrs (0: any variable that is set or has attributes), sorted by name, byte
// by byte.
func (v *Vars) Sorted(attrs Attr) []Slot {
	var out []Slot
	for i, p := range v.pages {
		if p == nil || attrs&Exported != 0 && p.exported == 0 {
			continue
		}
		for j := range p.vars {
			if a := p.vars[j].attr; a != 0 && a&attrs == attrs {
				out = append(out, Slot(i<<pageBits+j))
			}
		}
	}
	slices.SortFunc(out, func(a, b Slot) int {
		return strings.Compare(v.names.Name(a), v.names.Name(b))
	})
	return out
}

// AppendPrefix appends to dst the names, sorted, of the set variables that
// begin with prefix.
func (v *Vars) AppendPrefix(dst []string, prefix string) []string {
	start := len(dst)
	for i, p := range v.pages {
		if p == nil {
			continue
		}
		for j := range p.vars {
			s := Slot(i<<pageBits + j)
			if p.vars[j].attr&isSet == 0 {
				continue
			}
			if name := v.names.Name(s); strings.HasPrefix(name, prefix) && v.HasValue(s) {
				dst = append(dst, name)
			}
		}
	}
	slices.Sort(dst[start:])
	return dst
}
