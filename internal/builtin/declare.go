package builtin

import (
	"errors"
	"strings"

	"gpipe/internal/completion"
	"gpipe/internal/interp"
	"gpipe/internal/option"
	"gpipe/internal/vars"
)

const declareUsage = "[-aAcfFgiIlnrtux] [name[=value]...] | -p [-aAcfFilnrtux] [name...]"

func declareCommand() *interp.Builtin {
	return &interp.Builtin{
		Name: "declare", Completes: completion.Variable | completion.Function, Usage: declareUsage,
		Doc: "Give variables attributes and values. In a function they become local to it.\n" +
			"-a  indexed arrays    -A  associative arrays    -i  what is assigned is arithmetic\n" +
			"-l  values are made lower case    -u  upper case    -c  capitalized    -n  references to other names\n" +
			"-r  read-only    -x  exported    -t  a mark that means nothing\n" +
			"-g  not local    -I  local with the value from outside\n" +
			"-f  functions, laid out as bash has them; what is defined, not what was written    -F  their names\n" +
			"-p  list as commands    + instead of - takes an attribute away",
		Run: runDeclare,
	}
}

func typeset() *interp.Builtin {
	b := declareCommand()
	b.Name, b.Doc = "typeset", "The same as declare."
	return b
}

func local() *interp.Builtin {
	return &interp.Builtin{
		Name: "local", Completes: completion.Variable, Usage: "[-aAciIlnrtux] name[=value]... | -",
		Doc: "Make variables local to the running function, until it returns, or, with -, the options\n" +
			"of the shell. Attributes are those of declare.",
		Run: func(sh *interp.Shell, args []string) (int, interp.Flow) {
			if !sh.Vars().InFunction() {
				sh.Report("local: not in a function")
				return 1, interp.Next
			}
			if plainLocals(sh, args) {
				return 0, interp.Next
			}
			return runDeclare(sh, args)
		},
	}
}

// plainLocals does what local does in most functions, where all operands are
// name=value. It returns false where there is more to it, or anything wrong, and
// everything is to be done, or done again.
func plainLocals(sh *interp.Shell, args []string) bool {
	if len(args) == 1 || sh.Shopts()&option.LocalVarInherit != 0 {
		return false
	}
	v := sh.Vars()
	for _, arg := range args[1:] {
		i := strings.IndexByte(arg, '=')
		if i <= 0 || i+1 < len(arg) && arg[i+1] == '(' {
			return false
		}
		s, known := v.Names().Lookup(arg[:i]) // what has a name of its own is valid
		if !known || v.Attrs(s)&vars.NameRef != 0 || v.Local(s) != nil || v.Set(s, arg[i+1:]) != nil {
			return false
		}
	}
	return true
}

// declaration is a call of declare or its like.
type declaration struct {
	sh      *interp.Shell
	cmd     string
	on, off vars.Attr

	local    bool // in a function, variables become local to it
	global   bool
	inherit  bool
	print    bool
	function bool // functions, and not variables
	nameOnly bool // of functions
}

func runDeclare(sh *interp.Shell, args []string) (int, interp.Flow) {
	lists := sh.Declarations().Lists(args)
	d := declaration{sh: sh, cmd: args[0], local: true}
	g := optionReader{args: args[1:], letters: "aAcfFgiIlnprtux", plus: true}
	for c, ok := g.next(); ok; c, ok = g.next() {
		d.set(c, g.sign == '-')
	}
	if g.fault != "" {
		sh.Report(d.cmd + ": " + interp.Quote(g.fault))
		showUsage(sh, d.cmd)
		return 2, interp.Next
	}
	switch {
	case d.function:
		return d.functions(g.args), interp.Next
	case len(g.args) == 0:
		d.list(len(args) == 1)
		return 0, interp.Next
	case d.print:
		return d.show(g.args), interp.Next
	}
	return d.operands(g.args, lists, len(args)-len(g.args))
}

