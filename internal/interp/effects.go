package interp

import (
	"slices"
	"strings"
	"sync/atomic"

	"gpipe/internal/expand"
	"gpipe/internal/source"

	"mvdan.cc/sh/v3/syntax"
)

// effects is what commands do that shows whether they have a process of their
// own: they catch signals or send some, ask for ids of processes, or set limits.
// It is collected as they are compiled; see foresee for what is not known then.
type effects struct {
	shows    bool      // they do such a thing, or something that is not known
	calls    []string  // commands that may be functions
	words    []dynamic // commands that have no constant name
	texts    []dynamic // what eval runs
	assigned []string  // variables that they may assign
	assigns  bool      // they may assign others, too
	parts    []*effects

	// Of the commands themselves, and as part of a function.
	direct, called atomic.Pointer[verdict]
}

// dynamic is words that are expanded before the commands which they belong to
// run.
type dynamic struct {
	words  []*expand.Word
	names  []string // of the parameters in them
	pure   bool     // nothing happens when they are expanded
	called bool     // they belong to a function
}

// collect compiles commands, and what that collects is a part of what is being
// collected around them.
func (c *compiler) collect(compile func() run) (run, *effects) {
	outer, fx := c.fx, &effects{}
	c.fx = fx
	r := compile()
	c.fx = outer
	if outer != nil && !fx.empty() {
		outer.parts = append(outer.parts, fx)
	}
	return r, fx
}

func (fx *effects) empty() bool {
	return !fx.shows && !fx.assigns && len(fx.calls)+len(fx.words)+len(fx.texts)+len(fx.assigned)+len(fx.parts) == 0
}

// collectFunction is collect for what counts where it is called, and not where
// it stands.
func (c *compiler) collectFunction(body *syntax.Stmt) (run, *effects) {
	outer := c.fx
	c.fx = nil
	r, fx := c.collect(func() run { return c.stmt(body) })
	c.fx = outer
	fx.shows = fx.shows || c.asksForIds(body)
	return r, fx
}

// asksForIds tells whether commands, or programs to which they give text, ask
// for ids of processes.
func (c *compiler) asksForIds(n syntax.Node) bool {
	if c.text == nil {
		return false
	}
	text := c.text.Source(n)
	return strings.Contains(text, "PPID") || strings.Contains(text, "BASHPID")
}

// assigning notes that a variable is assigned.
func (c *compiler) assigning(name string) {
	if c.fx != nil && !slices.Contains(c.fx.assigned, name) {
		c.fx.assigned = append(c.fx.assigned, name)
	}
}

// assigningAny notes that an expression may assign variables.
func (c *compiler) assigningAny() {
	if c.fx != nil {
		c.fx.assigns = true
	}
}

// noteCall notes the effects of a simple command.
func (c *compiler) noteCall(n *syntax.CallExpr) {
	if c.fx == nil {
		return
	}
	if len(n.Args) == 0 {
		for _, a := range n.Assigns {
			c.assigning(a.Name.Value)
		}
		return
	}
	args := behindPrefixes(n.Args)
	if len(args) == 0 {
		return
	}
	if name := source.Decode(args[0].Lit()); name != "" {
		c.noteCommand(name, args)
	} else {
		c.fx.words = append(c.fx.words, c.dynamic(args[:1]))
	}
}

// behindPrefixes returns the words of the command that command, builtin or exec
// runs; none, if it runs nothing.
func behindPrefixes(args []*syntax.Word) []*syntax.Word {
	for len(args) > 0 {
		switch args[0].Lit() {
		case "command", "builtin", "exec":
		default:
			return args
		}
		for args = args[1:]; len(args) > 0 && strings.HasPrefix(args[0].Lit(), "-"); args = args[1:] {
			if strings.ContainsAny(args[0].Lit(), "vV") {
				return nil
			}
		}
	}
	return nil
}

func (c *compiler) noteCommand(name string, args []*syntax.Word) {
	fx := c.fx
	switch name {
	case "trap", "kill":
		fx.shows = fx.shows || touchesSignals(args)
	case "ulimit":
		fx.shows = fx.shows || setsLimit(args)
	case ".", "source":
		fx.shows = true
	case "eval":
		fx.texts = append(fx.texts, c.dynamic(args[1:]))
	case "read", "getopts", "printf", "unset", "let", "mapfile", "readarray", "set", "shift":
		c.noteOperands(args[1:])
	case "lock", "pool", "queue":
		c.noteRun(args[1:])
	case "cd":
		c.assigning("PWD")
		c.assigning("OLDPWD")
	default:
		if !slices.Contains(fx.calls, name) {
			fx.calls = append(fx.calls, name)
		}
	}
}

// noteRun notes what a built-in may do that runs some of its arguments, or all,
// as a command: which, depends on the arguments.
func (c *compiler) noteRun(args []*syntax.Word) {
	for i, a := range args {
		if name := source.Decode(a.Lit()); name != "" {
			c.noteCommand(name, args[i:])
		} else {
			c.fx.words = append(c.fx.words, c.dynamic(args[i:i+1]))
		}
	}
}

// noteOperands notes that operands may name variables which are assigned.
func (c *compiler) noteOperands(args []*syntax.Word) {
	for _, a := range args {
		name := a.Lit()
		c.fx.assigns = c.fx.assigns || name == ""
		c.assigning(name)
	}
	for _, name := range [...]string{"@", "REPLY", "OPTARG", "OPTIND"} {
		c.assigning(name)
	}
}

// setsLimit tells whether ulimit has an operand.
func setsLimit(args []*syntax.Word) bool {
	return slices.ContainsFunc(args[1:], func(a *syntax.Word) bool { return !strings.HasPrefix(a.Lit(), "-") })
}

// dynamic compiles words to be expanded ahead of the commands.
func (c *compiler) dynamic(args []*syntax.Word) dynamic {
	exp := *c.exp
	exp.Subst = func(*syntax.CmdSubst) any { return nil } // such a word is not pure
	exp.Process = func(*syntax.ProcSubst) any { return nil }
	d := dynamic{pure: true}
	for _, arg := range args {
		for _, w := range exp.Words(arg) {
			d.pure = d.pure && w.Pure()
			d.words = append(d.words, w)
		}
		syntax.Walk(arg, func(n syntax.Node) bool {
			if p, ok := n.(*syntax.ParamExp); ok && p.Param != nil {
				d.names = append(d.names, p.Param.Value)
			}
			return true
		})
	}
	return d
}

// isPositional tells whether a parameter is one that functions have of their
// own.
func isPositional(name string) bool {
	return name == "@" || name == "*" || name == "#" || name != "" && '0' <= name[0] && name[0] <= '9'
}
