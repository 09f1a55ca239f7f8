package interp

import (
	"context"
	"sync/atomic"
	"testing"

	"gpipe/internal/option"
)

// TestExtraBuiltins: a built-in that no other shell has is there with Extras, and
// not in POSIX mode, whenever its name was read.
func TestExtraBuiltins(t *testing.T) {
	var ran atomic.Int32 // stages of a pipeline run it at once
	mark := &Builtin{Name: "mark", Extra: true, Run: func(sh *Shell, _ []string) (int, Flow) { ran.Add(1); return 0, Next }}
	set := &Builtin{Name: "setposix", Run: func(sh *Shell, args []string) (int, Flow) {
		sh.setOption(option.Posix, args[1] == "on")
		return 0, Next
	}}
	for _, test := range []struct {
		options option.Set
		script  string
		ran     int32
		status  int
	}{
		{option.Defaults, "mark", 1, 0},
		{option.Defaults | option.Posix, "mark", 0, 127},
		{option.Defaults &^ option.Extras, "mark", 0, 127},
		{option.Defaults, "m=mark; $m", 1, 0},
		{option.Defaults, "(mark)", 1, 0},
		{option.Defaults, "mark | mark", 2, 0},
		{option.Defaults, "f() { mark; }; f; setposix on; f", 1, 127},
		{option.Defaults | option.Posix, "f() { mark; }; f; setposix off; f", 1, 0},
		{option.Defaults, "mark() { setposix off; }; mark", 0, 0},
		{option.Defaults &^ option.Extras, "f() { mark; }; setposix off; f", 0, 127},
	} {
		ran.Store(0)
		sh, err := New(&Config{Builtins: Table{"mark": mark, "setposix": set}, Options: test.options, Env: []string{"PATH=/nowhere"}})
		if err != nil {
			t.Fatal(err)
		}
		p, err := sh.Load(Source{Text: test.script})
		if err != nil {
			t.Fatal(err)
		}
		sh.RunProgram(context.Background(), p, false)
		if ran.Load() != test.ran || sh.Status() != test.status {
			t.Errorf("%#x %q: ran %d times, status %d; want %d, %d", test.options, test.script, ran.Load(), sh.Status(), test.ran, test.status)
		}
		sh.End(Next)
	}
}
