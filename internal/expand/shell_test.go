package expand

import (
	"errors"
	"fmt"
	"strings"

	"gpipe/internal/parse"
	"gpipe/internal/redirect"
	"gpipe/internal/vars"

	"mvdan.cc/sh/v3/syntax"
)

// testShell runs the few commands that the tests need: assignments, set --,
// unset, p (which prints its fields in angle brackets and their number), echo,
// case, and a here-document for cat.
type testShell struct {
	st  State
	c   *Compiler
	out strings.Builder

	subst func(body any, dst []byte) ([]byte, error) // in place of CommandSubst

	leaves int // long work is to be left when it has asked so often; 0: never
	asked  int
}

func newTestShell(env ...string) *testShell {
	sh := &testShell{}
	names := vars.NewNames()
	sh.c = &Compiler{Names: names, Subst: func(n *syntax.CmdSubst) any { return n }}
	v := vars.New(names)
	v.Import(env)
	sh.st = State{Vars: v, Name: "sh", DirFd: -1}
	sh.bind()
	return sh
}

func (sh *testShell) bind() { sh.st.Host = sh }

func (sh *testShell) Special(name byte) (string, bool) {
	switch name {
	case '?':
		return "0", true
	case '-':
		return "hB", true
	}
	return "", false
}

func (sh *testShell) Prompt(text string) string { return text }

func (sh *testShell) HomeDir(user string) (string, bool) {
	if user == "root" {
		return "/root", true
	}
	return "", false
}

func (sh *testShell) CommandSubst(body any, dst []byte) ([]byte, error) {
	if sh.subst != nil {
		return sh.subst(body, dst)
	}
	child := &testShell{st: sh.st, c: sh.c}
	child.st.Fork(sh.st.Vars.Fork())
	child.bind()
	err := child.stmts(body.(*syntax.CmdSubst).Stmts)
	return append(dst, child.out.String()...), err
}

func (sh *testShell) ProcessSubst(any) (string, error) { return "", ErrNotSupported }

func (sh *testShell) Unread(string, error) {}

func (sh *testShell) Leaving() bool {
	sh.asked++
	return sh.leaves > 0 && sh.asked > sh.leaves
}

func (sh *testShell) Leave() error { return errLeft }

var errLeft = errors.New("left")

func (sh *testShell) Files() *redirect.Table { return nil }

// run runs src and returns its output, with what an error says at its end.
func (sh *testShell) run(src string) string {
	f, err := syntax.NewParser(syntax.Variant(syntax.LangBash)).Parse(strings.NewReader(src+"\n"), "")
	if err != nil {
		return "syntax: " + err.Error()
	}
	if err := sh.stmts(f.Stmts); err != nil {
		sh.out.WriteString("error: " + err.Error() + "\n")
	}
	return sh.out.String()
}

func (sh *testShell) stmts(list []*syntax.Stmt) error {
	for _, s := range list {
		var err error
		switch cmd := s.Cmd.(type) {
		case *syntax.CallExpr:
			err = sh.call(cmd, s.Redirs)
		case *syntax.CaseClause:
			err = sh.caseClause(cmd)
		case *syntax.DeclClause:
			err = sh.decl(cmd)
		default:
			err = fmt.Errorf("test shell: %T", cmd)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (sh *testShell) call(n *syntax.CallExpr, redirs []*syntax.Redirect) error {
	var args []string
	var err error
	for _, w := range n.Args {
		for _, x := range sh.c.Words(w) {
			if args, err = x.Append(&sh.st, args); err != nil {
				return err
			}
		}
	}
	for _, a := range n.Assigns {
		if err := sh.assign(a); err != nil {
			return err
		}
	}
	if len(args) > 0 {
		return sh.command(args, redirs)
	}
	return nil
}

func (sh *testShell) command(args []string, redirs []*syntax.Redirect) error {
	switch name := args[0]; name {
	case "p":
		for _, a := range args[1:] {
			sh.out.WriteString("<" + a + ">")
		}
		fmt.Fprintf(&sh.out, " %d\n", len(args)-1)
	case "echo":
		sh.out.WriteString(strings.Join(args[1:], " ") + "\n")
	case "printf":
		sh.out.WriteString(parse.ANSI(strings.Join(args[1:], " ")))
	case "cat":
		for _, r := range redirs {
			text, err := sh.c.HereDoc(r.Word, r.Hdoc, r.Op == syntax.DashHdoc).String(&sh.st)
			if err != nil {
				return err
			}
			sh.out.WriteString(text)
		}
	case "set":
		if len(args) > 1 {
			return sh.set(args[1:])
		}
	case "unset":
		if len(args) < 2 {
			return nil
		}
		return sh.st.Vars.Unset(sh.c.Names.Slot(args[1]), false)
	case ":", "cd":
	default:
		return fmt.Errorf("test shell: command %q", name)
	}
	return nil
}

func (sh *testShell) set(args []string) error {
	switch args[0] {
	case "--":
		sh.st.Args = append([]string{}, args[1:]...)
	case "-u":
		sh.st.NoUnset = true
	case "-f":
		sh.st.NoGlob = true
	}
	return nil
}

func (sh *testShell) assign(a *syntax.Assign) error {
	slot := sh.c.Names.Slot(a.Name.Value)
	if a.Array != nil {
		var elems []string
		for _, e := range a.Array.Elems {
			var err error
			if elems, err = sh.c.Word(e.Value).Append(&sh.st, elems); err != nil {
				return err
			}
		}
		return sh.st.Vars.SetArray(slot, elems)
	}
	word := sh.c.Assignment(a.Value)
	if a.Index == nil && !a.Append {
		return word.Assign(&sh.st, slot)
	}
	val, err := word.String(&sh.st)
	switch {
	case err != nil:
		return err
	case a.Index != nil:
		return sh.c.Subscript(a.Index).Set(&sh.st, slot, val, a.Append)
	}
	return sh.st.Vars.Append(slot, val)
}

func (sh *testShell) decl(n *syntax.DeclClause) error {
	for _, a := range n.Args {
		for _, w := range sh.c.DeclArg(a) {
			args, err := w.Append(&sh.st, nil)
			if err != nil {
				return err
			}
			for _, arg := range args {
				name, val, ok := strings.Cut(arg, "=")
				slot := sh.c.Names.Slot(name)
				switch {
				case name == "-A" && len(n.Args) > 1 && n.Args[1].Name != nil:
					sh.st.Vars.MakeAssoc(sh.c.Names.Slot(n.Args[1].Name.Value))
				case ok:
					sh.st.Vars.Set(slot, val)
				}
				if n.Variant.Value == "readonly" {
					sh.st.Vars.MarkReadOnly(slot)
				}
			}
		}
	}
	return nil
}

func (sh *testShell) caseClause(n *syntax.CaseClause) error {
	s, err := sh.c.String(n.Word).String(&sh.st)
	if err != nil {
		return err
	}
	for _, it := range n.Items {
		for _, p := range it.Patterns {
			hit, err := sh.c.Pattern(p).Match(&sh.st, s)
			if err != nil {
				return err
			}
			if hit {
				return sh.stmts(it.Stmts)
			}
		}
	}
	return nil
}
