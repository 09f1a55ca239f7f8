package interp

import "gpipe/internal/vars"

// Options is the set of shell options that are on.
type Options uint64

// The options of set(1), in the order of their letters in $-.
const (
	AllExport   Options = 1 << iota // -a
	Notify                          // -b
	NoClobber                       // -C
	ErrExit                         // -e
	NoGlob                          // -f
	HashAll                         // -h
	Interactive                     // -i
	Monitor                         // -m
	NoExec                          // -n
	Privileged                      // -p
	FromStdin                       // -s
	NoUnset                         // -u
	Verbose                         // -v
	XTrace                          // -x
	IgnoreEOF
	NoLog
	Vi
	Emacs
	PipeFail
	CommandString // -c: shown in $-
	Stats         // figures of every pipeline
	Posix         // see mode.go
	ErrExitReport // say why set -e ends a shell
	BraceExpand   // -B
	ErrTrace      // -E
	FuncTrace     // -T
	HistExpand    // -H: it has no effect
	Keyword       // -k
	OneCmd        // -t
	Physical      // -P
	History       // what the script says is remembered
	InteractiveComments
	Extras // built-ins that no other shell has, unless in POSIX mode: decided at start-up

	Bash // it stands in for bash, and says so in BASH_VERSION: decided at start-up

	startedPosix // it was started in POSIX mode

	// An action of trap for DEBUG, ERR or RETURN is in force: see trap_commands.go.
	debugTrap
	errTrap
	returnTrap

	lessBuiltins // enable has turned some off
	restricted   // -r: see restricted.go
	asked        // somebody decides about commands: see Ask
	recalls      // BASH_COMMAND and $_ are kept: there is text that asks for one of them
)

// DefaultOptions are those that are on unless they are turned off.
const DefaultOptions = BraceExpand | InteractiveComments | Extras

type optionName struct {
	letter byte // 0: none
	long   string
	bit    Options
	fixed  bool // decided at start-up, not by set
}

// optionNames lists every option, sorted by long name.
func optionNames() []optionName {
	return []optionName{
		{'a', "allexport", AllExport, false},
		{'B', "braceexpand", BraceExpand, false},
		{0, "emacs", Emacs, false},
		{'e', "errexit", ErrExit, false},
		{0, "errexit-report", ErrExitReport, false},
		{'E', "errtrace", ErrTrace, false},
		{'T', "functrace", FuncTrace, false},
		{'h', "hashall", HashAll, false},
		{'H', "histexpand", HistExpand, false},
		{0, "history", History, false},
		{0, "ignoreeof", IgnoreEOF, false},
		{'i', "interactive", Interactive, true},
		{0, "interactive-comments", InteractiveComments, false},
		{'k', "keyword", Keyword, false},
		{'m', "monitor", Monitor, false},
		{'C', "noclobber", NoClobber, false},
		{'n', "noexec", NoExec, false},
		{'f', "noglob", NoGlob, false},
		{0, "nolog", NoLog, false},
		{'b', "notify", Notify, false},
		{'u', "nounset", NoUnset, false},
		{'t', "onecmd", OneCmd, false},
		{'P', "physical", Physical, false},
		{0, "pipefail", PipeFail, false},
		{0, "posix", Posix, false},
		{'p', "privileged", Privileged, false},
		{0, "stats", Stats, false},
		{'s', "stdin", FromStdin, true},
		{'v', "verbose", Verbose, false},
		{0, "vi", Vi, false},
		{'x', "xtrace", XTrace, false},
	}
}

// OptionByLetter returns the option of a letter that set accepts.
func OptionByLetter(c byte) (Options, bool) {
	for _, o := range optionNames() {
		if o.letter == c && c != 0 && !o.fixed {
			return o.bit, true
		}
	}
	return 0, false
}

// OptionByName returns the option of a long name that set -o accepts.
func OptionByName(name string) (Options, bool) {
	for _, o := range optionNames() {
		if o.long == name && !o.fixed {
			return o.bit, true
		}
	}
	return 0, false
}

// EachListed is EachOption for those that the shell lists: outside of POSIX mode those
// that set can change, and in the place of bash those that bash has.
func (sh *Shell) EachListed(fn func(long string, bit Options)) {
	for _, o := range optionNames() {
		if !sh.posix() && o.fixed || sh.opts&Bash != 0 && o.bit&(Stats|ErrExitReport) != 0 {
			continue
		}
		fn(o.long, o.bit)
	}
}

// ReadOptions reads words as set(1) does, "-e" and "-o pipefail": the options that
// they turn on, and those that they turn off. bad is the first that is none.
func ReadOptions(words []string) (on, off Options, bad string) {
	for ; len(words) > 0; words = words[1:] {
		word, name := words[0], words[0]
		if len(word) < 2 || word[0] != '-' && word[0] != '+' {
			return on, off, word
		}
		for _, c := range []byte(word[1:]) {
			bit, ok := OptionByLetter(c)
			if c == 'o' && len(words) > 1 {
				words = words[1:]
				name = words[0]
				bit, ok = OptionByName(name)
			}
			if !ok {
				return on, off, name
			}
			if word[0] == '-' {
				on, off = on|bit, off&^bit
			} else {
				on, off = on&^bit, off|bit
			}
		}
	}
	return on, off, ""
}

// EachOption calls fn with the long name and bit of every option, sorted.
func EachOption(fn func(long string, bit Options)) {
	for _, o := range optionNames() {
		fn(o.long, o.bit)
	}
}

// TurnOption turns an option on or off by its name, with what that has to do with it:
// of the two editors one is on, and POSIXLY_CORRECT is as POSIX mode.
func (sh *Shell) TurnOption(o Options, on bool) {
	sh.SetOption(o, on)
	switch {
	case on && o == Vi:
		sh.SetOption(Emacs, false)
	case on && o == Emacs:
		sh.SetOption(Vi, false)
	case o != Posix || sh.opts&startedPosix != 0:
	case on && !sh.st.Vars.IsSet(vars.POSIXLY_CORRECT):
		sh.st.Vars.Set(vars.POSIXLY_CORRECT, "y")
	case !on:
		sh.st.Vars.Unset(vars.POSIXLY_CORRECT, false)
	}
}

// String returns the option letters as in $-.
func (o Options) String() string {
	const letters = "abefhikmnprtuvxBCEHPTs"
	var buf [len(letters) + 1]byte
	b, names := buf[:0], optionNames()
	for _, c := range []byte(letters) {
		if c == 'r' && o&restricted != 0 {
			b = append(b, c)
		}
		for _, n := range names {
			if n.letter == c && o&n.bit != 0 {
				b = append(b, c)
			}
		}
	}
	if o&CommandString != 0 {
		b = append(b, 'c')
	}
	return string(b)
}
