package builtin

import (
	"testing"

	"gpipe/internal/vars"
)

// FuzzOperand reads any operand of declare and any name that a built-in assigns to:
// what is accepted has a name, and an element a subscript.
func FuzzOperand(f *testing.F) {
	for _, arg := range []string{"a", "a=1", "a+=1", "a[1]=x", "a[b]c]+=d", "a[]=", "a[", "a]", "a[x=]y]=z", "1a=2", "a[@]", "=", "[1]=2", "a[[1]]=2"} {
		f.Add(arg)
	}
	f.Fuzz(func(t *testing.T, arg string) {
		if o, err := parseOperand(arg); err == nil && (!vars.Valid(o.name) || o.elem && o.sub == "" || o.add && !o.assigned) {
			t.Errorf("operand %q: %+v", arg, o)
		}
		target, ok := parseTarget(arg)
		if ok && target.elem != (target.sub != "") {
			t.Errorf("target %q: %+v", arg, target)
		}
	})
}
