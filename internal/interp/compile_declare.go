package interp

import (
	"errors"
	"strings"

	"gpipe/internal/expand"

	"mvdan.cc/sh/v3/syntax"
)

// decl compiles export, readonly, local and the like, whose arguments of the
// form name=value expand as assignments do. Arrays, name=(...), are assigned
// before the built-in runs, which then gets the name alone.
func (c *compiler) decl(n *syntax.DeclClause, redirs []*syntax.Redirect) run {
	list := []*expand.Word{c.exp.Literal(n.Variant.Value)}
	var arrays []assign
	for _, a := range n.Args {
		list = append(list, c.exp.DeclArg(a)...)
		if a.Name != nil {
			c.assigning(a.Name.Value)
		} else {
			c.assigningAny()
		}
		if a.Array != nil {
			arrays = append(arrays, c.assign(a))
		}
	}
	s := &simple{line: c.line(n.Pos()), origin: c.origin(n), words: makeWords(list), redirs: c.redirs(redirs)}
	c.bindName(s)
	if len(arrays) == 0 {
		return s.run
	}
	return func(sh *Shell) Flow {
		sh.line = s.line
		if err := sh.declareArrays(s.name, arrays); err != nil {
			return sh.declareError(s, err)
		}
		return s.run(sh)
	}
}

// declareArrays assigns the arrays of a declaration, those of local in the
// scope of the function. Outside of one the built-in says what is wrong.
func (sh *Shell) declareArrays(name string, arrays []assign) error {
	local := name == "local"
	if local && !sh.st.Vars.InFunction() {
		return nil
	}
	for i := range arrays {
		l, err := sh.expandList(&arrays[i])
		if err == nil && local {
			err = sh.st.Vars.Local(arrays[i].slot)
		}
		if err == nil {
			err = sh.storeList(&arrays[i], l)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// declareError is the failure of a declaration before its built-in ran: of an
// expansion, or of an assignment, which is an error of the built-in.
func (sh *Shell) declareError(s *simple, err error) Flow {
	var expansion *expand.Error
	var done *reported
	if errors.As(err, &expansion) || errors.As(err, &done) || sh.life.over.Load() {
		return sh.expansionError(err)
	}
	sh.fail(&Error{Op: s.name, Err: err}, 1)
	if s.special {
		if f := sh.SpecialError(); f != Next {
			return f
		}
	}
	return sh.errExit(nil)
}

// callWords compiles the words of a simple command. After "command export" and
// the like, name=value expands as an assignment does, as it does after export
// alone (XCU 2.9.1.1).
func (c *compiler) callWords(args []*syntax.Word) words {
	n := declares(args)
	if n == 0 {
		return c.words(args)
	}
	var list []*expand.Word
	for i, word := range args {
		if a := asAssign(word); a != nil && i >= n {
			list = append(list, c.exp.DeclArg(a)...)
		} else {
			list = append(list, c.exp.Words(word)...)
		}
	}
	return makeWords(list)
}

// declares returns where the operands begin of a declaration utility that the
// command built-in runs, 0 if it is something else.
func declares(args []*syntax.Word) int {
	if len(args) == 0 || args[0].Lit() != "command" {
		return 0
	}
	for i, word := range args {
		switch word.Lit() {
		case "command", "-p", "--":
		case "export", "readonly", "local", "declare", "typeset":
			return i + 1
		default:
			return 0
		}
	}
	return 0
}

// keywords makes assignments of the arguments name=value of a command (set -k).
func keywords(args []*syntax.Word, assigns []*syntax.Assign) ([]*syntax.Word, []*syntax.Assign) {
	var rest []*syntax.Word
	for i, word := range args {
		if a := asAssign(word); i > 0 && a != nil {
			assigns = append(assigns[:len(assigns):len(assigns)], a)
		} else {
			rest = append(rest, word)
		}
	}
	return rest, assigns
}

// asAssign reads a word as name=value, nil if it is none.
func asAssign(word *syntax.Word) *syntax.Assign {
	if len(word.Parts) == 0 {
		return nil
	}
	first, ok := word.Parts[0].(*syntax.Lit)
	if !ok {
		return nil
	}
	name, rest, found := strings.Cut(first.Value, "=")
	if !found || !syntax.ValidName(name) {
		return nil
	}
	value := &syntax.Word{Parts: word.Parts[1:]}
	if rest != "" {
		head := *first
		head.Value = rest
		value.Parts = append([]syntax.WordPart{&head}, word.Parts[1:]...)
	}
	return &syntax.Assign{Name: &syntax.Lit{Value: name}, Value: value}
}
