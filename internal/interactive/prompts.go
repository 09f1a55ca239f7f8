package interactive

import (
	"strconv"
	"strings"
	"time"

	"gpipe/internal/edit"
	"gpipe/internal/option"
	"gpipe/internal/prompt"
	"gpipe/internal/sys"
)

// promptCommands runs what is to be run before each prompt. The status stays
// that of the command before.
func (s *Session) promptCommands() {
	status := s.sh.Status()
	slot := s.sh.Slot("PROMPT_COMMAND")
	for _, c := range s.sh.Vars().AppendElems(nil, slot) {
		if strings.TrimSpace(c) != "" {
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

// prompt is the value of a prompt variable, decoded and expanded.
func (s *Session) prompt(name string) string {
	value, _ := s.get(name)
	return s.sh.ExpandPrompt(prompt.Decode(value, asked{s}, prompt.Decoding{Marks: true, Quote: true}))
}

// visible is a prompt without the marks of what is not to be seen.
func visible(text string) string {
	return strings.NewReplacer(prompt.InvisibleBegins, "", prompt.InvisibleEnds, "").Replace(text)
}

// prompts are those of a line to be edited.
func (s *Session) prompts(ps string) (first, more edit.Prompt) {
	first = edit.NewPrompt(s.prompt(ps)).Between(edit.MarkPrompt, edit.MarkInput)
	return first, edit.NewPrompt(s.prompt("PS2"))
}

// asked is what a prompt asks a shell for.
type asked struct{ s *Session }

func (a asked) variable(name string) string {
	value, _ := a.s.get(name)
	return value
}

func (a asked) Name() string {
	name := a.s.sh.Params().Name()
	return strings.TrimPrefix(name[strings.LastIndexByte(name, '/')+1:], "-")
}

func (a asked) Version() string {
	parts := strings.SplitN(a.Release(), ".", 3)
	return strings.Join(parts[:min(2, len(parts))], ".")
}

func (a asked) Release() string {
	release, _, _ := strings.Cut(a.variable("BASH_VERSION"), "(")
	return release
}

func (a asked) User() string {
	if name := a.variable("USER"); name != "" {
		return name
	}
	if name := a.variable("LOGNAME"); name != "" {
		return name
	}
	if a.Superuser() {
		return "root"
	}
	return strconv.Itoa(sys.Geteuid())
}

func (a asked) Host() string      { return sys.Hostname() }
func (a asked) Terminal() string  { return "" }
func (a asked) Directory() string { return a.s.sh.Dir().Name() }
func (a asked) Home() string      { return a.variable("HOME") }

func (a asked) DirTrim() int {
	n, err := strconv.Atoi(a.variable("PROMPT_DIRTRIM"))
	if err != nil {
		return 0
	}
	return n
}

func (a asked) Now() time.Time { return time.Now() }
func (a asked) Jobs() int      { return len(a.s.sh.Jobs().Listed()) }

func (a asked) HistoryNumber() int {
	if a.s.history == nil {
		return a.CommandNumber()
	}
	return a.s.history.First() + a.s.history.Len()
}

func (a asked) CommandNumber() int { return a.s.commands + 1 }
func (a asked) Superuser() bool    { return sys.Geteuid() == 0 }
