package builtin

import (
	"gpipe/internal/completion"
	"gpipe/internal/interp"
)

func compopt() *interp.Builtin {
	return &interp.Builtin{
		Name: "compopt", Completes: completion.Command, Usage: "[-DEI] [-o option] [+o option] [name...]",
		Doc: "Turn options of completions on (-o) or off (+o), or list them: of the named commands, or of\n" +
			"the completion that is being made. The options are those of complete.",
		Run: runCompopt,
	}
}

func runCompopt(sh *interp.Shell, args []string) (int, interp.Flow) {
	var c completeCall
	g := optionReader{args: args[1:], letters: "o:DEI", plus: true}
	why := g.each(func(letter byte, value string) string {
		if letter != 'o' || g.sign == '-' {
			return c.set(letter, value)
		}
		o, ok := completion.OptionByName(value)
		c.off |= o
		return unless(ok, "invalid option name")
	})
	if why != "" {
		sh.Report("compopt: " + why)
		if g.fault != "" {
			showUsage(sh, "compopt")
		}
		return 2, interp.Next
	}
	names := g.args
	if c.special != "" {
		names = []string{c.special}
	}
	if len(names) == 0 {
		s, name := sh.Completions().Running()
		if s == nil {
			sh.Report("compopt: not currently executing completion function")
			return 1, interp.Next
		}
		c.change(sh, name, s)
		return 0, interp.Next
	}
	return eachSpec(sh, "compopt", names, func(name string, s *completion.Spec) {
		changed := *s
		if c.change(sh, name, &changed) {
			sh.Completions().Table().Set(name, &changed)
		}
	}), interp.Next
}

// change changes the options of s, or lists them if there is nothing to change.
func (c *completeCall) change(sh *interp.Shell, name string, s *completion.Spec) bool {
	if c.spec.Options|c.off != 0 {
		s.Options = (s.Options | c.spec.Options) &^ c.off
		return true
	}
	text := "compopt "
	completion.EachOption(func(option string, o completion.Options) {
		if s.Options&o != 0 {
			text += "-o " + option + " "
		} else {
			text += "+o " + option + " "
		}
	})
	sh.Out().WriteString(text + shownName(name) + "\n")
	return false
}
