package interp

import (
	"path"
	"slices"
	"strings"

	"gpipe/internal/completion"
	"gpipe/internal/option"
)

// CompletionKey is by what a completion was asked for: the variables COMP_TYPE
// and COMP_KEY.
type CompletionKey struct {
	Type, Key int
	Files     bool // the line is no command: its words are names of files
}

// Completion is how what stands before a point of a line may go on.
type Completion struct {
	Start      int // offset in the line of what a candidate replaces, up to the point
	Candidates []completion.Candidate
	Next       Flow // where a function has gone that was called
}

// loads bounds how often a specification may be replaced by another one that a
// function has loaded.
const loads = 32

// wantsRetry is the status of a function that has loaded another specification.
const wantsRetry = 124

// CompleteLine completes a line at a point, an offset in bytes: the name of the
// command by names of commands, or as complete -I says; other words by the
// specification of the command, that of complete -D for those that have none, or
// else by what the command is known to take, or names of files.
func (sh *Shell) CompleteLine(line string, point int, key CompletionKey) Completion {
	breaks, set := sh.st.Vars.Get(sh.Slot("COMP_WORDBREAKS"))
	if !set {
		breaks = completion.Breaks
	}
	l := completion.ParseLine(line, point, breaks)
	src := &completer{sh: sh, line: &l, text: line[l.Begin:l.End], at: min(max(point, 0), len(line)) - l.Begin, key: key, flow: Next}
	if key.Files {
		start, list := l.Insertions(src.paths(l.Raw, false), completion.FileNames)
		return Completion{start, list, Next}
	}
	found, options, done := src.programmed()
	if !done {
		if start, list := src.parameter(); list != nil {
			return Completion{start, list, src.flow}
		}
		found, options = src.usual(line)
	}
	start, list := l.Insertions(found, options)
	return Completion{start, list, src.flow}
}

// programmed completes by a specification. It returns false if there is none, or
// if that leaves it to what is usual.
func (c *completer) programmed() (found []completion.Found, o completion.Options, done bool) {
	for range loads {
		name, s := c.specification()
		if s == nil || c.sh.Shopts()&option.ProgComp == 0 {
			return nil, 0, false
		}
		now := *s // compopt may change it meanwhile
		c.args = [3]string{name, c.line.Text, c.previous()}
		c.code, c.flow = 0, Next
		list := now.Generate(c, c.line.Text)
		if c.flow != Next {
			return nil, 0, true
		}
		if now.Function != "" && c.code == wantsRetry {
			continue
		}
		if now.Options&completion.NoSort == 0 {
			slices.Sort(list)
			list = slices.Compact(list)
		}
		if len(list) == 0 && now.Options&(completion.Default|completion.BashDefault) != 0 {
			return nil, 0, false
		}
		options := now.Makes()
		return c.found(list, options), options, true
	}
	return nil, 0, true
}

// specification returns the one for the word, and the name of the command.
func (c *completer) specification() (name string, s *completion.Spec) {
	table := &c.sh.completionState().table
	l := c.line
	switch {
	case l.Word == 0 && strings.Trim(c.text, " \t\n") == "":
		return "", table.Get(completion.OfEmpty)
	case l.Word == 0:
		return l.Words[0], table.Get(completion.OfInitial)
	}
	name = completion.Unquote(l.Words[0])
	for _, key := range []string{name, path.Base(name), completion.OfDefault} {
		if s := table.Get(key); s != nil {
			return name, s
		}
	}
	return name, nil
}

// previous is the word before the one to be completed.
func (c *completer) previous() string {
	if c.line.Word == 0 {
		return ""
	}
	return c.line.Words[c.line.Word-1]
}