// set takes one option.
func (d *declaration) set(c byte, on bool) {
	switch c {
	case 'f', 'F':
		d.function, d.nameOnly = on, c == 'F' && on || d.nameOnly
	case 'g':
		d.global = on
	case 'I':
		d.inherit = on
	case 'p':
		d.print = true
	default:
		a := attrOf(c)
		if on {
			d.on |= a
		} else {
			d.off |= a
		}
	}
}

// attrOf is the attribute of a letter.
func attrOf(c byte) vars.Attr {
	for _, x := range attrLetters() {
		if x.letter == c {
			return x.attr
		}
	}
	return 0
}

// operands declares what the operands say; those from which on the place at is
// counted may be arrays. As in bash, all of these are assigned before anything gets an
// attribute that does not change what is assigned.
func (d *declaration) operands(operands []string, lists map[int]*interp.List, at int) (status int, f interp.Flow) {
	if len(lists) > 0 {
		first := *d
		first.on &^= vars.ReadOnly | vars.Exported | vars.Trace | vars.NameRef
		for i, arg := range operands {
			if list := lists[at+i]; list != nil {
				if f := first.operand(arg, list, &status); f != interp.Next {
					return d.sh.Status(), f
				}
			}
		}
	}
	for i, arg := range operands {
		switch {
		case arg == "-" && d.cmd == "local":
			d.sh.Settings().Localize()
			continue
		case lists[at+i] != nil && status != 0:
			continue
		}
		if f := d.operand(arg, nil, &status); f != interp.Next {
			return d.sh.Status(), f
		}
	}
	return status, interp.Next
}

// operand declares what one operand says. status becomes 1 where it fails.
func (d *declaration) operand(arg string, list *interp.List, status *int) interp.Flow {
	err := d.declare(arg, list)
	if err == nil {
		return interp.Next
	}
	if f, is := d.sh.Declarations().Failed(err); is {
		return f
	}
	d.sh.Report(d.cmd + ": " + interp.Message(err))
	*status = 1
	return interp.Next
}

// operand is name, name=value, name+=value, or one of these with a subscript.
type operand struct {
	name, sub, value    string
	elem, assigned, add bool
	list                *interp.List // instead of the value
}

var (
	errNoName   = errors.New("not a variable name")
	errDestroy  = errors.New("an array cannot be made something else")
	errTarget   = errors.New("not a name that a reference can have")
	errRefArray = errors.New("an array cannot be a reference")
)

// subscriptEnd returns where the bracket is that closes a subscript, -1 if there is none.
// Brackets in quotes, or that are opened in it, close nothing.
func subscriptEnd(sub string) int {
	open := 1
	for i := 0; i < len(sub); i++ {
		switch c := sub[i]; c {
		case '\\':
			i++
		case '\'', '"':
			n := strings.IndexByte(sub[i+1:], c)
			if n < 0 {
				return -1
			}
			i += n + 1
		case '[':
			open++
		case ']':
			if open--; open == 0 {
				return i
			}
		}
	}
	return -1
}

func parseOperand(arg string) (operand, error) {
	var o operand
	name, value, assigned := strings.Cut(arg, "=")
	if vars.Valid(name) {
		o.name, o.value, o.assigned = name, value, assigned
		return o, nil
	}
	o.name = arg
	left, sub, elem := strings.Cut(arg, "[")
	if elem && vars.Valid(left) {
		end := subscriptEnd(sub)
		if end <= 0 || end+1 < len(sub) && sub[end+1] != '=' && !strings.HasPrefix(sub[end+1:], "+=") {
			return o, &interp.Error{Op: interp.Quote(arg), Err: errNoName}
		}
		o.name, o.sub, o.elem = left, sub[:end], true
		arg = left + sub[end+1:]
	}
	name, value, assigned = strings.Cut(arg, "=")
	name, add := strings.CutSuffix(name, "+")
	if !vars.Valid(name) || add && !assigned {
		return o, &interp.Error{Op: interp.Quote(arg), Err: errNoName}
	}
	o.name, o.value, o.assigned, o.add = name, value, assigned, add
	return o, nil
}
