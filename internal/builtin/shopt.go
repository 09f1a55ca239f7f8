package builtin

import (
	"strings"

	"gpipe/internal/completion"
	"gpipe/internal/interp"
	"gpipe/internal/option"
)

func shopt() *interp.Builtin {
	return &interp.Builtin{
		Name: "shopt", Completes: completion.Shopt, Usage: "[-pqsu] [-o] [name...]",
		Doc: "Turn options on (-s) or off (-u), or list them: those that are named, or all.\n" +
			"-o  the options of set -o\n-p  list them as commands\n-q  list nothing; the status tells whether all that are named are on",
		Run: runShopt,
	}
}

func runShopt(sh *interp.Shell, args []string) (int, interp.Flow) {
	given, names, bad := options(args, "opqsu")
	if bad != "" {
		return badOption(sh, "shopt", bad), interp.Next
	}
	on, off := strings.Contains(given, "s"), strings.Contains(given, "u")
	if on && off {
		sh.Report("shopt: cannot turn options on and off at once")
		return 1, interp.Next
	}
	t := shoptTable{sh: sh, set: strings.Contains(given, "o"), commands: strings.Contains(given, "p"), quiet: strings.Contains(given, "q")}
	switch {
	case len(names) == 0:
		t.each(func(name string, is bool) {
			if !on && !off || is == on {
				t.list(name, is)
			}
		})
		return 0, interp.Next
	case on || off:
		return t.change(names, on), interp.Next
	}
	return t.show(names), interp.Next
}

// shoptTable is the options that one call of shopt is about.
type shoptTable struct {
	sh       *interp.Shell
	set      bool // those of set -o
	commands bool
	quiet    bool
}

// each calls fn for all of them.
func (t *shoptTable) each(fn func(name string, on bool)) {
	if t.set {
		t.sh.Options().EachListed(func(name string, bit option.Set) { fn(name, t.sh.Options()&bit != 0) })
		return
	}
	option.EachShopt(func(name string, bit option.Shopts) { fn(name, t.sh.Shopts()&bit != 0) })
}

// list prints an option.
func (t *shoptTable) list(name string, on bool) {
	w := t.sh.Out()
	switch {
	case t.quiet:
	case t.commands && t.set:
		w.WriteString("set " + string("+-"[index(on)]) + "o " + name + "\n")
	case t.commands:
		w.WriteString("shopt -" + string("us"[index(on)]) + " " + name + "\n")
	default:
		w.WriteString(name + strings.Repeat(" ", max(0, 15-len(name))) + "\t" + [...]string{"off", "on"}[index(on)] + "\n")
	}
}

func index(on bool) int {
	if on {
		return 1
	}
	return 0
}

// show lists the options of some names. The status is 0 if all are on.
func (t *shoptTable) show(names []string) int {
	status := 0
	for _, name := range names {
		on, ok := t.get(name)
		if !ok {
			t.unknown(name)
		} else {
			t.list(name, on)
		}
		if !on {
			status = 1
		}
	}
	return status
}

// get tells whether an option is on, and whether there is one of that name.
func (t *shoptTable) get(name string) (on, ok bool) {
	if t.set {
		option.Each(func(n string, bit option.Set) {
			if n == name {
				on, ok = t.sh.Options()&bit != 0, true
			}
		})
		return on, ok
	}
	bit, ok := option.ShoptByName(name)
	return t.sh.Shopts()&bit != 0, ok
}

// change turns options on or off. Names that are of none cost only themselves.
func (t *shoptTable) change(names []string, on bool) int {
	status := 0
	for _, name := range names {
		if !t.put(name, on) {
			t.unknown(name)
			status = 1
		}
	}
	return status
}

func (t *shoptTable) put(name string, on bool) bool {
	if t.set {
		bit, ok := option.ByName(name)
		if ok {
			t.sh.Settings().Turn(bit, on)
		}
		return ok
	}
	bit, ok := option.ShoptByName(name)
	switch {
	case !ok:
		return false
	case bit == option.LoginShell || bit == option.RestrictedShell: // decided at start-up
	case on:
		t.sh.Settings().SetShopts(t.sh.Shopts() | bit)
	default:
		t.sh.Settings().SetShopts(t.sh.Shopts() &^ bit)
	}
	if ok && bit == option.InteractiveCommentsShopt {
		t.sh.Settings().Set(option.InteractiveComments, on)
	}
	return true
}

func (t *shoptTable) unknown(name string) {
	t.sh.Report("shopt: " + interp.Quote(name) + ": invalid option name")
}
