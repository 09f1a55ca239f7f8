package builtin

import (
	"errors"
	"slices"
	"strings"

	"gpipe/internal/completion"
	"gpipe/internal/interp"
	"gpipe/internal/option"
	"gpipe/internal/parse"
	"gpipe/internal/sys/files"
)

func typeCommand() *interp.Builtin {
	return &interp.Builtin{
		Name: "type", Completes: completion.Command, Usage: "[-afptP] name...",
		Doc: "Tell what a command name stands for.\n" +
			"-t  one word: alias, keyword, function, builtin or file\n" +
			"-p  only the file that would run; -P  the file in PATH, whatever else has the name\n" +
			"-a  everything that has the name    -f  leave functions out",
		Run: runType,
	}
}

func runType(sh *interp.Shell, args []string) (int, interp.Flow) {
	given, rest, bad := options(shortTypeOptions(args), "afptP")
	if bad != "" {
		return badOption(sh, "type", bad), interp.Next
	}
	q := query{
		sh: sh, path: sh.Search().Path(),
		all:       strings.Contains(given, "a"),
		noFunc:    strings.Contains(given, "f"),
		onlyFiles: strings.Contains(given, "P"),
	}
	style := lastOf(given, "tpP")
	q.verbose = style == 0
	status := 0
	for _, name := range rest {
		found := q.look(name)
		for _, m := range found {
			sh.Out().WriteString(q.describe(&m, style))
		}
		if len(found) == 0 {
			if style == 0 {
				sh.Report("type: " + interp.Quote(name) + ": not found")
			}
			status = 1
		}
	}
	return status, interp.Next
}

// shortTypeOptions writes -all, -path and -type, which bash has from old times, as
// letters.
func shortTypeOptions(args []string) []string {
	for i, arg := range args {
		if i == 0 {
			continue
		}
		if len(arg) < 4 || arg[0] != '-' {
			break
		}
		switch strings.TrimLeft(arg, "-") {
		case "all", "path", "type":
			args = slices.Clone(args)
			args[i] = "-" + strings.TrimLeft(arg, "-")[:1]
		}
	}
	return args
}

// query looks up what a name stands for.
type query struct {
	sh        *interp.Shell
	path      string // directories, like PATH
	all       bool   // every meaning, not only the one that counts
	noFunc    bool
	onlyFiles bool
	fixed     bool // path is not PATH: what is remembered does not count
	verbose   bool // functions are shown
}

// meaning is one thing that a name stands for.
type meaning struct {
	kind interp.Kind
	name string
	text string // of an alias or, outside of POSIX mode, a function, or the file

	hashed bool // its place is remembered
}

// look returns the meanings of name in the order of the command search, which
// is the order in which the shell prefers them (XCU 2.9.1.4), after aliases
// and reserved words, which are seen before there is a command.
func (q *query) look(name string) []meaning {
	var found []meaning
	add := func(kind interp.Kind, text string) bool {
		found = append(found, meaning{kind: kind, name: name, text: text})
		return !q.all
	}
	if !q.onlyFiles && q.lookShell(name, add) {
		return found
	}
	if path, ok := q.sh.Hash().Get(name); ok && !q.all && !q.fixed {
		if file, err := q.sh.Search().File(name); err == nil && file == path {
			found = append(found, meaning{kind: interp.KindFile, name: name, text: file, hashed: true})
			return found
		}
	}
	for file := range q.files(name) {
		if add(interp.KindFile, file) {
			break
		}
	}
	return found
}

// lookShell adds what name is to the shell itself; true when that is enough.
func (q *query) lookShell(name string, add func(interp.Kind, string) bool) bool {
	if text, ok := q.sh.Aliases().Get(name); ok && q.sh.Shopts()&option.ExpandAliases != 0 && add(interp.KindAlias, text) {
		return true
	}
	if parse.IsKeyword(name) && add(interp.KindKeyword, "") {
		return true
	}
	b := q.sh.Builtins().Get(name)
	if b != nil && b.Class == interp.Special {
		return add(interp.KindSpecial, "")
	}
	if !q.noFunc && q.sh.Functions().Has(name) && add(interp.KindFunction, q.function(name)) {
		return true
	}
	return b != nil && add(interp.KindBuiltin, "")
}

// function is the text of a function where that is shown.
func (q *query) function(name string) string {
	if !q.verbose || q.sh.Options()&option.Posix != 0 {
		return ""
	}
	return q.sh.Functions().Text(name)
}

// files yields the executable files of a name.
func (q *query) files(name string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		if strings.Contains(name, "/") {
			if files.Executable(q.sh.Dir().Fd(), name) == nil {
				yield(name)
			}
			return
		}
		rest, more := q.path, true
		for more {
			var dir string
			dir, rest, more = strings.Cut(rest, ":")
			if file, err := q.sh.Search().In(name, dir); err == nil && !yield(file) {
				return
			}
		}
	}
}

// describe is a line about a meaning in the style of an option of type: t, p,
// P or 0. Outside of POSIX mode it is as in bash, with the text of a function.
func (q *query) describe(m *meaning, style byte) string {
	inPosix := posix(q.sh)
	word, rest := "", ""
	switch m.kind {
	case interp.KindAlias:
		word, rest = "alias", "an alias for "+interp.Quote(m.text)
		if !inPosix {
			rest = "aliased to `" + interp.Quote(m.text) + "'"
		}
	case interp.KindKeyword:
		word, rest = "keyword", "a shell keyword"
	case interp.KindFunction:
		word, rest = "function", "a function"
	case interp.KindSpecial:
		word, rest = "builtin", "a special shell builtin"
		if !inPosix {
			rest = "a shell builtin"
		}
	case interp.KindBuiltin:
		word, rest = "builtin", "a shell builtin"
	case interp.KindFile:
		word, rest = "file", interp.Quote(m.text)
		if m.hashed && !inPosix {
			rest = "hashed (" + rest + ")"
		}
	}
	switch {
	case style == 't':
		return word + "\n"
	case style == 0:
		if m.kind == interp.KindFunction {
			rest += "\n" + strings.TrimSuffix(m.text, "\n")
		}
		return interp.Quote(m.name) + " is " + strings.TrimSuffix(rest, "\n") + "\n"
	case m.kind == interp.KindFile:
		return m.text + "\n"
	}
	return ""
}

// notFoundCause is why a command was not found: that, or that it cannot be
// executed.
func notFoundCause(err error) string {
	var nf *interp.NotFoundError
	if errors.As(err, &nf) && nf.Err == nil {
		return "not found"
	}
	return interp.Cause(err)
}
