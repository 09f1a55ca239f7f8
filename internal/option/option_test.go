package option_test

import (
	"slices"
	"strings"
	"testing"

	"gpipe/internal/option"

	"github.com/google/go-cmp/cmp"
)

func TestNames(t *testing.T) {
	var names []string
	var all option.Set
	option.Each(func(long string, bit option.Set) {
		names = append(names, long)
		if all&bit != 0 {
			t.Errorf("%s: another option has its bit", long)
		}
		all |= bit
		if got, ok := option.ByName(long); ok && got != bit {
			t.Errorf("ByName(%q) = %#x, want %#x", long, got, bit)
		}
	})
	if !slices.IsSorted(names) {
		t.Errorf("not sorted: %v", names)
	}
	if got := strings.Trim(all.String(), "abefhikmnptuvxBCEHPTs"); got != "" {
		t.Errorf("letters of $- that no option has: %s", got)
	}
	for _, fixed := range []string{"interactive", "stdin", "nosuch", ""} {
		if _, ok := option.ByName(fixed); ok {
			t.Errorf("set can change %q", fixed)
		}
	}
}

func TestShoptNames(t *testing.T) {
	var names []string
	option.EachShopt(func(name string, bit option.Shopts) {
		names = append(names, name)
		if got, ok := option.ShoptByName(name); !ok || got != bit {
			t.Errorf("ShoptByName(%q) = %#x, %t, want %#x", name, got, ok, bit)
		}
	})
	last, _ := option.ShoptByName("xpg_echo")
	if want := option.XPGEcho; last != want {
		t.Errorf("xpg_echo is %#x, want %#x: a name is missing", last, want)
	}
	if len(names) < 57 {
		t.Errorf("%d names", len(names))
	}
}

func TestRead(t *testing.T) {
	type result struct {
		On, Off option.Set
		Bad     string
	}
	for text, want := range map[string]result{
		"":                       {},
		"-e":                     {On: option.ErrExit},
		"-eu -o pipefail":        {On: option.ErrExit | option.NoUnset | option.PipeFail},
		"+B -x +x":               {Off: option.BraceExpand | option.XTrace},
		"-eo pipefail":           {On: option.ErrExit | option.PipeFail},
		"-o":                     {Bad: "-o"},
		"-o nosuch":              {Bad: "nosuch"},
		"-i":                     {Bad: "-i"},
		"-e file":                {On: option.ErrExit, Bad: "file"},
		"-":                      {Bad: "-"},
		"-o errexit +o errexit":  {Off: option.ErrExit},
		"-o interactive":         {Bad: "interactive"},
		"-e +o nosuch -u":        {On: option.ErrExit, Bad: "nosuch"},
		"-o noglob -o stats -fC": {On: option.NoGlob | option.Stats | option.NoClobber},
	} {
		on, off, bad := option.Read(strings.Fields(text))
		if diff := cmp.Diff(want, result{on, off, bad}); diff != "" {
			t.Errorf("Read(%q): (-want +got)\n%s", text, diff)
		}
	}
}

func TestInheritedTraps(t *testing.T) {
	all := option.AnyTrap
	for set, want := range map[option.Set]option.Set{
		all:                                      0,
		all | option.FuncTrace:                   option.DebugTrap | option.ReturnTrap,
		all | option.ErrTrace:                    option.ErrTrap,
		all | option.ErrTrace | option.FuncTrace: all,
		option.ErrTrace | option.FuncTrace:       0,
	} {
		if got := set.InheritedTraps(); got != want {
			t.Errorf("%v: %#x, want %#x", set, got, want)
		}
	}
}
