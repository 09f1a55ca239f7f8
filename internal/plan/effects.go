package plan

import (
	"slices"
	"strings"
	"sync/atomic"

	"gpipe/internal/expand"
	"gpipe/internal/parse"

	"mvdan.cc/sh/v3/syntax"
)

// Effects is what commands do that shows whether they have a process of their
// own: they catch signals or send some, ask for ids of processes, or set limits.
// It is collected as they are read; see NeedsProcess for what is not known then.
type Effects struct {
	shows    Reason    // they do such a thing, or something that is not known
	calls    []string  // commands that may be functions
	words    []dynamic // commands that have no constant name
	texts    []dynamic // what eval runs
	assigned []string  // variables that they may assign
	assigns  bool      // they may assign others, too
	parts    []*Effects

	// Of the commands themselves, and as part of a function.
	direct, called atomic.Pointer[verdict]
}

// Reason is why commands need a process.
type Reason uint8

// The reasons. With None they do not.
const (
	None Reason = iota
	Unknown
	Signals
	Limits
	Ids
	Asynchronous
)

func (r Reason) String() string {
	return [...]string{"", "it is not known what it runs", "it catches or sends signals", "it sets limits", "it asks for ids of processes", "it is not waited for"}[r]
}

// Unforeseen is the effects of what cannot be read.
func Unforeseen() *Effects { return &Effects{shows: Unknown} }

// dynamic is words that are expanded before the commands which they belong to
// run.
type dynamic struct {
	words  []*expand.Word
	names  []string // of the parameters in them
	pure   bool     // nothing happens when they are expanded
	called bool     // they belong to a function
}

// Collector collects the effects of commands while somebody reads them.
type Collector struct {
	Words *expand.Compiler
	fx    *Effects // of what is being read; nil: they do not matter
}

// All has what is read from now on be a part of fx.
func (c *Collector) All(fx *Effects) { c.fx = fx }

// Part calls read, which reads commands, and returns their effects. They are a
// part of those of the commands around them.
func (c *Collector) Part(read func()) *Effects {
	outer, fx := c.fx, &Effects{}
	c.fx = fx
	read()
	c.fx = outer
	if outer != nil && !fx.Empty() {
		outer.parts = append(outer.parts, fx)
	}
	return fx
}

// Function is Part for the body of a function, with its source: that counts
// where it is called, and not where it stands.
func (c *Collector) Function(source string, read func()) *Effects {
	outer := c.fx
	c.fx = nil
	fx := c.Part(read)
	c.fx = outer
	fx.Heed(source)
	return fx
}

// Empty tells whether there is nothing that could count.
func (fx *Effects) Empty() bool {
	return fx.shows == None && !fx.assigns && len(fx.calls)+len(fx.words)+len(fx.texts)+len(fx.assigned)+len(fx.parts) == 0
}

// Heed notes what the source of commands says: they, or programs to which they
// give text, may ask for ids of processes.
func (fx *Effects) Heed(source string) {
	if AsksForIds(source) {
		fx.show(Ids)
	}
}

// AsksForIds tells whether commands with this source, or programs to which they
// give text, may ask for ids of processes.
func AsksForIds(source string) bool {
	return strings.Contains(source, "PPID") || strings.Contains(source, "BASHPID")
}

func (fx *Effects) show(r Reason) {
	if fx.shows == None {
		fx.shows = r
	}
}

// Assign notes that a variable is assigned.
func (c *Collector) Assign(name string) {
	if c.fx != nil && !slices.Contains(c.fx.assigned, name) {
		c.fx.assigned = append(c.fx.assigned, name)
	}
}

// AssignAny notes that an expression may assign variables.
func (c *Collector) AssignAny() {
	if c.fx != nil {
		c.fx.assigns = true
	}
}

// Call notes the effects of a simple command.
func (c *Collector) Call(n *syntax.CallExpr) {
	if c.fx == nil {
		return
	}
	for _, w := range n.Args {
		if w.Lit() == "" {
			c.assignedIn(w)
		}
	}
	if len(n.Args) == 0 {
		for _, a := range n.Assigns {
			c.Assign(a.Name.Value)
		}
		return
	}
	args := behindPrefixes(n.Args)
	if len(args) == 0 {
		return
	}
	if name := parse.Decode(args[0].Lit()); name != "" {
		c.command(name, args)
	} else {
		c.fx.words = append(c.fx.words, c.dynamic(args[:1]))
	}
}

