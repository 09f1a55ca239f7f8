package interp

import (
	"strconv"
	"strings"
	"time"

	"gpipe/internal/option"
	"gpipe/internal/prompt"
	"gpipe/internal/sys"
	"gpipe/internal/sys/term"
	"gpipe/internal/vars"
)

// promptText expands a text as a prompt: backslash escapes, then parameters. What
// an escape gives is not looked at again. The text is a value: one with command
// substitutions keeps them, and its parameters, as they are.
func (sh *Shell) promptText(text string) string {
	if !strings.ContainsAny(text, "\\$`") {
		return text
	}
	quoted := prompt.Decode(text, prompter{sh}, prompt.Decoding{Quote: true})
	if !strings.ContainsAny(quoted, "\\$`") {
		return quoted // nothing in it is quoted
	}
	if w, err := sh.rt.parsers.Document(quoted); err == nil && onlyParams(w) {
		if s, err := sh.doubleQuoted(sh.rt.compiler, w); err == nil {
			return s
		}
	}
	return prompt.Decode(text, prompter{sh}, prompt.Decoding{})
}

// Prompt is the value of a prompt variable as someone at a terminal is to see it:
// with its escapes, and, unless shopt -u promptvars, with all expansions. What takes
// no room on the screen has marks around it.
func (sh *Shell) Prompt(name string) string {
	value, _ := sh.st.Vars.Get(sh.Slot(name))
	expands := sh.Shopts()&option.PromptVars != 0
	text := prompt.Decode(value, prompter{sh}, prompt.Decoding{Marks: true, Quote: expands})
	if !expands {
		return text
	}
	return sh.expandPrompt(text)
}

// prompter is what the escapes of a prompt tell of a shell: a prompt.Shell.
type prompter struct{ sh *Shell }

func (p prompter) Name() string {
	name := p.sh.st.Name
	return strings.TrimPrefix(name[strings.LastIndexByte(name, '/')+1:], "-")
}

func (p prompter) Version() string    { return strings.Join(bashVersionParts()[:2], ".") }
func (p prompter) Release() string    { return strings.Join(bashVersionParts()[:3], ".") }
func (p prompter) User() string       { return userName(sys.Geteuid()) }
func (p prompter) Host() string       { return sys.Hostname() }
func (p prompter) Terminal() string   { return term.Name(0) }
func (p prompter) Directory() string  { return p.sh.Dir().Name() }
func (p prompter) Now() time.Time     { return time.Now() }
func (p prompter) Jobs() int          { return len(p.sh.Jobs().Listed()) }
func (p prompter) CommandNumber() int { return p.sh.Commands().Given() + 1 }
func (p prompter) Superuser() bool    { return sys.Geteuid() == 0 }

// HistoryNumber is that of the command that is to be given next.
func (p prompter) HistoryNumber() int {
	if p.sh.aside == nil || p.sh.aside.history == nil {
		return 1
	}
	l := p.sh.aside.history
	return l.First() + l.Len()
}

func (p prompter) Home() string {
	home, _ := p.sh.st.Vars.Get(vars.HOME)
	return home
}

func (p prompter) DirTrim() int {
	slot, known := p.sh.rt.names.Lookup("PROMPT_DIRTRIM")
	if !known {
		return 0
	}
	value, _ := p.sh.st.Vars.Get(slot)
	n, err := strconv.Atoi(value)
	if err != nil {
		return 0
	}
	return n
}

// userName is the name of a user, or the number.
func userName(uid int) string {
	number := strconv.Itoa(uid)
	if f := passwd(2, number); f != nil {
		return f[0]
	}
	return number
}
