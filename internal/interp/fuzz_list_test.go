package interp

import (
	"strings"
	"testing"

	"gpipe/internal/option"
)

// FuzzList makes arrays of any text: what declare takes name=(...) for, and subscripts.
// None may crash.
func FuzzList(f *testing.F) {
	for _, text := range []string{"(1 2)", "([2]=x [k]+=y)", "([a b]=1 c 2)", `("x y" 'z' w)`, "([]=1)", "((", "([[a]b]=1)", "([1+]=1)"} {
		f.Add(text, "k")
	}
	f.Fuzz(func(t *testing.T, text, sub string) {
		if len(text)+len(sub) > 300 || strings.Contains(text, "..") || strings.ContainsAny(text+sub, "$`<>") {
			return // sequences may be as long as memory lasts, and commands do anything
		}
		sh, err := New(&Config{Name: "fuzz", Env: []string{"PATH=/nowhere", "LC_ALL=C.UTF-8"}})
		if err != nil {
			t.Fatal(err)
		}
		sh.setOption(option.NoGlob, true)
		for _, assoc := range []bool{false, true} {
			slot := sh.Slot("a")
			sh.Vars().Unset(slot, false)
			if assoc {
				sh.Vars().MakeAssoc(slot)
			}
			list, err := sh.Declarations().Parse(text)
			if err != nil {
				continue
			}
			if sh.Declarations().Expand(list, assoc) == nil {
				sh.Declarations().Store(slot, list)
			}
			sh.Declarations().UnsetElem("a[" + sub + "]")
			sh.Let("a[" + sub + "]")
		}
	})
}