// assignedIn notes what the expansion of a word assigns.
func (c *Collector) assignedIn(w *syntax.Word) {
	syntax.Walk(w, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.ParamExp:
			if n.Exp != nil && n.Param != nil && (n.Exp.Op == syntax.AssignUnset || n.Exp.Op == syntax.AssignUnsetOrNull) {
				c.Assign(n.Param.Value)
			}
		case *syntax.BinaryArithm:
			if name, ok := n.X.(*syntax.Word); ok && assigns(n.Op) {
				c.assignNamed(name)
			}
		case *syntax.UnaryArithm:
			if name, ok := n.X.(*syntax.Word); ok && (n.Op == syntax.Inc || n.Op == syntax.Dec) {
				c.assignNamed(name)
			}
		case *syntax.CmdSubst, *syntax.ProcSubst:
			return false
		}
		return true
	})
}

func (c *Collector) assignNamed(w *syntax.Word) {
	if name := w.Lit(); name != "" {
		c.Assign(name)
	} else {
		c.AssignAny()
	}
}

// assigns tells whether an operator of arithmetic assigns.
func assigns(op syntax.BinAritOperator) bool {
	switch op {
	case syntax.Assgn, syntax.AddAssgn, syntax.SubAssgn, syntax.MulAssgn, syntax.QuoAssgn, syntax.RemAssgn,
		syntax.AndAssgn, syntax.OrAssgn, syntax.XorAssgn, syntax.ShlAssgn, syntax.ShrAssgn:
		return true
	}
	return false
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

// command notes the effects of a command with a constant name.
func (c *Collector) command(name string, args []*syntax.Word) {
	fx := c.fx
	switch name {
	case "suspend":
		fx.show(Signals)
	case "trap", "kill":
		if touchesSignals(args) {
			fx.show(Signals)
		}
	case "ulimit":
		if setsLimit(args) {
			fx.show(Limits)
		}
	case ".", "source":
		fx.show(Unknown)
	case "eval":
		fx.texts = append(fx.texts, c.dynamic(args[1:]))
	case "read", "getopts", "printf", "unset", "wait", "let", "mapfile", "readarray", "set", "shift":
		c.operands(args[1:])
	case "lock", "par", "pool", "queue":
		c.run(args[1:])
	case "cd", "pushd", "popd":
		c.Assign("PWD")
		c.Assign("OLDPWD")
	default:
		if !slices.Contains(fx.calls, name) {
			fx.calls = append(fx.calls, name)
		}
	}
}

// run notes what a built-in may do that runs some of its arguments, or all,
// as a command: which, depends on the arguments.
func (c *Collector) run(args []*syntax.Word) {
	for i, a := range args {
		if name := parse.Decode(a.Lit()); name != "" {
			c.command(name, args[i:])
		} else {
			c.fx.words = append(c.fx.words, c.dynamic(args[i:i+1]))
		}
	}
}

// operands notes that operands may name variables which are assigned.
func (c *Collector) operands(args []*syntax.Word) {
	for _, a := range args {
		name := a.Lit()
		c.fx.assigns = c.fx.assigns || name == ""
		c.Assign(name)
	}
	for _, name := range [...]string{"@", "REPLY", "OPTARG", "OPTIND"} {
		c.Assign(name)
	}
}

// setsLimit tells whether ulimit has an operand.
func setsLimit(args []*syntax.Word) bool {
	return slices.ContainsFunc(args[1:], func(a *syntax.Word) bool { return !strings.HasPrefix(a.Lit(), "-") })
}

// dynamic compiles words to be expanded ahead of the commands.
func (c *Collector) dynamic(args []*syntax.Word) dynamic {
	exp := *c.Words
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

// touchesSignals tells whether a command is a trap for more than EXIT, or a
// kill that sends something.
func touchesSignals(args []*syntax.Word) bool {
	if len(args) < 2 {
		return false
	}
	switch args[0].Lit() {
	case "kill":
		return !strings.HasPrefix(args[1].Lit(), "-l") && !strings.HasPrefix(args[1].Lit(), "-L")
	case "trap":
		if len(args) == 2 { // an only operand resets
			return !strings.HasPrefix(args[1].Lit(), "-")
		}
		for _, a := range args[2:] {
			if lit := a.Lit(); lit != "EXIT" && lit != "0" {
				return true
			}
		}
	}
	return false
}
