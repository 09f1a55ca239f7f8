package interp

import (
	"strconv"
	"strings"

	"gpipe/internal/completion"
	"gpipe/internal/parse"
	"gpipe/internal/vars"

	"mvdan.cc/sh/v3/syntax"
)

// completer has candidates for the completion of a word: it is a
// completion.Source.
type completer struct {
	sh   *Shell
	line *completion.Line // nil: compgen, there is none
	text string           // of the line
	at   int              // the point in the text
	key  CompletionKey
	args [3]string // of functions and commands: the command, the word, the one before
	flow Flow      // where a function has gone
	code int       // its status
	err  error     // of an expansion
}

// Generate returns the completions of a word by a specification, as compgen does.
// Next is where a function of it has gone.
func (c Completions) Generate(s *completion.Spec, word string) (list []string, next Flow, err error) {
	src := &completer{sh: c.sh, args: [3]string{"compgen", word, ""}, flow: Next}
	list = s.Generate(src, word)
	if len(list) == 0 && s.Options&completion.Default != 0 {
		list = src.Candidates(completion.File, word)
	}
	return list, src.flow, src.err
}

// Separators is the value of IFS.
func (c *completer) Separators() string {
	v, set := c.sh.st.Vars.Get(vars.IFS)
	if !set {
		return " \t\n"
	}
	return v
}

// Matches tells whether a text matches a pattern.
func (c *completer) Matches(p, text string) bool { return c.sh.st.MatchText(p, text) }

// Expand expands words that are written as in a script.
func (c *completer) Expand(words []string) []string {
	if c.err != nil || c.flow != Next {
		return nil
	}
	var list []string
	var some []string // that are to be expanded
	flush := func() {
		if len(some) > 0 {
			list = append(list, c.expandParsed(some, true)...)
			some = some[:0]
		}
	}
	for _, w := range words {
		if w == "" {
			continue
		}
		if strings.ContainsAny(w, "\\'\"$`~{") {
			some = append(some, completion.Written(w))
			continue
		}
		flush()
		list = append(list, w)
	}
	flush()
	return list
}

// Glob returns the files that match a pattern.
func (c *completer) Glob(p string) []string {
	list := c.expandParsed([]string{completion.Written(p)}, false)
	if len(list) == 1 && list[0] == p && strings.ContainsAny(p, "*?[") {
		return nil
	}
	return list
}

// expandParsed parses and expands words. One that is none stays as it is.
func (c *completer) expandParsed(words []string, noGlob bool) []string {
	sh := c.sh
	args := sh.parseWords(words)
	if args == nil && len(words) > 1 {
		var list []string
		for _, w := range words {
			list = append(list, c.expandParsed([]string{w}, noGlob)...)
		}
		return list
	}
	if args == nil {
		return words
	}
	was := sh.st.NoGlob
	sh.st.NoGlob = noGlob
	list, err := args.append(sh, nil)
	sh.st.NoGlob = was
	if err != nil && c.err == nil {
		c.err = err
	}
	return list
}

// parseWords compiles words that are written as in a script; nil, if they are
// none.
func (sh *Shell) parseWords(list []string) *words {
	p := sh.rt.parsers.New(parse.Config{Text: ": " + strings.Join(list, " ") + "\n"})
	defer p.Close()
	line, err := p.Next()
	if err != nil || len(line.Stmts) != 1 {
		return nil
	}
	call, ok := line.Stmts[0].Cmd.(*syntax.CallExpr)
	if !ok || len(call.Args) == 0 {
		return nil
	}
	compiler := newCompiler(sh.rt)
	compiler.text, compiler.file = line, sh.file
	w := compiler.words(call.Args[1:])
	return &w
}

// Call runs the function and the command of a specification.
func (c *completer) Call(s *completion.Spec) []string {
	var list []string
	if s.Function != "" {
		list = c.function(s)
	}
	if s.Command != "" && c.flow == Next {
		list = append(list, c.command(s)...)
	}
	return list
}

// function calls the function, which leaves its candidates in COMPREPLY.
func (c *completer) function(s *completion.Spec) []string {
	sh := c.sh
	f := sh.funcs.get(s.Function)
	if f == nil {
		sh.Report("completion: function " + Quote(s.Function) + " not found")
		return nil
	}
	state := sh.completionState()
	outer, name := state.running, state.name
	if state.running = nil; c.line != nil {
		state.running, state.name = s, c.args[0]
	}
	c.bind(false)
	c.flow = sh.callFunc(f, append([]string{s.Function}, c.args[:]...))
	c.code = sh.status
	c.unbind()
	state.running, state.name = outer, name
	reply := sh.Slot("COMPREPLY")
	list := sh.st.Vars.AppendElems(nil, reply)
	sh.st.Vars.Unset(reply, false)
	return list
}

// command runs the command, which prints its candidates.
func (c *completer) command(s *completion.Spec) []string {
	text := s.Command
	for _, arg := range c.args {
		text += " " + QuoteWord(arg)
	}
	c.bind(true)
	out := c.expandParsed([]string{`"$(` + text + "\n)\""}, true)
	c.unbind()
	var list []string
	for line := range strings.SplitSeq(strings.Join(out, "\n"), "\n") {
		if n := len(list); n > 0 && strings.HasSuffix(list[n-1], `\`) {
			list[n-1] = strings.TrimSuffix(list[n-1], `\`) + "\n" + line
		} else {
			list = append(list, line)
		}
	}
	if len(list) == 1 && list[0] == "" {
		return nil
	}
	return list
}

// completionVars are what functions and commands find the line in.
func completionVars() []string {
	return []string{"COMP_LINE", "COMP_POINT", "COMP_TYPE", "COMP_KEY", "COMP_CWORD", "COMP_WORDS"}
}

// bind sets the variables; those of a command are exported, and there are fewer.
func (c *completer) bind(export bool) {
	v := c.sh.st.Vars
	values := []string{c.text, strconv.Itoa(c.at), strconv.Itoa(c.key.Type), strconv.Itoa(c.key.Key), "-1"}
	var words []string
	if c.line != nil {
		values[4], words = strconv.Itoa(c.line.Word), c.line.Words
	}
	for i, name := range completionVars() {
		s := c.sh.Slot(name)
		switch {
		case i == 5 && !export:
			v.SetArray(s, words)
		case i < 4 || !export:
			v.Set(s, values[i])
		}
		if i < 4 && export {
			v.Export(s)
		}
	}
}

func (c *completer) unbind() {
	for _, name := range completionVars() {
		c.sh.st.Vars.Unset(c.sh.Slot(name), false)
	}
}
