package interp

import (
	"strconv"
	"strings"

	"gpipe/internal/columns"
	"gpipe/internal/option"
	"gpipe/internal/redirect"
	"gpipe/internal/vars"
)

// traceEarly prints a command of a pipeline before any of its commands runs, so
// that they stand in their order. It returns false if that can't be.
func (s *simple) traceEarly(sh *Shell) bool {
	base := len(sh.stack)
	line := sh.line
	defer func() { sh.stack = sh.stack[:base]; sh.line = line }()
	sh.line = s.line
	stack, err := s.words.append(sh, sh.stack)
	if err != nil || len(stack) == base || len(s.assigns) > 0 {
		return false
	}
	sh.stack = stack
	sh.trace(nil, stack[base:])
	return true
}

// traceDone tells whether the command was printed before it ran.
func (sh *Shell) traceDone() bool {
	done := sh.traced
	sh.traced = false
	return done
}

// traceValue is the value of an assignment: what the variable has, or will have
// for a command. The latter is not known when it takes a command to find out.
func (sh *Shell) traceValue(a *assign, before bool) (string, bool) {
	if !before {
		value, _ := sh.st.Vars.Get(a.slot)
		return value, true
	}
	if a.list || a.index != nil || a.append || a.value != nil && !a.value.Pure() {
		return "", false
	}
	if a.value == nil {
		return "", true
	}
	value, err := a.value.String(&sh.st)
	return value, err == nil
}

// trace prints a command before it runs (set -x), quoted so that it could be
// read in again. Outside of POSIX mode the assignments before it have lines of
// their own.
func (sh *Shell) trace(assigns []assign, args []string) {
	var b strings.Builder
	prompt := sh.prompt4()
	b.WriteString(prompt)
	sep := ""
	for i := range assigns {
		a := &assigns[i]
		value, ok := sh.traceValue(a, args != nil)
		if !ok {
			continue
		}
		b.WriteString(sep + a.name + "=" + QuoteWord(value))
		if sep = " "; !sh.posix() {
			sep = "\n" + prompt
		}
	}
	for _, arg := range args {
		b.WriteString(sep + QuoteWord(arg))
		sep = " "
	}
	b.WriteString("\n")
	sh.putTrace(b.String())
}

// traceLine prints what is no simple command; POSIX mode has no lines for that.
func (sh *Shell) traceLine(text string) {
	if sh.opts&option.XTrace != 0 && !sh.posix() {
		sh.putTrace(sh.prompt4() + text + "\n")
	}
}

// traceSource prints the first part of a compound command as it is written.
func (sh *Shell) traceSource(at *origin) {
	if sh.opts&option.XTrace != 0 && !sh.posix() {
		sh.traceLine(strings.TrimSuffix(sh.laidOut(at, at.written()), " "))
	}
}

// traceExpression prints an expression; one that is missing is 1.
func (sh *Shell) traceExpression(text string) {
	if sh.opts&option.XTrace == 0 || sh.posix() {
		return
	}
	if text = strings.TrimSpace(text); text == "" {
		text = "1"
	}
	sh.traceLine("(( " + sh.withParameters(text) + " ))")
}

// traceTest prints a primary of [[ ]], whose operands are expanded.
func (sh *Shell) traceTest(not bool, words ...string) {
	if not {
		words = append([]string{"!"}, words...)
	}
	for i, w := range words {
		if w == "" {
			words[i] = "''"
		}
	}
	sh.traceLine("[[ " + columns.Lines(strings.Join(words, " ")) + " ]]")
}

// assignAndTrace makes the assignments of a command that is nothing else, and prints
// them.
func (sh *Shell) assignAndTrace(assigns []assign) error {
	perform := sh.assign
	if !sh.posix() {
		perform = sh.assignTraced
	}
	for i := range assigns {
		if err := perform(&assigns[i]); err != nil {
			return err
		}
	}
	if sh.posix() {
		sh.trace(assigns, nil)
	}
	return nil
}

// assignTraced makes an assignment and prints it first, outside of POSIX mode.
func (sh *Shell) assignTraced(a *assign) error {
	if a.list {
		sh.traceLine(a.text)
		return sh.assignList(a)
	}
	value, err := sh.assignValue(a)
	if err != nil {
		return err
	}
	op := "="
	if a.append {
		op = "+="
	}
	name := a.name
	if a.index != nil {
		name = a.text
	}
	shown := ""
	if value != "" {
		shown = QuoteWord(value)
	}
	sh.traceLine(name + op + shown)
	given := *a
	given.value = sh.rt.compiler.Literal(value)
	return sh.assign(&given)
}

func (sh *Shell) putTrace(text string) {
	if f := sh.traceFile(); f != nil {
		n, _ := f.Write([]byte(text))
		sh.tally.Count(0, int64(max(n, 0)))
	}
}

// traceFile is where set -x prints: the descriptor that BASH_XTRACEFD names, if it
// is open, or standard error.
func (sh *Shell) traceFile() *redirect.File {
	if value, set := sh.st.Vars.Get(vars.BASH_XTRACEFD); set && !sh.posix() {
		if fd, err := strconv.Atoi(value); err == nil && fd >= 0 {
			if f := sh.files.Get(fd); f != nil {
				return f
			}
		}
	}
	return sh.files.Get(2)
}
