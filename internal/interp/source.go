package interp

import (
	"errors"
	"io"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// Source is text to be run as commands.
type Source struct {
	Text   string
	Reader io.Reader // instead of Text: gives one line per Read at most
	Line   int       // line number of the first line, 0: 1
}

// SyntaxError is source text that is no valid program.
type SyntaxError struct {
	Line, Col int
	Text      string // what is wrong
	Source    string // the line it is on, "" when not known
}

func (e *SyntaxError) Error() string { return "syntax error: " + e.Text }

// Run runs src command by command: a syntax error is found after the
// commands on the lines before it ran.
func (sh *Shell) Run(src Source) Flow {
	if err := checkDepth(src.Text); err != nil {
		sh.line = err.Line
		sh.fail(err, 2)
		return Exit()
	}
	p := syntax.NewParser(syntax.Variant(syntax.LangBash))
	c := &compiler{rt: sh.rt, exp: sh.rt.compiler}
	in := src.Reader
	if in == nil {
		in = newText(src.Text)
	}
	ran := false
	for stmts, err := range p.InteractiveSeq(in) {
		if err != nil {
			return sh.syntaxError(err, src)
		}
		if p.Incomplete() {
			continue
		}
		for _, s := range stmts {
			if sh.opts&NoExec != 0 && sh.opts&Interactive == 0 {
				break
			}
			ran = true
			if f := c.stmt(s)(sh); f != Next {
				return f
			}
		}
	}
	if !ran {
		sh.status = 0
	}
	return Next
}

// syntaxError reports err with the text around it.
func (sh *Shell) syntaxError(err error, src Source) Flow {
	e := asSyntaxError(err, src.Text)
	sh.line = e.Line
	sh.status = 2
	msg := e.Error()
	if e.Source != "" {
		msg += "\n" + Quote(e.Source) + "\n" + strings.Repeat(" ", max(e.Col-1, 0)) + "^"
	}
	sh.Report(msg)
	return Exit()
}

func asSyntaxError(err error, text string) *SyntaxError {
	var pe syntax.ParseError
	if errors.As(err, &pe) {
		return newSyntaxError(pe.Pos, pe.Text, text)
	}
	var le syntax.LangError
	if errors.As(err, &le) {
		return newSyntaxError(le.Pos, le.Feature+" is not supported", text)
	}
	return &SyntaxError{Text: err.Error()}
}

func newSyntaxError(pos syntax.Pos, what, text string) *SyntaxError {
	e := &SyntaxError{Line: int(pos.Line()), Col: int(pos.Col()), Text: what}
	off := int(pos.Offset())
	if off > len(text) || text == "" {
		return e
	}
	start := strings.LastIndexByte(text[:off], '\n') + 1
	line, _, _ := strings.Cut(text[start:], "\n")
	if len(line) <= 200 {
		e.Source = line
	}
	return e
}

// newText reads text and sees to it that it ends with a newline.
func newText(text string) io.Reader {
	if strings.HasSuffix(text, "\n") || strings.HasSuffix(text, "\\") {
		return strings.NewReader(text)
	}
	return io.MultiReader(strings.NewReader(text), strings.NewReader("\n"))
}

// Check parses text without running it. The error is a *SyntaxError.
func Check(text string) error {
	if err := checkDepth(text); err != nil {
		return err
	}
	_, err := syntax.NewParser(syntax.Variant(syntax.LangBash)).Parse(newText(text), "")
	if err != nil {
		return asSyntaxError(err, text)
	}
	return nil
}
