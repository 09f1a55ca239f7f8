package interp

import (
	"strings"

	"gpipe/internal/expand"
	"gpipe/internal/option"

	"mvdan.cc/sh/v3/syntax"
)

// decl compiles export, readonly, local and the like, whose arguments of the
// form name=value expand as assignments do. Of an array, name=(...), the built-in
// gets the name as an argument, and the list by Shell.Lists.
func (c *compiler) decl(n *syntax.DeclClause, stmt *syntax.Stmt) run {
	d := &declaration{lists: make(map[int]*assign)}
	list := []*expand.Word{c.exp.Literal(n.Variant.Value)}
	for _, a := range n.Args {
		list = append(list, c.exp.DeclArg(a)...)
		if a.Name != nil {
			c.effects.Assign(a.Name.Value)
		} else {
			c.effects.AssignAny()
		}
		if a.Array != nil {
			x := c.assign(a)
			d.lists[len(list)-1] = &x
		}
	}
	d.simple = &simple{line: c.line(n.Pos()), origin: c.origin(stmt), words: makeWords(list), redirs: c.redirs(stmt.Redirs)}
	c.bindName(d.simple)
	if len(d.lists) == 0 {
		return d.simple.run
	}
	return d.run
}

// declaration is a command with arrays, by the words that are their names.
type declaration struct {
	simple *simple
	lists  map[int]*assign
}

// run is simple.run where the places of arrays among the arguments are noted.
func (d *declaration) run(sh *Shell) Flow {
	s := d.simple
	sh.line = s.line
	noted := sh.opts&(option.Recalls|option.AnyTrap|option.Asked) != 0
	if noted {
		if f := s.note(sh); f != Next {
			return sh.leftOut(f)
		}
	}
	sh.subst = 0
	base := len(sh.stack)
	given := make(map[int]*assign, len(d.lists))
	stack := sh.stack
	for i, w := range s.words.list {
		var err error
		if stack, err = w.Append(&sh.st, stack); err != nil {
			return sh.expansionError(err)
		}
		if a := d.lists[i]; a != nil {
			given[len(stack)-base-1] = a
		}
	}
	sh.stack = stack
	args := stack[base:]
	st := sh.declaring()
	st.first, st.lists = &args[0], given
	f := s.perform(sh, args)
	st.lists = nil
	if noted {
		sh.lastArg = stack[len(stack)-1]
	}
	sh.stack = sh.stack[:base]
	if f != Next {
		return f
	}
	return sh.errExit(&s.origin)
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
		case "export", "readonly", "local": // for bash, command declare is none
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
