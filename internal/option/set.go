// Package option is the registries of the options of set and of shopt: a bit, a name
// and perhaps a letter for each. What has to do with options reads them here: set -o,
// shopt, $-, SHELLOPTS, the command line.
package option

// Set is the set of shell options that are on.
type Set uint64

// The options of set(1), in the order of their letters in $-.
const (
	AllExport   Set = 1 << iota // -a
	Notify                      // -b
	NoClobber                   // -C
	ErrExit                     // -e
	NoGlob                      // -f
	HashAll                     // -h
	Interactive                 // -i
	Monitor                     // -m
	NoExec                      // -n
	Privileged                  // -p
	FromStdin                   // -s
	NoUnset                     // -u
	Verbose                     // -v
	XTrace                      // -x
	IgnoreEOF
	NoLog
	Vi
	Emacs
	PipeFail
	CommandString // -c: shown in $-
	Stats         // figures of every pipeline
	Posix         // see the modes in the manual
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

	StartedPosix // it was started in POSIX mode

	// An action of trap for DEBUG, ERR or RETURN is in force.
	DebugTrap
	ErrTrap
	ReturnTrap

	LessBuiltins // enable has turned some off
	Restricted   // -r: no cd, no names of commands with a slash
	Asked        // somebody decides about commands: see interp.Asker
	Parallel     // stages of pipelines are run for parts of their input
	Recalls      // BASH_COMMAND and $_ are kept: there is text that asks for one of them
)

// Defaults are those that are on unless they are turned off.
const Defaults = BraceExpand | InteractiveComments | Extras

type optionName struct {
	letter byte // 0: none
	long   string
	bit    Set
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
		{0, "parallel", Parallel, false},
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

// ByLetter returns the option of a letter that set accepts.
func ByLetter(c byte) (Set, bool) {
	for _, o := range optionNames() {
		if o.letter == c && c != 0 && !o.fixed {
			return o.bit, true
		}
	}
	return 0, false
}

// ByName returns the option of a long name that set -o accepts.
func ByName(name string) (Set, bool) {
	for _, o := range optionNames() {
		if o.long == name && !o.fixed {
			return o.bit, true
		}
	}
	return 0, false
}

// Read reads words as set(1) does, "-e" and "-o pipefail": the options that
// they turn on, and those that they turn off. bad is the first that is none.
func Read(words []string) (on, off Set, bad string) {
	for ; len(words) > 0; words = words[1:] {
		word, name := words[0], words[0]
		if len(word) < 2 || word[0] != '-' && word[0] != '+' {
			return on, off, word
		}
		for _, c := range []byte(word[1:]) {
			bit, ok := ByLetter(c)
			if c == 'o' && len(words) > 1 {
				words = words[1:]
				name = words[0]
				bit, ok = ByName(name)
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

// AnyTrap is the options that say that DEBUG, ERR or RETURN has an action which is in
// force.
const AnyTrap = DebugTrap | ErrTrap | ReturnTrap

// InheritedTraps is the options among AnyTrap that functions and subshells keep.
func (o Set) InheritedTraps() Set {
	var kept Set
	if o&FuncTrace != 0 {
		kept |= DebugTrap | ReturnTrap
	}
	if o&ErrTrace != 0 {
		kept |= ErrTrap
	}
	return o & kept
}

// EachListed is Each for those that a shell in which o is on lists: outside of POSIX
// mode those that set can change, and in the place of bash those that bash has.
func (o Set) EachListed(fn func(long string, bit Set)) {
	for _, n := range optionNames() {
		if o&Posix == 0 && n.fixed || o&Bash != 0 && n.bit&(Stats|Parallel|ErrExitReport) != 0 {
			continue
		}
		fn(n.long, n.bit)
	}
}

// Each calls fn with the long name and bit of every option, sorted.
func Each(fn func(long string, bit Set)) {
	for _, o := range optionNames() {
		fn(o.long, o.bit)
	}
}

// String returns the option letters as in $-.
func (o Set) String() string {
	const letters = "abefhikmnprtuvxBCEHPTs"
	var buf [len(letters) + 1]byte
	b, names := buf[:0], optionNames()
	for _, c := range []byte(letters) {
		if c == 'r' && o&Restricted != 0 {
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
