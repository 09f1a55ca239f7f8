package interp

import (
	"io"
	"strings"
	"unicode/utf8"

	"gpipe/internal/expand"
	"gpipe/internal/parse"
	"gpipe/internal/vars"

	"mvdan.cc/sh/v3/syntax"
)

// prompt4 is what the lines of set -x begin with. Outside of POSIX mode its first
// character is there once more for each level of substitutions and evals.
func (sh *Shell) prompt4() string {
	prompt := sh.parameters(vars.PS4)
	if sh.level == 0 || prompt == "" || sh.posix() {
		return prompt
	}
	_, n := utf8.DecodeRuneInString(prompt)
	return strings.Repeat(prompt[:n], int(sh.level)) + prompt
}

// parameters is the value of a variable with the parameters in it expanded. It
// may come from the environment: one with command substitutions is left as it
// is.
func (sh *Shell) parameters(slot vars.Slot) string {
	value, set := sh.st.Vars.Get(slot)
	if !set {
		return ""
	}
	return sh.withParameters(value)
}

// withParameters is a text with the parameters in it expanded; one with command
// substitutions is left as it is.
func (sh *Shell) withParameters(value string) string {
	if !strings.ContainsAny(value, "$`") {
		return value
	}
	w, err := sh.rt.parsers.Document(value)
	if err != nil || !onlyParams(w) {
		return value
	}
	s, err := sh.rt.compiler.HereDoc(&syntax.Word{}, w, false).String(&sh.st)
	if err != nil {
		return value
	}
	return s
}

// onlyParams tells whether a word runs nothing when it is expanded.
func onlyParams(w syntax.Node) bool {
	ok := true
	if w != nil {
		syntax.Walk(w, func(n syntax.Node) bool {
			switch n.(type) {
			case *syntax.CmdSubst, *syntax.ProcSubst:
				ok = false
			}
			return ok
		})
	}
	return ok
}

// doubleQuoted expands what was read as a here-document as if it stood in double
// quotes: a quote may be behind a backslash, and need not be.
func (sh *Shell) doubleQuoted(c *expand.Compiler, document *syntax.Word) (string, error) {
	return c.Word(&syntax.Word{Parts: []syntax.WordPart{&syntax.DblQuoted{Parts: document.Parts}}}).String(&sh.st)
}

// expandPrompt is a prompt with all that it has of expansions expanded, as in
// double quotes. One that cannot be is left as it is, and so is the status.
func (sh *Shell) expandPrompt(text string) string {
	if !strings.ContainsAny(text, "$`\\") {
		return text
	}
	end := "END"
	for strings.Contains(text, end) {
		end += "D"
	}
	p := sh.rt.parsers.New(parse.Config{Text: ": <<" + end + "\n" + text + "\n" + end + "\n"})
	defer p.Close()
	line, err := p.Next()
	if err != nil || len(line.Stmts) != 1 || len(line.Stmts[0].Redirs) != 1 {
		return text
	}
	c := newCompiler(sh.rt)
	c.text, c.exp.Names = line, sh.rt.keeping
	status := sh.status
	s, err := sh.doubleQuoted(c.exp, line.Stmts[0].Redirs[0].Hdoc)
	sh.status = status
	if err != nil {
		return text
	}
	return strings.TrimSuffix(s, "\n")
}

// Incomplete tells whether a text ends within a command, which may go on in
// the next line.
func (sh *Shell) Incomplete(text string) bool {
	r := &askedReader{Reader: *strings.NewReader(text + "\n")}
	p := sh.rt.parsers.New(parse.Config{Reader: r, Alias: sh.expandedAlias, Aliases: sh.hasAliases})
	defer p.Close()
	for {
		r.gave, r.asked = false, false
		line, err := p.Next()
		if err == io.EOF || err == nil && len(line.Stmts) == 0 {
			return false
		}
		if err != nil || r.asked {
			return r.gave && r.asked
		}
	}
}

// askedReader gives a line per Read, and notes that it was asked for more than
// there is.
type askedReader struct {
	strings.Reader
	gave, asked bool
}

func (r *askedReader) Read(p []byte) (n int, err error) {
	for n < len(p) {
		c, err := r.ReadByte()
		if err != nil {
			r.asked = true
			return n, err
		}
		r.gave = true
		p[n] = c
		if n++; c == '\n' {
			break
		}
	}
	return n, nil
}

// SetStatus sets $?, for what is interrupted before it runs.
func (sh *Shell) SetStatus(status int) { sh.setStatuses([]int{status}) }
