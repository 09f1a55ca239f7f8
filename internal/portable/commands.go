package portable

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// isStandard tells whether a built-in of this shell is one, or a utility, of POSIX.
func isStandard(name string) bool {
	switch name {
	case ".", ":", "[", "alias", "bg", "break", "cd", "command", "continue", "echo", "eval", "exec", "exit", "export",
		"false", "fc", "fg", "getopts", "hash", "jobs", "kill", "printf", "pwd", "read", "readonly", "return", "set",
		"shift", "test", "time", "times", "trap", "true", "type", "ulimit", "umask", "unalias", "unset", "wait":
		return true
	}
	return false
}

// options are the option letters that POSIX gives to a built-in; ok is false for those
// that are not looked at.
func options(name string) (letters string, ok bool) {
	switch name {
	case ".", ":", "break", "continue", "eval", "exec", "exit", "return", "shift", "times", "true", "false", "getopts":
		return "", true
	case "alias":
		return "", true
	case "cd":
		return "LPe", true
	case "command":
		return "pvV", true
	case "export", "readonly":
		return "p", true
	case "hash":
		return "r", true
	case "jobs":
		return "lp", true
	case "pwd":
		return "LP", true
	case "read":
		return "rd", true
	case "trap":
		return "p", true
	case "type", "printf", "wait":
		return "", true
	case "ulimit":
		return "HSacdfnstv", true
	case "umask":
		return "S", true
	case "unalias":
		return "a", true
	case "unset":
		return "fv", true
	}
	return "", false
}

// call looks at a simple command.
func (k *checker) call(n *syntax.CallExpr) {
	k.braces(n.Args)
	if len(n.Args) == 0 {
		return
	}
	name := n.Args[0].Lit()
	if name == "" || k.funcs[name] {
		return
	}
	known, own := k.cfg.Builtin(name)
	switch {
	case !known:
		return
	case own:
		k.at(n.Pos(), "the built-in "+name+", which no other shell has")
		return
	case !isStandard(name):
		k.at(n.Args[0].Pos(), "the built-in "+name)
		return
	}
	k.arguments(name, n.Args[1:])
}

// arguments looks at those of a built-in of POSIX.
func (k *checker) arguments(name string, args []*syntax.Word) {
	switch name {
	case "echo":
		if len(args) > 0 && strings.HasPrefix(args[0].Lit(), "-") && strings.Trim(args[0].Lit(), "-neE") == "" && len(args[0].Lit()) > 1 {
			k.at(args[0].Pos(), "echo "+args[0].Lit())
		}
	case "[", "test":
		k.test(args)
	case "set":
		k.set(args)
	case "trap":
		k.trap(args)
	}
	letters, ok := options(name)
	for _, w := range args {
		lit := w.Lit()
		if !ok || len(lit) < 2 || lit[0] != '-' || lit == "--" {
			return
		}
		for i := 1; i < len(lit); i++ {
			if strings.IndexByte(letters, lit[i]) < 0 {
				k.at(w.Pos(), name+" -"+lit[i:i+1])
				return
			}
			if name == "read" && lit[i] == 'd' {
				return
			}
		}
	}
}

// test looks at the operators of test.
func (k *checker) test(args []*syntax.Word) {
	for i, w := range args {
		lit := w.Lit()
		switch {
		case i > 0 && (lit == "==" || lit == "=~"), i == 0 && (lit == "-v" || lit == "-R" || lit == "-N" || lit == "-O" || lit == "-G"):
			k.at(w.Pos(), lit+" of test")
		case i > 1 && (lit == "-a" || lit == "-o"):
			k.at(w.Pos(), lit+" of test, which POSIX has no more")
		}
	}
}

// set looks at the options of set.
func (k *checker) set(args []*syntax.Word) {
	for i, w := range args {
		lit := w.Lit()
		if len(lit) < 2 || lit[0] != '-' && lit[0] != '+' || lit == "--" {
			return
		}
		for _, c := range lit[1:] {
			if !strings.ContainsRune("abCefhmnouvx", c) {
				k.at(w.Pos(), "set "+lit[:1]+string(c))
			}
		}
		if !strings.HasSuffix(lit, "o") || i+1 == len(args) {
			continue
		}
		standard := []string{"allexport", "errexit", "ignoreeof", "monitor", "noclobber", "noexec", "noglob", "nolog", "notify", "nounset", "pipefail", "verbose", "vi", "xtrace"}
		if option := args[i+1].Lit(); option != "" && !slices.Contains(standard, option) {
			k.at(args[i+1].Pos(), "the option "+option)
		}
		return
	}
}

// trap looks at the conditions of trap.
func (k *checker) trap(args []*syntax.Word) {
	for i, w := range args {
		if i == 0 {
			continue
		}
		switch lit := w.Lit(); {
		case lit == "DEBUG" || lit == "ERR" || lit == "RETURN":
			k.at(w.Pos(), "trap for "+lit)
		case strings.HasPrefix(lit, "SIG"):
			k.at(w.Pos(), "SIG before the name of a signal")
		}
	}
}

// declare looks at declare, local, export and their like.
func (k *checker) declare(n *syntax.DeclClause) {
	name := n.Variant.Value
	if name != "export" && name != "readonly" {
		k.at(n.Pos(), "the built-in "+name)
		return
	}
	for _, a := range n.Args {
		if a.Naked && a.Name == nil && a.Value != nil {
			if lit := a.Value.Lit(); len(lit) > 1 && lit[0] == '-' && lit != "-p" && lit != "--" {
				k.at(a.Value.Pos(), name+" "+lit)
			}
		}
	}
}
