package interp

import (
	"reflect"
	"testing"
)

// forked says what Fork does with each field of Shell. A field that is added
// and not entered here fails the test: decide what fork(2) would do with it.
var forked = map[string]string{
	"rt":       "shared: the Runtime",
	"life":     "shared: a subshell ends with its parent",
	"st":       "copied: State.Fork",
	"files":    "copied: Table.Fork",
	"opts":     "copied, without monitor",
	"funcs":    "copied on write",
	"hash":     "shared: locked, dropped when PATH differs",
	"dir":      "shared: reference counted, immutable",
	"fed":      "copied",
	"cwd":      "copied",
	"umask":    "copied",
	"extra":    "shared: replaced when it is changed",
	"traps":    "copied: those that ignore stay, the others are listed only",
	"trapped":  "new: a subshell is in no trap",
	"ignored":  "shared: immutable",
	"status":   "copied",
	"pipe":     "copied",
	"piped":    "copied",
	"pooled":   "copied",
	"last":     "new: set before it is read",
	"lastBg":   "copied",
	"bg":       "new: a subshell has no jobs to wait for",
	"parentBg": "the parent's, whose jobs are listed",
	"subst":    "new: of one command",
	"file":     "copied",
	"line":     "copied",
	"at":       "copied",
	"lastArg":  "copied",
	"aside":    "copied: aside.fork",
	"depth":    "copied: bounds recursion",
	"cond":     "copied: set -e is ignored in the subshell too",
	"negated":  "new: what is in a subshell after ! is looked at",
	"loops":    "copied: break ends the subshell; see loopless",
	"calls":    "copied: return ends the subshell",
	"sub":      "copied plus one",
	"level":    "copied: set -x shows it",
	"evals":    "new: it matters in the main environment",
	"killed":   "new",
	"before":   "new",
	"leaving":  "copied: a part of the action for EXIT",
	"deaf":     "copied: a part of the action for EXIT",
	"root":     "new: set by nested",
	"below":    "new: a signal that came before concerns it not",
	"apart":    "new: of a subshell that has ended",
	"tally":    "shared: a subshell is a part of the same stage",
	"debugged": "new: set for the stages of a pipeline",
	"traced":   "new: set for the stages of a pipeline",
	"stack":    "new",
	"out":      "new: of one built-in",
	"keep":     "new: of one built-in",
	"tame":     "new: of one built-in",
	"state":    "copied: limits and aliases on write, the position of getopts",
}

func TestForkKnowsEveryField(t *testing.T) {
	knows(t, "Fork", reflect.TypeFor[Shell](), forked)
}

// knows compares the fields of a type with those that what is known to treat.
func knows(t *testing.T, what string, typ reflect.Type, treated map[string]string) {
	t.Helper()
	seen := make(map[string]bool)
	for i := range typ.NumField() {
		name := typ.Field(i).Name
		seen[name] = true
		if treated[name] == "" {
			t.Errorf("%s does not know field %s of %s", what, name, typ.Name())
		}
	}
	for name := range treated {
		if !seen[name] {
			t.Errorf("%s has no field %s any more", typ.Name(), name)
		}
	}
}
