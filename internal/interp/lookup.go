package interp

import (
	"strings"

	"gpipe/internal/state"
	"gpipe/internal/sys/files"
	"gpipe/internal/vars"
)

// Kind says what a command name stands for.
type Kind uint8

// What a command name can stand for.
const (
	KindNone Kind = iota
	KindSpecial
	KindFunction
	KindBuiltin
	KindFile
	KindAlias
	KindKeyword
)

// Command is what a command name was resolved to.
type Command struct {
	Kind    Kind
	Builtin *Builtin
	Func    *Func
	Path    string // KindFile
}

// NotFoundError reports a command that is nowhere in PATH; Denied, that a
// file was found but cannot be executed.
type NotFoundError struct {
	Name string
	Err  error // nil: not found
}

func (e *NotFoundError) Error() string {
	if e.Err != nil {
		return e.Name + ": " + e.Err.Error()
	}
	return e.Name + ": not found"
}

// Unwrap returns the cause, nil when the command was simply not found.
func (e *NotFoundError) Unwrap() error { return e.Err }

// ExitCode returns 126 or 127.
func (e *NotFoundError) ExitCode() int {
	switch e.Err {
	case nil:
		return 127
	case errRestricted:
		return 1
	}
	return 126
}

// Resolve finds the command of a name, in the order of XCU 2.9.1.4: special
// built-ins, functions (unless noFunc), built-ins, PATH.
func (s Search) Resolve(name string, noFunc bool) (Command, error) {
	b := s.sh.Builtins().Get(name)
	if b != nil && b.Class == Special {
		return Command{Kind: KindSpecial, Builtin: b}, nil
	}
	if !noFunc {
		if f := s.sh.funcs.get(name); f != nil {
			return Command{Kind: KindFunction, Func: f}, nil
		}
	}
	if b != nil {
		return Command{Kind: KindBuiltin, Builtin: b}, nil
	}
	path, err := s.sh.Search().File(name)
	return Command{Kind: KindFile, Path: path}, err
}

// File finds an executable file by the shell's own PATH.
func (s Search) File(name string) (string, error) {
	sh := s.sh
	if strings.Contains(name, "/") {
		return name, sh.mayNot(name)
	}
	h := sh.hashed()
	if file, ok := h.Use(name); ok {
		if files.Executable(-1, file) == nil {
			return file, nil
		}
		h.Forget(name)
	}
	path, _ := sh.st.Vars.Get(vars.PATH)
	file, err := sh.Search().In(name, path)
	if err == nil && strings.HasPrefix(file, "/") {
		h.Set(state.HashedFile{Name: name, Path: file, Hits: 1})
	}
	return file, err
}

// In looks for an executable file in the directories of path, without
// the hash table.
func (s Search) In(name, path string) (string, error) {
	sh := s.sh
	found := &NotFoundError{Name: name}
	if name == "" {
		return "", found
	}
	ignored := ""
	if !sh.posix() {
		ignored, _ = sh.st.Vars.Get(vars.EXECIGNORE)
	}
	for dir := range strings.SplitSeq(path, ":") {
		file := "./" + name
		if dir != "" {
			file = strings.TrimSuffix(dir, "/") + "/" + name
		}
		err := files.Executable(sh.dir.Fd(), file)
		if err == nil {
			if ignored != "" && sh.st.MatchesAny(file, ignored) {
				continue
			}
			return file, nil
		}
		if found.Err == nil && files.IsDenied(err) {
			found.Err = err
		}
	}
	return "", found
}
