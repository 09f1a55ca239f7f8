package interp

import (
	"slices"
	"strconv"
	"strings"

	"gpipe/internal/layout"
	"gpipe/internal/option"
	"gpipe/internal/vars"
)

// This file has the variables about what is running.

func (sh *Shell) lineNumber() (string, bool) { return strconv.Itoa(sh.line), true }

func (sh *Shell) pipeStatus() []string {
	if !sh.piped {
		return []string{strconv.Itoa(sh.status)}
	}
	elems := make([]string, len(sh.pipe))
	for i, code := range sh.pipe {
		elems[i] = strconv.Itoa(code)
	}
	return elems
}

func (sh *Shell) lastArgument() (string, bool) { return sh.lastArg, true }

// commandText is the simple command being run, laid out as bash does; in the action
// of a trap, the one before it.
func (sh *Shell) commandText() (string, bool) {
	at := sh.at
	switch {
	case sh.trapped != nil:
		at = sh.trapped.at
	case sh.aside != nil && sh.aside.before != nil:
		at = sh.aside.before
	}
	if at == nil {
		return "", true
	}
	text := strings.TrimLeft(strings.TrimPrefix(at.written(), "! "), " \t")
	if !strings.HasSuffix(text, `\;`) {
		text = strings.TrimRight(text, "; \t\n")
	}
	if isLaidOut(text) {
		return text, true
	}
	return sh.laidOut(at, text), true
}

// isLaidOut tells whether nothing in a text can be laid out in another way.
func isLaidOut(text string) bool {
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.IndexByte("_-+./,:%@", c) >= 0:
		case c == ' ' && i > 0 && text[i-1] != ' ':
		default:
			return false
		}
	}
	return !strings.HasPrefix(text, "for ") && !strings.HasPrefix(text, "case ") && !strings.HasPrefix(text, "select ")
}

// laidOut is the command at a place, whose source is text, in the layout of bash.
func (sh *Shell) laidOut(at *origin, text string) string {
	a := sh.besides()
	if a.laid.at != at {
		a.laid = laid{at, text}
		if l, err := sh.rt.parsers.Again(at.text); err == nil {
			if out := layout.Running(l, uint(at.at), uint(at.end)); out != "" {
				a.laid.text = out
			}
		}
	}
	return a.laid.text
}

// laid is the layout of the command that was asked for last.
type laid struct {
	at   *origin
	text string
}

// OfScript tells whether the outermost commands come from a file: then there is
// a frame for them.
func (c Calls) OfScript() bool { return c.sh.rt.script != "" }

func (sh *Shell) funcNames() []string {
	frames := sh.frames()
	if !slices.ContainsFunc(frames, func(f frame) bool { return !f.sourced }) {
		return nil
	}
	names := make([]string, 0, len(frames)+1)
	for i := len(frames) - 1; i >= 0; i-- {
		names = append(names, frames[i].Name)
	}
	if sh.Calls().OfScript() {
		names = append(names, "main")
	}
	return names
}

func (sh *Shell) sources() []string {
	frames := sh.frames()
	names := make([]string, 0, len(frames)+1)
	for i := len(frames) - 1; i >= 0; i-- {
		names = append(names, sh.sourceOf(&frames[i]))
	}
	if sh.Calls().OfScript() {
		names = append(names, sh.rt.script)
	}
	return names
}

// sourceOf is the file in which the text of f stands.
func (sh *Shell) sourceOf(f *frame) string {
	switch {
	case f.file != nil:
		return f.file.String()
	case sh.opts&option.CommandString != 0:
		return "environment"
	}
	return "main" // the standard input
}

func (sh *Shell) callLines() []string {
	frames := sh.frames()
	lines := make([]string, 0, len(frames)+1)
	for i := len(frames) - 1; i >= 0; i-- {
		lines = append(lines, strconv.Itoa(frames[i].line))
	}
	if sh.Calls().OfScript() {
		lines = append(lines, "0")
	}
	return lines
}

// callArgs is the parameters of a call, which is the innermost of so many.
type callArgs struct {
	depth int
	args  []string
}

// noteArgs keeps the parameters of the innermost call, with extdebug.
func (sh *Shell) noteArgs(args []string) {
	if sh.extDebug() {
		depth := len(sh.aside.frames)
		sh.aside.args = append(sh.callArgs(depth-1), callArgs{depth, slices.Clone(args)})
	}
}

// callArgs returns what was kept of the calls, no more of which run than depth.
func (sh *Shell) callArgs(depth int) []callArgs {
	if sh.aside == nil {
		return nil
	}
	list := sh.aside.args
	for len(list) > 0 && list[len(list)-1].depth > depth {
		list = list[:len(list)-1]
	}
	return slices.Clip(list)
}

// argCounts and argStack know the parameters of the script, from when they are first
// asked for outside of functions, and those of the calls that were made with extdebug.
func (sh *Shell) argCounts() []string {
	counts := []string{}
	if !sh.knowsArgs() {
		return counts
	}
	for _, c := range slices.Backward(sh.callArgs(len(sh.frames()))) {
		counts = append(counts, strconv.Itoa(len(c.args)))
	}
	return append(counts, strconv.Itoa(len(sh.rt.args)))
}

func (sh *Shell) argStack() []string {
	if !sh.knowsArgs() {
		return []string{}
	}
	args := append([]string{}, sh.rt.args...)
	for _, c := range sh.callArgs(len(sh.frames())) {
		args = append(args, c.args...)
	}
	slices.Reverse(args)
	return args
}

func (sh *Shell) knowsArgs() bool {
	inFunction := slices.ContainsFunc(sh.frames(), func(f frame) bool { return !f.sourced })
	if a := sh.besides(); !inFunction || sh.extDebug() {
		a.argsKnown = true
	}
	return sh.aside.argsKnown
}

func (sh *Shell) argv0() (string, bool) { return sh.st.Name, true }

func (sh *Shell) setArgv0(_ slotNum, value string) { sh.st.Name = value }

func (sh *Shell) funcNest() (string, bool) {
	if sh.aside == nil || sh.aside.nest == 0 {
		return "", false
	}
	return strconv.Itoa(sh.aside.nest), true
}

// setFuncNest sets the limit; what is no number, or none above 0, takes it away.
func (sh *Shell) setFuncNest(_ slotNum, value string) {
	n, err := strconv.Atoi(value)
	if err != nil {
		n = 0
	}
	sh.besides().nest = max(n, 0)
}

// Frame returns what caller tells about the frame n above the running one: the
// line of its call, the name of what called it, and that one's file.
func (c Calls) Frame(n int) (line int, name, file string, ok bool) {
	sh := c.sh
	frames := sh.frames()
	i := len(frames) - 1 - n
	if n < 0 || i < 0 {
		return 0, "", "", false
	}
	line = frames[i].line
	switch {
	case i > 0:
		return line, frames[i-1].Name, sh.sourceOf(&frames[i-1]), true
	case sh.Calls().OfScript():
		return line, "main", sh.rt.script, true
	}
	return line, "", "NULL", true
}

var _ vars.Hooks = (*Shell)(nil)
