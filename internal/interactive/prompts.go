package interactive

import (
	"strings"

	"gpipe/internal/edit"
	"gpipe/internal/option"
	"gpipe/internal/prompt"
)

// promptCommands runs what is to be run before each prompt. The status stays
// that of the command before.
func (s *Session) promptCommands() {
	status := s.sh.Status()
	slot := s.sh.Slot("PROMPT_COMMAND")
	for _, c := range s.sh.Vars().AppendElems(nil, slot) {
		if strings.TrimSpace(c) != "" {
			s.sh.Spare()
			s.sh.Runner().Eval(c)
			s.sh.SetStatus(status)
		}
	}
}

// setPrompts gives the prompts the values that they have if nobody has set
// them, before the files that are run at the start look whether there are any.
func (s *Session) setPrompts() {
	ps1 := `\w\$ `
	if s.sh.Options()&option.Posix != 0 {
		ps1 = `\$ `
	}
	for name, value := range map[string]string{"PS1": ps1, "PS2": "> "} {
		if _, set := s.get(name); !set {
			_ = s.sh.Vars().Set(s.sh.Slot(name), value) // one that is readonly stays
		}
	}
}

// visible is a prompt without the marks of what is not to be seen.
func visible(text string) string {
	return strings.NewReplacer(prompt.InvisibleBegins, "", prompt.InvisibleEnds, "").Replace(text)
}

// prompts are those of a line to be edited.
func (s *Session) prompts(ps string) (first, more edit.Prompt) {
	for _, name := range [...]string{ps, "PS2"} {
		if text, _ := s.get(name); mayRun(text) {
			s.sh.Spare()
		}
	}
	first = edit.NewPrompt(s.sh.Prompt(ps)).Between(edit.MarkPrompt, edit.MarkInput)
	return first, edit.NewPrompt(s.sh.Prompt("PS2"))
}

// mayRun tells whether a prompt may run commands.
func mayRun(text string) bool {
	return strings.Contains(text, "$(") || strings.Contains(text, "${") || strings.Contains(text, "`")
}
