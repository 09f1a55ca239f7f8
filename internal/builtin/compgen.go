package builtin

import (
	"strings"

	"gpipe/internal/completion"
	"gpipe/internal/interp"
	"gpipe/internal/vars"
)

// specOptions are the options that make a specification, and specUsage is how they
// are called.
const (
	specOptions = "abcdefgjksuvo:A:G:W:F:C:X:P:S:"
	specUsage   = "[-abcdefgjksuv] [-o option] [-A action] [-G pattern] [-W words] [-F function]" +
		" [-C command] [-X filter] [-P prefix] [-S suffix]"
)

func compgen() *interp.Builtin {
	return &interp.Builtin{
		Name: "compgen", Usage: specUsage + " [word]",
		Doc: "Print the completions of a word that complete with the same options would make.\n" +
			"The status is 1 if there are none.",
		Run: runCompgen,
	}
}

func runCompgen(sh *interp.Shell, args []string) (int, interp.Flow) {
	var s completion.Spec
	g := optionReader{args: args[1:], letters: specOptions}
	if why := g.each(func(c byte, value string) string { return setSpec(&s, c, value) }); why != "" {
		sh.Report("compgen: " + why)
		if g.fault != "" {
			showUsage(sh, "compgen")
		}
		return 2, interp.Next
	}
	for _, o := range [...]struct{ value, letter string }{{s.Function, "F"}, {s.Command, "C"}} {
		if o.value != "" {
			sh.Report("compgen: warning: -" + o.letter + " option may not work as you expect")
		}
	}
	word := ""
	if len(g.args) > 0 {
		word = g.args[0]
	}
	if s == (completion.Spec{}) {
		return 0, interp.Next
	}
	list, next, err := sh.Completions().Generate(&s, word)
	if err != nil {
		return expansionFault(sh, "compgen", err)
	}
	for _, c := range list {
		sh.Out().WriteString(c + "\n")
	}
	if next != interp.Next {
		return sh.Status(), next
	}
	if len(list) == 0 {
		return 1, interp.Next
	}
	return 0, interp.Next
}

// expansionFault is an error in words that a built-in has expanded.
func expansionFault(sh *interp.Shell, cmd string, err error) (int, interp.Flow) {
	if next, ok := sh.Declarations().Failed(err); ok {
		return sh.Status(), next
	}
	sh.Report(cmd + ": " + interp.Message(err))
	return 1, interp.Next
}

// setSpec takes an option of a specification, and returns what is wrong with its
// value.
func setSpec(s *completion.Spec, c byte, value string) (why string) {
	if a, ok := completion.ActionByLetter(c); ok {
		s.Actions |= a
		return ""
	}
	switch c {
	case 'o':
		o, ok := completion.OptionByName(value)
		s.Options |= o
		return unless(ok, "invalid option name")
	case 'A':
		a, ok := completion.ActionByName(value)
		s.Actions |= a
		return unless(ok, "invalid action name")
	case 'F':
		s.Function = value
		return unless(!strings.ContainsAny(value, " \t\n;&|()<>$`\"'\\"), vars.ErrNotName.Error())
	}
	*map[byte]*string{'G': &s.Glob, 'W': &s.Words, 'C': &s.Command, 'X': &s.Filter, 'P': &s.Prefix, 'S': &s.Suffix}[c] = value
	return ""
}
