package builtin

import (
	"strings"

	"gpipe/internal/completion"
	"gpipe/internal/interp"
)

func completeCommand() *interp.Builtin {
	return &interp.Builtin{
		Name: "complete", Completes: completion.Command, Usage: "[-pr] [-DEI] " + specUsage + " [name...]",
		Doc: "Say how words of the named commands are completed; without options, or with -p, list that.\n" +
			"-r  forget it, or all    -D  for commands that have nothing of their own    -E  for an empty line\n" +
			"-I  for the first word    -A  kinds of names    -G  files that match    -W  words, which are expanded\n" +
			"-F  elements of COMPREPLY, which a function sets    -C  lines that a command prints\n" +
			"-X  leave out what matches, & being the word, or with ! what does not    -P -S  put before and behind\n" +
			"-o  bashdefault, default, dirnames, filenames, noquote, nosort, nospace, plusdirs",
		Run: runComplete,
	}
}

// completeCall is a call of complete or compopt.
type completeCall struct {
	spec          completion.Spec
	off           completion.Options // of compopt
	special       string             // of -D, -E or -I
	print, remove bool
}

// set takes an option and returns what is wrong with its value.
func (c *completeCall) set(letter byte, value string) (why string) {
	switch letter {
	case 'p':
		c.print = true
	case 'r':
		c.remove = true
	case 'D', 'E', 'I':
		if name := "\x00" + string(rune(letter)); c.special == "" || name < c.special {
			c.special = name
		}
	default:
		return setSpec(&c.spec, letter, value)
	}
	return ""
}

func runComplete(sh *interp.Shell, args []string) (int, interp.Flow) {
	var c completeCall
	g := optionReader{args: args[1:], letters: "prDEI" + specOptions}
	if why := g.each(c.set); why != "" {
		sh.Report("complete: " + why)
		if g.fault != "" {
			showUsage(sh, "complete")
		}
		return 2, interp.Next
	}
	table, names := sh.Completions().Table(), g.args
	if c.special != "" {
		names = []string{c.special}
	}
	switch {
	case c.print || !c.remove && len(names) == 0 && c.spec == (completion.Spec{}):
		if len(names) == 0 {
			names = table.Names()
		}
		return eachSpec(sh, "complete", names, func(name string, s *completion.Spec) { printSpec(sh, name, s) }), interp.Next
	case c.remove && len(names) == 0:
		table.Clear()
		return 0, interp.Next
	case c.remove:
		return eachSpec(sh, "complete", names, func(name string, _ *completion.Spec) { table.Delete(name) }), interp.Next
	case len(names) == 0:
		showUsage(sh, "complete")
		return 2, interp.Next
	}
	for _, name := range names {
		s := c.spec
		table.Set(strings.Clone(name), &s)
	}
	return 0, interp.Next
}

// eachSpec calls fn with the specifications of names. A name that has none is
// reported, and the status is 1.
func eachSpec(sh *interp.Shell, cmd string, names []string, fn func(string, *completion.Spec)) int {
	status := 0
	for _, name := range names {
		s := sh.Completions().Table().Get(name)
		if s == nil {
			sh.Report(cmd + ": " + shownName(name) + ": no completion specification")
			status = 1
			continue
		}
		fn(name, s)
	}
	return status
}

// shownName is the name of a specification as an operand, or its option.
func shownName(name string) string {
	if letter, special := strings.CutPrefix(name, "\x00"); special {
		return "-" + letter
	}
	return interp.QuoteWord(name)
}

// printSpec prints the command that makes a specification.
func printSpec(sh *interp.Shell, name string, s *completion.Spec) {
	quote := func(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }
	sh.Out().WriteString("complete " + s.Arguments(quote, interp.QuoteWord) + shownName(name) + "\n")
}
