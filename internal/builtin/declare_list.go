package builtin

import (
	"strconv"

	"gpipe/internal/expand"
	"gpipe/internal/interp"
	"gpipe/internal/option"
	"gpipe/internal/vars"
)

// attrLetter is an attribute and its letter.
type attrLetter struct {
	attr   vars.Attr
	letter byte
}

// attrLetters is the attributes in the order in which they are printed.
func attrLetters() [10]attrLetter {
	return [...]attrLetter{
		{vars.Indexed, 'a'}, {vars.Assoc, 'A'}, {vars.Integer, 'i'}, {vars.NameRef, 'n'}, {vars.ReadOnly, 'r'},
		{vars.Trace, 't'}, {vars.Exported, 'x'}, {vars.Capital, 'c'}, {vars.Lower, 'l'}, {vars.Upper, 'u'},
	}
}

// list prints the variables with the attributes that were asked for; all: no
// option was given.
func (d *declaration) list(all bool) {
	v := d.sh.Vars()
	switch {
	case d.cmd == "local":
		for _, s := range v.Locals() {
			d.sh.Out().WriteString(declareLine(v, s))
		}
	case all:
		listVars(d.sh)
		d.functions(nil)
	default:
		for _, s := range v.Sorted(d.on | d.off) {
			d.sh.Out().WriteString(declareLine(v, s))
		}
	}
}

// show prints the variables of the operands.
func (d *declaration) show(names []string) int {
	v := d.sh.Vars()
	status := 0
	for _, name := range names {
		if s, known := v.Names().Lookup(name); known && v.IsDeclared(s) {
			d.sh.Out().WriteString(declareLine(v, s))
			continue
		}
		d.sh.Report(d.cmd + ": " + interp.Quote(name) + ": not found")
		status = 1
	}
	return status
}

// functions prints functions, or their names.
func (d *declaration) functions(names []string) int {
	sh := d.sh
	if len(names) == 0 {
		for _, name := range sh.Functions().Names() {
			if d.nameOnly {
				sh.Out().WriteString("declare -f " + name + "\n")
			} else {
				sh.Out().WriteString(sh.Functions().Text(name))
			}
		}
		return 0
	}
	status := 0
	for _, name := range names {
		switch {
		case !sh.Functions().Has(name):
			status = 1
		case d.on|d.off != 0 && !d.print: // attributes, and nothing is asked for
		case d.nameOnly && sh.Shopts()&option.ExtDebug != 0:
			line, file := sh.Functions().Place(name)
			sh.Out().WriteString(name + " " + strconv.Itoa(line) + " " + file + "\n")
		case d.nameOnly:
			sh.Out().WriteString(name + "\n")
		default:
			sh.Out().WriteString(sh.Functions().Text(name))
		}
	}
	return status
}

// declareLine is the command that makes the variable in s what it is.
func declareLine(v *vars.Vars, s vars.Slot) string {
	letters := ""
	for _, x := range attrLetters() {
		if v.Attrs(s)&x.attr != 0 {
			letters += string(rune(x.letter))
		}
	}
	if letters == "" {
		letters = "-"
	}
	line := "declare -" + letters + " " + v.Names().Name(s)
	switch {
	case !v.HasValue(s):
	case v.Attrs(s)&(vars.Indexed|vars.Assoc) != 0:
		line += "=" + expand.ArrayValue(v, s)
	case v.Attrs(s)&vars.NameRef != 0:
		value, _ := v.Own(s)
		line += "=" + expand.QuoteDouble(value, v.UTF8())
	default:
		value, _ := v.Get(s)
		line += "=" + expand.QuoteDouble(value, v.UTF8())
	}
	return line + "\n"
}
