package interp

import (
	"path"
	"slices"
	"strings"

	"gpipe/internal/completion"
)

// CompletionKey is by what a completion was asked for: the variables COMP_TYPE
// and COMP_KEY.
type CompletionKey struct{ Type, Key int }

// Completion is how what stands before a point of a line may go on.
type Completion struct {
	Start      int // offset in the line of what a candidate replaces, up to the point
	Candidates []string
	Options    completion.Options
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
// else by names of files.
func (sh *Shell) CompleteLine(line string, point int, key CompletionKey) Completion {
	breaks, set := sh.st.Vars.Get(sh.Slot("COMP_WORDBREAKS"))
	if !set {
		breaks = completion.Breaks
	}
	l := completion.ParseLine(line, point, breaks)
	src := &completer{sh: sh, line: &l, text: line[l.Begin:l.End], at: min(max(point, 0), len(line)) - l.Begin, key: key, flow: Next}
	result := Completion{Start: l.Start}
	if src.programmed(&result) {
		result.Next = src.flow
		return result
	}
	kind := completion.File
	if l.Word == 0 {
		kind = completion.Command
	}
	if name, ok := strings.CutPrefix(l.Text, "$"); ok {
		result.Candidates = src.Candidates(completion.Variable, name)
		for i, v := range result.Candidates {
			result.Candidates[i] = "$" + v
		}
	} else {
		result.Candidates = src.Candidates(kind, l.Text)
		result.Options = completion.FileNames
	}
	slices.Sort(result.Candidates)
	result.Candidates, result.Next = slices.Compact(result.Candidates), src.flow
	return result
}

// programmed completes by a specification. It returns false if there is none, or
// if that leaves it to the names of files.
func (c *completer) programmed(result *Completion) bool {
	for range loads {
		name, s := c.specification()
		if s == nil {
			return false
		}
		now := *s // compopt may change it meanwhile
		c.args = [3]string{name, c.line.Text, c.previous()}
		c.code, c.flow = 0, Next
		list := now.Generate(c, c.line.Text)
		if c.flow != Next {
			return true
		}
		if now.Function != "" && c.code == wantsRetry {
			continue
		}
		result.Options = now.Options
		if now.Options&completion.NoSort == 0 {
			slices.Sort(list)
			list = slices.Compact(list)
		}
		result.Candidates = list
		return len(list) > 0 || now.Options&(completion.Default|completion.BashDefault) == 0
	}
	return true
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
