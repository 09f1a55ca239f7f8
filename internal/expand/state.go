// Package expand turns the words of a program into fields (XCU 2.6): tilde,
// parameter and arithmetic expansion, command substitution, field splitting,
// pathname expansion and quote removal; and brace expansion before them.
//
// A Compiler turns each syntax.Word into a Word once. A Word is immutable and
// is run any number of times, by any number of goroutines, each with its own
// State.
package expand

import (
	"unicode/utf8"

	"gpipe/internal/arith"
	"gpipe/internal/ere"
	"gpipe/internal/pattern"
	"gpipe/internal/redirect"
	"gpipe/internal/vars"
)

// Host is what words ask the shell that runs them for.
type Host interface {
	// Special gives the special parameters ? $ ! - their values.
	Special(name byte) (string, bool)

	// CommandSubst runs a command substitution, given what Compiler.Subst made
	// of it, and appends its output to dst. The error becomes that of the
	// expansion, unchanged.
	CommandSubst(body any, dst []byte) ([]byte, error)

	// ProcessSubst starts a process substitution, given what Compiler.Process
	// made of it, and returns the pathname to replace it by.
	ProcessSubst(body any) (string, error)

	// HomeDir returns the home directory of a user, "" being the shell's own,
	// for a tilde that HOME does not answer.
	HomeDir(user string) (string, bool)

	// Prompt expands a text as prompts are: ${name@P}.
	Prompt(text string) string

	// Unread is told of a directory that pathname expansion could not read,
	// though it may and it is one.
	Unread(dir string, err error)

	// Leaving is asked in the midst of long work, and tells whether that is to be
	// left. Leave then gives the error to leave it with.
	Leaving() bool
	Leave() error

	// Files are the descriptors that /dev/fd has, for pathname expansion; nil:
	// those of the process.
	Files() *redirect.Table
}

// Globbing is options of pathname expansion, and of replacements.
type Globbing uint16

// The options.
const (
	NullGlob       Globbing = 1 << iota // a pattern without matches expands to nothing
	FailGlob                            // ... is an error
	DotGlob                             // * and ? match a leading period
	FoldGlob                            // case does not matter
	StarGlob                            // ** matches directories at any depth
	DotsGlob                            // . and .. are entries, too
	PlainAmpersand                      // & in the word of ${name/pattern/word} is itself

	unmatched // FailGlob has found a pattern without matches: the last field
	abandoned // Host.Leaving has ended the search for matches
)

// State is what words need from the shell that runs them. It belongs to one
// goroutine. A copy of it must call Fork before it is used.
type State struct {
	Vars *vars.Vars
	Name string   // $0
	Args []string // $1, $2 ...; only read

	// Host is the shell.
	Host Host

	// DirFd is the directory that pathname expansion starts from, or
	// negative for the process's working directory.
	DirFd int

	NoUnset bool // set -u
	NoGlob  bool // set -f
	Lazy    bool // the words of operators that have nothing to change are not expanded

	// Match has the pattern options that are on: ExtGlob for patterns that
	// come from values, FoldCase for Word.Match.
	Match pattern.Flags

	// Globbing has the options of pathname expansion that are on.
	Globbing Globbing

	out      sink
	pieces   []piece  // text of the fields being built: a stack
	elems    []string // elements of arrays being expanded: a stack
	text     []byte   // text being put together
	outputs  []byte   // output of a command substitution
	dirBuf   []byte   // for reading directories
	patterns pattern.Cache
	regexps  ere.Cache
	split    *splitter
	splitGen uint64 // of IFS, that split is for
	env      arith.Env
	rulers   *rulers // nil: no long text was measured
}

// Fork makes st, a copy of another State, independent of it, with the
// variables v. Hooks that belong to the other's shell are for the caller to
// replace.
func (st *State) Fork(v *vars.Vars) {
	st.Vars = v
	st.out = sink{}
	st.pieces, st.elems, st.text = nil, nil, nil
	st.outputs, st.dirBuf = nil, nil
	st.patterns, st.regexps = pattern.Cache{}, ere.Cache{}
	st.rulers = nil
}

// Forget drops what was remembered to save work and depends on the slots of names, or
// keeps texts.
func (st *State) Forget() { st.env, st.rulers = arith.Env{}, nil }

// MatchText tells whether all of a text matches a pattern.
func (st *State) MatchText(pattern, text string) bool {
	return st.patterns.Compile(pattern, st.patternFlags()|st.Match).Match(text)
}

// patternFlags returns the flags of patterns.
func (st *State) patternFlags() pattern.Flags {
	if st.Vars.UTF8() {
		return st.Match&^pattern.FoldCase | pattern.UTF8
	}
	return st.Match &^ pattern.FoldCase
}

// length counts the characters of s.
func (st *State) length(s string) int {
	if !st.Vars.UTF8() {
		return len(s)
	}
	if len(s) >= longText {
		return st.ruler(s).chars
	}
	return utf8.RuneCountInString(s)
}
