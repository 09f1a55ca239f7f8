package main

import (
	"errors"
	"io"
	"strings"

	"gpipe/internal/interp"
	"gpipe/internal/parse"

	"mvdan.cc/sh/v3/syntax"
)

// translations prints the strings $"..." of the script, which are for translation,
// and runs nothing.
func translations(in *invocation, src interp.Source) int {
	text, err := in.whole(src)
	if err != nil {
		return complain("read: standard input: "+err.Error(), 1)
	}
	var out strings.Builder
	err = eachLine(text, func(line *parse.Line) {
		for _, s := range line.Stmts {
			syntax.Walk(s, func(n syntax.Node) bool {
				if q, ok := n.(*syntax.DblQuoted); ok && q.Dollar {
					out.WriteString(strings.TrimPrefix(line.Source(q), "$") + "\n")
				}
				return true
			})
		}
	})
	status := print(out.String())
	if err != nil {
		return in.syntaxError(err)
	}
	return status
}

// whole is the text of the script, also if that is standard input.
func (in *invocation) whole(src interp.Source) (string, error) {
	if in.mode == modeStdin {
		return readAll(0)
	}
	return src.Text, nil
}

// eachLine calls fn for the lines of a script up to its end, or what cannot be read.
func eachLine(text string, fn func(*parse.Line)) error {
	var parsers parse.Parsers
	p := parsers.New(parse.Config{Text: text})
	defer p.Close()
	for {
		line, err := p.Next()
		if err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		fn(line)
	}
}

// syntaxError reports an error in the text of the script.
func (in *invocation) syntaxError(err error) int {
	wrong := (*parse.Error)(nil)
	if !errors.As(err, &wrong) {
		return complain(err.Error(), 2)
	}
	place := "line " + itoa(wrong.Line) + ": "
	if file := in.file(); file != "" {
		place = interp.Quote(file) + ": " + place
	}
	return complain(place+wrong.Message()+wrong.Excerpt(), 2)
}
