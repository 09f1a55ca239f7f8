// Package portable finds what in a script is not portable to the shell of POSIX: the
// forms, built-ins, options and variables that POSIX.1-2024 does not have.
package portable

import (
	"io"
	"slices"

	"mvdan.cc/sh/v3/syntax"

	"gpipe/internal/parse"
)

// Finding is one thing that is not portable.
type Finding struct {
	Line, Col int // Col in characters, the first is 1
	What      string
}

// Config is a script, and what its commands mean.
type Config struct {
	Text string
	// Builtin tells whether a name is that of a built-in of this shell, and whether
	// no other shell has it.
	Builtin func(name string) (known, own bool)
}

// Check reads a script and returns what it finds, in the order of the text. The error
// is that of text which cannot be read; what was found before it is there.
func Check(cfg *Config) ([]Finding, error) {
	var parsers parse.Parsers
	p := parsers.New(parse.Config{Text: cfg.Text})
	defer p.Close()
	k := &checker{cfg: cfg, funcs: make(map[string]bool)}
	var lines []*parse.Line
	var failed error
	for {
		line, err := p.Next()
		if err == io.EOF {
			break
		}
		if parse.AtNul(err) && len(lines) > 0 && leaves(lines[len(lines)-1]) {
			break // there may be anything behind an exit
		}
		if err != nil {
			failed = err
			break
		}
		lines = append(lines, line)
		k.noteFunctions(line)
	}
	for _, line := range lines {
		k.line = line
		for _, s := range line.Stmts {
			syntax.Walk(s, k.node)
		}
	}
	slices.SortStableFunc(k.found, func(a, b Finding) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Col - b.Col
	})
	return slices.Compact(k.found), failed
}

// leaves tells whether the last command of a line is exit or exec.
func leaves(line *parse.Line) bool {
	if len(line.Stmts) == 0 {
		return false
	}
	call, ok := line.Stmts[len(line.Stmts)-1].Cmd.(*syntax.CallExpr)
	return ok && len(call.Args) > 0 && (call.Args[0].Lit() == "exit" || call.Args[0].Lit() == "exec")
}

// checker looks at the nodes of a script.
type checker struct {
	cfg   *Config
	line  *parse.Line
	funcs map[string]bool // functions that the script defines
	found []Finding
}

func (k *checker) noteFunctions(line *parse.Line) {
	for _, s := range line.Stmts {
		syntax.Walk(s, func(n syntax.Node) bool {
			if f, ok := n.(*syntax.FuncDecl); ok {
				k.funcs[f.Name.Value] = true
			}
			return true
		})
	}
}

// at notes a finding at a place.
func (k *checker) at(pos syntax.Pos, what string) {
	line, col := k.line.Place(pos)
	k.found = append(k.found, Finding{line, col, what})
}

// node looks at one node; what is in it comes by itself.
func (k *checker) node(n syntax.Node) bool {
	switch n := n.(type) {
	case *syntax.Stmt:
		k.stmt(n)
	case *syntax.CallExpr:
		k.call(n)
	case *syntax.Assign:
		k.assign(n)
	case *syntax.FuncDecl:
		k.function(n)
	case *syntax.BinaryCmd:
		if n.Op == syntax.PipeAll {
			k.at(n.OpPos, "|&")
		}
	case *syntax.Redirect:
		k.redirect(n)
	case *syntax.ParamExp:
		k.param(n)
	case *syntax.ArithmExp:
		k.arithm(n)
	case *syntax.BinaryArithm, *syntax.UnaryArithm:
		k.operator(n)
	case *syntax.Word:
		k.word(n)
	default:
		k.form(n)
	}
	return true
}

// form looks at nodes that are not portable whatever is in them.
func (k *checker) form(n syntax.Node) {
	switch n := n.(type) {
	case *syntax.TestClause:
		k.at(n.Pos(), "[[ ]]")
	case *syntax.ArithmCmd:
		k.at(n.Pos(), "(( ))")
	case *syntax.LetClause:
		k.at(n.Pos(), "let")
	case *syntax.CoprocClause:
		k.at(n.Pos(), "coproc")
	case *syntax.ForClause:
		k.loop(n)
	case *syntax.CaseItem:
		if n.Op == syntax.Resume || n.Op == syntax.ResumeKorn {
			k.at(n.OpPos, n.Op.String()+" in case")
		}
	case *syntax.TimeClause:
		k.time(n)
	case *syntax.DeclClause:
		k.declare(n)
	case *syntax.ProcSubst:
		k.at(n.Pos(), "process substitution")
	case *syntax.ExtGlob:
		k.at(n.Pos(), "an extended pattern")
	case *syntax.DblQuoted:
		if n.Dollar {
			k.at(n.Pos(), `$"..."`)
		}
	case *syntax.CmdSubst:
		if inputOnly(n) {
			k.at(n.Pos(), "$(<file)")
		}
	}
}

// inputOnly tells whether a command substitution is $(<file).
func inputOnly(n *syntax.CmdSubst) bool {
	if len(n.Stmts) != 1 {
		return false
	}
	s := n.Stmts[0]
	return s.Cmd == nil && len(s.Redirs) == 1 && s.Redirs[0].Op == syntax.RdrIn
}

func (k *checker) stmt(n *syntax.Stmt) {
	if n.Coprocess {
		k.at(n.Semicolon, "|& at the end of a command")
	}
	if n.Disown {
		k.at(n.Semicolon, "&| at the end of a command")
	}
}

func (k *checker) loop(n *syntax.ForClause) {
	if n.Select {
		k.at(n.Pos(), "select")
	}
	switch loop := n.Loop.(type) {
	case *syntax.CStyleLoop:
		k.at(n.Pos(), "for (( ))")
	case *syntax.WordIter:
		if !isName(loop.Name.Value) {
			k.at(loop.Name.Pos(), "the name of the variable of a loop")
		}
	}
	if n.Braces {
		k.at(n.DoPos, "braces around the body of a loop")
	}
}

// time may be a program: it can do so with a simple command.
func (k *checker) time(n *syntax.TimeClause) {
	if n.Stmt == nil {
		k.at(n.Pos(), "time without a command")
	} else if _, simple := n.Stmt.Cmd.(*syntax.CallExpr); !simple {
		k.at(n.Pos(), "time of more than a simple command")
	}
}

func (k *checker) function(n *syntax.FuncDecl) {
	if n.RsrvWord {
		k.at(n.Pos(), "the reserved word function")
	}
	if !isName(n.Name.Value) {
		k.at(n.Name.Pos(), "a function name with other characters than letters, digits and _")
	}
}

// isName tells whether s is a name (XBD 3.216).
func isName(s string) bool {
	for i, c := range []byte(s) {
		if !(c == '_' || c|0x20 >= 'a' && c|0x20 <= 'z' || i > 0 && c >= '0' && c <= '9') {
			return false
		}
	}
	return s != ""
}
