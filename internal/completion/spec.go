// Package completion has the specifications of programmable completion, as the
// built-ins complete and compgen of bash make them, and makes completions from
// them. Where candidates come from is its caller's affair: see Source.
package completion

import "strings"

// Actions are kinds of candidates: a set.
type Actions uint32

// The kinds of candidates, in the order in which they are generated.
const (
	Alias Actions = 1 << iota
	ArrayVar
	Binding
	Builtin
	Disabled
	Enabled
	Export
	Function
	HelpTopic
	HostName
	Job
	Keyword
	Running
	SetOpt
	Shopt
	Signal
	Stopped
	Variable
	Command
	File
	User
	Group
	Service
	Directory
)

// actionNames has the names in the order of the bits.
func actionNames() []string {
	return []string{
		"alias", "arrayvar", "binding", "builtin", "disabled", "enabled", "export", "function", "helptopic",
		"hostname", "job", "keyword", "running", "setopt", "shopt", "signal", "stopped", "variable", "command",
		"file", "user", "group", "service", "directory",
	}
}

// letters are the options for actions, in the order of Spec.String.
const letters = "abcdefgjksuv"

// ActionByName returns the action that -A has the name of.
func ActionByName(name string) (Actions, bool) { return bitByName[Actions](actionNames(), name) }

// ActionByLetter returns the action of an option letter.
func ActionByLetter(c byte) (Actions, bool) {
	names := [...]Actions{Alias, Builtin, Command, Directory, Export, File, Group, Job, Keyword, Service, User, Variable}
	i := strings.IndexByte(letters, c)
	if i < 0 {
		return 0, false
	}
	return names[i], true
}

// Options are what -o sets: a set.
type Options uint16

// The options, in the order in which they are listed.
const (
	BashDefault Options = 1 << iota
	Default
	DirNames
	FileNames
	NoQuote
	NoSort
	NoSpace
	PlusDirs
)

func optionNames() []string {
	return []string{"bashdefault", "default", "dirnames", "filenames", "noquote", "nosort", "nospace", "plusdirs"}
}

// OptionByName returns the option of a name.
func OptionByName(name string) (Options, bool) { return bitByName[Options](optionNames(), name) }

// EachOption calls fn with every option, in order.
func EachOption(fn func(name string, o Options)) {
	for i, name := range optionNames() {
		fn(name, 1<<i)
	}
}

func bitByName[T ~uint16 | ~uint32](names []string, name string) (T, bool) {
	for i, n := range names {
		if n == name {
			return 1 << i, true
		}
	}
	return 0, false
}

// Spec says how a word is completed.
type Spec struct {
	Actions  Actions
	Options  Options
	Glob     string // -G: names of files that match
	Words    string // -W: to be split and expanded
	Function string // -F
	Command  string // -C
	Filter   string // -X: candidates that match are left out
	Prefix   string // -P
	Suffix   string // -S
}

// Arguments are the options of complete that make the specification, as words of
// a shell; quote quotes one, and plain does if it must.
func (s *Spec) Arguments(quote, plain func(string) string) string {
	var b strings.Builder
	EachOption(func(name string, o Options) {
		if s.Options&o != 0 {
			b.WriteString("-o " + name + " ")
		}
	})
	rest := s.Actions
	for i := range len(letters) {
		if a, _ := ActionByLetter(letters[i]); rest&a != 0 {
			b.WriteString("-" + letters[i:i+1] + " ")
			rest &^= a
		}
	}
	for i, name := range actionNames() {
		if rest&(1<<i) != 0 {
			b.WriteString("-A " + name + " ")
		}
	}
	for _, arg := range [...]struct {
		option, value string
		quote         func(string) string
	}{
		{"-G ", s.Glob, quote}, {"-W ", s.Words, quote}, {"-P ", s.Prefix, quote}, {"-S ", s.Suffix, quote},
		{"-X ", s.Filter, quote}, {"-C ", s.Command, quote}, {"-F ", s.Function, plain},
	} {
		if arg.value != "" {
			b.WriteString(arg.option + arg.quote(arg.value) + " ")
		}
	}
	return b.String()
}
