package interp

import (
	"reflect"
	"testing"

	"gpipe/internal/expand"
)

// saved says how each field of Shell gets into the process of a subshell. A
// field that is added and not entered here fails the test: decide what save
// and load do with it.
var saved = map[string]string{
	"rt":       "new, with $$, PPID and the signals that are ignored from the start",
	"life":     "new: that of a main environment",
	"st":       "see savedState",
	"files":    "inherited descriptors",
	"opts":     "saved",
	"funcs":    "saved: as source, compiled when they are called",
	"hash":     "new: commands are looked for again, but for those of hash -p",
	"dir":      "the working directory of the process",
	"cwd":      "saved",
	"extra":    "saved: the options of shopt, the rest is of one command",
	"umask":    "that of the process",
	"traps":    "saved: to be listed, and those that ignore",
	"trapped":  "new: a subshell is in no trap",
	"ignored":  "saved, and dispositions of the process",
	"status":   "saved",
	"pipe":     "saved",
	"piped":    "saved",
	"pooled":   "new: of the command before",
	"last":     "new: set before it is read",
	"lastBg":   "saved",
	"bg":       "new: a subshell has no jobs to wait for",
	"parentBg": "new: its parent's jobs are not its children",
	"subst":    "new: of one command",
	"file":     "saved",
	"line":     "saved",
	"at":       "new: of a command",
	"lastArg":  "saved",
	"aside":    "saved: saveAside",
	"depth":    "saved: bounds recursion",
	"cond":     "saved: set -e is ignored in the subshell too",
	"negated":  "not saved: of a subshell it is 0",
	"loops":    "saved: break ends the subshell",
	"fed":      "saved: what its asynchronous lists read",
	"calls":    "saved: return ends the subshell",
	"sub":      "0: it is the main environment of its process",
	"level":    "saved: set -x shows it",
	"evals":    "new: of the main environment",
	"killed":   "new",
	"before":   "new",
	"leaving":  "new",
	"below":    "new: that of a main environment",
	"deaf":     "new",
	"root":     "new: itself",
	"apart":    "new: of a subshell that has ended",
	"tally":    "new: the process is looked at from outside",
	"debugged": "new: of a stage in this process",
	"traced":   "new: of a stage in this process",
	"stack":    "new",
	"out":      "new: of one built-in",
	"keep":     "new: of one built-in",
	"tame":     "new: of one built-in",
	"state":    "see savedBuiltins",
}

// savedBuiltins is the same for what built-ins keep.
var savedBuiltins = map[string]string{
	"limits":  "saved: those of the process are inherited",
	"aliases": "saved",
	"getopts": "saved: the offset in the argument",
	"scratch": "new: a buffer",
	"memo":    "new: saves work",
}

// savedState is the same for what words need from the shell.
var savedState = map[string]string{
	"Vars":     "saved: Vars.Save",
	"Name":     "saved",
	"Args":     "saved",
	"Host":     "new: bind",
	"DirFd":    "new: bind",
	"NoUnset":  "from the options",
	"NoGlob":   "from the options",
	"Lazy":     "from the options",
	"Match":    "from the options of shopt",
	"Globbing": "from the options of shopt",
	"out":      "new: of one word",
	"pieces":   "new: a buffer",
	"elems":    "new: a buffer",
	"text":     "new: a buffer",
	"outputs":  "new: a buffer",
	"dirBuf":   "new: a buffer",
	"patterns": "new: saves work",
	"regexps":  "new: saves work",
	"split":    "new: made from IFS",
	"splitGen": "new: made from IFS",
	"env":      "new: of one expression",
	"rulers":   "new: saves work",
}

func TestSaveKnowsEveryField(t *testing.T) {
	knows(t, "save", reflect.TypeFor[Shell](), saved)
	knows(t, "save", reflect.TypeFor[builtinState](), savedBuiltins)
	knows(t, "save", reflect.TypeFor[expand.State](), savedState)
}
