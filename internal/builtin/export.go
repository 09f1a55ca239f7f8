package builtin

import (
	"strings"

	"gpipe/internal/completion"
	"gpipe/internal/interp"
	"gpipe/internal/vars"
)

func export() *interp.Builtin {
	return &interp.Builtin{
		Name: "export", Completes: completion.Variable, Class: interp.Special, Usage: "[-fn] name[=value]... | -p",
		Doc: "Give variables to the environment of commands.\n-n  take them out of it    -f  functions, which bash reads there, but not this shell\n-p  list the exported variables as commands",
		Run: func(sh *interp.Shell, args []string) (int, interp.Flow) {
			allowed := "aAfnp" // as in bash, which does not say so
			if posix(sh) {
				allowed = "fnp"
			}
			return mark(sh, args, allowed, vars.Exported)
		},
	}
}

func readonly() *interp.Builtin {
	return &interp.Builtin{
		Name: "readonly", Completes: completion.Variable, Class: interp.Special, Usage: "[-aAf] name[=value]... | -p",
		Doc: "Make variables read-only for good.\n-a  make them arrays    -A  associative arrays    -f  functions\n-p  list the read-only variables as commands",
		Run: func(sh *interp.Shell, args []string) (int, interp.Flow) {
			return mark(sh, args, "aAfp", vars.ReadOnly)
		},
	}
}

// mark is export and readonly: declarations of variables as they are seen, of
// which none becomes local; without operands, list. In POSIX mode
// what is wrong with an operand ends it.
func mark(sh *interp.Shell, args []string, allowed string, attr vars.Attr) (int, interp.Flow) {
	lists := sh.Declarations().Lists(args)
	given, rest, bad := options(args, allowed)
	if bad != "" {
		return badOption(sh, args[0], bad), sh.SpecialError()
	}
	if strings.Contains(given, "f") {
		return markFunctions(sh, args[0], rest, strings.Contains(given, "n")), interp.Next
	}
	d := declaration{sh: sh, cmd: args[0], on: attr}
	if strings.Contains(given, "n") {
		d.on, d.off = 0, attr
	}
	for _, c := range []byte(given) {
		if c == 'a' || c == 'A' {
			d.on |= attrOf(c)
		}
	}
	if len(rest) == 0 {
		listAttr(sh, args[0], d.on|d.off)
		return 0, interp.Next
	}
	arrays := d
	arrays.on &^= attr
	for i, arg := range args { // as in bash, all arrays are assigned before one is marked
		if list := lists[i]; list != nil {
			if status, f := arrays.one(arg, list); status != 0 {
				return status, f
			}
		}
	}
	status := 0
	for _, name := range rest {
		failed, f := d.one(name, nil)
		if failed == 0 {
			continue
		}
		if status = failed; f != interp.Next || posix(sh) {
			return status, f
		}
	}
	return status, interp.Next
}

// markFunctions is export -f and readonly -f; without names it lists them.
func markFunctions(sh *interp.Shell, cmd string, names []string, take bool) (status int) {
	has, letter := sh.Functions().IsExported, "x"
	if cmd == "readonly" {
		has, letter = sh.Functions().IsFixed, "r"
	}
	if len(names) == 0 {
		for _, name := range sh.Functions().Names() {
			if has(name) {
				sh.Out().WriteString(sh.Functions().Text(name) + "\ndeclare -f" + letter + " " + name + "\n")
			}
		}
		return 0
	}
	for _, name := range names {
		switch {
		case !sh.Functions().Has(name):
			sh.Report(cmd + ": " + interp.Quote(name) + ": not a function")
			status = 1
		case cmd == "readonly":
			sh.Functions().Fix(name)
		default:
			sh.Functions().Export(name, !take)
		}
	}
	return status
}

// one is an operand of export or readonly, which takes no elements.
func (d *declaration) one(arg string, list *interp.List) (int, interp.Flow) {
	name, _, _ := strings.Cut(arg, "=")
	if strings.Contains(name, "[") {
		d.sh.Report(d.cmd + ": " + interp.Quote(arg) + ": " + errNoName.Error())
		return 1, d.sh.SpecialError()
	}
	if s, known := d.sh.Vars().Names().Lookup(name); known && d.sh.Vars().RefersToElement(s) {
		return d.element(s, arg)
	}
	status, f := d.operands([]string{arg}, map[int]*interp.List{0: list}, 0)
	if status != 0 && f == interp.Next {
		f = d.sh.SpecialError()
	}
	return status, f
}

// element is an operand that is a reference to an element of an array: a value can be
// assigned to that, which has no attributes of its own.
func (d *declaration) element(s vars.Slot, arg string) (int, interp.Flow) {
	if _, value, assigned := strings.Cut(arg, "="); assigned {
		if err := d.sh.Vars().Set(s, value); err != nil {
			d.sh.Report(d.cmd + ": " + interp.Message(err))
		}
	}
	target, _ := d.sh.Vars().RefName(s)
	d.sh.Report(d.cmd + ": " + interp.Quote(target) + ": " + vars.ErrNotName.Error())
	return 0, interp.Next // as in bash
}

// listAttr prints the variables that have attr as commands that set them.
func listAttr(sh *interp.Shell, cmd string, attr vars.Attr) {
	v := sh.Vars()
	for _, s := range v.Sorted(attr) {
		if !posix(sh) {
			sh.Out().WriteString(declareLine(v, s))
			continue
		}
		line := cmd + " " + v.Names().Name(s)
		if v.IsSet(s) {
			line += "=" + declValue(v, s)
		}
		sh.Out().WriteString(line + "\n")
	}
}
