package interp

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"gpipe/internal/edit"
	"gpipe/internal/parse"
	"gpipe/internal/snapshot"
)

// Bindings are what keys of the line editor do, for bind to change.
func (sh *Shell) Bindings() *edit.Bindings {
	a := sh.besides()
	if a.bindings == nil {
		a.bindings = edit.NewBindings()
	}
	return a.bindings
}

// saveBindings writes what was changed of them.
func saveBindings(w *snapshot.Writer, b *edit.Bindings) {
	if w.Bool(b != nil); b == nil {
		return
	}
	for _, m := range b.Keymaps() {
		changed := m.Changed()
		w.Len(len(changed))
		for _, keys := range changed {
			is, _ := m.Lookup(keys)
			w.Strings([]string{keys, is.Command, is.Macro, is.Shell})
		}
	}
	set := b.SetVariables()
	w.Len(len(set))
	for _, name := range slices.Sorted(maps.Keys(set)) {
		w.Strings([]string{name, set[name]})
	}
}

func (a *aside) loadBindings(r *snapshot.Reader) {
	if !r.Bool() {
		return
	}
	b := edit.NewBindings()
	for _, m := range b.Keymaps() {
		for range r.Len() {
			if s := r.Strings(); len(s) == 4 {
				m.Bind(s[0], edit.Binding{Command: s[1], Macro: s[2], Shell: s[3]})
			}
		}
	}
	for range r.Len() {
		if s := r.Strings(); len(s) == 2 {
			_ = b.Set(s[0], s[1]) // it was valid
		}
	}
	a.bindings = b
}

// Edited is a line that is being edited. Places are in bytes.
type Edited struct {
	Text        string
	Point, Mark int
}

// readlineVars are what a command that a key runs finds the line in, and changes it
// by. The places are counted in characters.
func readlineVars() [4]string {
	return [...]string{"READLINE_LINE", "READLINE_POINT", "READLINE_MARK", "READLINE_ARGUMENT"}
}

// RunKey runs a command that a key is bound to (bind -x), and returns what it has
// made of the line. argument is the number typed before the key, "" for none. The
// status stays as it was.
func (sh *Shell) RunKey(command, argument string, e Edited) (Edited, Flow) {
	v, status := sh.st.Vars, sh.status
	values := [...]string{e.Text, characters(e.Text, e.Point), characters(e.Text, e.Mark), argument}
	for i, name := range readlineVars() {
		if s := sh.Slot(name); values[i] != "" || i == 0 {
			v.Set(s, values[i])
			v.Export(s)
		}
	}
	next := sh.Runner().Eval(command)
	var got [len(values)]string
	v = sh.st.Vars
	for i, name := range readlineVars() {
		s := sh.Slot(name)
		got[i], _ = v.Get(s)
		v.Unset(s, false)
	}
	if next == Next {
		sh.SetStatus(status)
	}
	return Edited{got[0], offset(got[0], got[1], len(got[0])), offset(got[0], got[2], 0)}, next
}

// characters is how many characters of a text are before an offset.
func characters(text string, offset int) string {
	return strconv.Itoa(utf8.RuneCountInString(text[:offset]))
}

// offset is where the nth character of a text is; usual, if n is no number.
func offset(text, n string, usual int) int {
	count, err := strconv.Atoi(strings.TrimSpace(n))
	if err != nil {
		return usual
	}
	at := 0
	for ; count > 0 && at < len(text); count-- {
		_, size := utf8.DecodeRuneInString(text[at:])
		at += size
	}
	return at
}

// ExpandLine is a line with all that it has of expansions expanded; as it is, where
// it is more than a simple command.
func (sh *Shell) ExpandLine(text string) string {
	args := sh.parseWords([]string{text})
	if args == nil {
		return text
	}
	status := sh.status
	list, err := args.append(sh, nil)
	sh.status = status
	if err != nil || len(list) == 0 {
		return text
	}
	return strings.Join(list, " ")
}

// Highlight tells what the parts of a text are: see parse.Parsers.Highlight.
func (sh *Shell) Highlight(text string, goOn func() bool) []parse.Part {
	return sh.rt.parsers.Highlight(text, goOn)
}

// SetDraft has fc edit a text in place of commands of the history; Draft takes it.
func (c Commands) SetDraft(text string) {
	a := c.sh.besides()
	a.draft, a.recorded = &text, false
}

// Draft takes the text that SetDraft has set.
func (c Commands) Draft() (text string, is bool) {
	a := c.sh.besides()
	if a.draft == nil {
		return "", false
	}
	text, a.draft = *a.draft, nil
	return text, true
}

// Line asks someone at a terminal for a line: see Config.EditLine.
type Line struct {
	Fd     int // the terminal
	Prompt string
	Text   string // to begin with
}

// EditLine has a line edited at a terminal. ok is false where that cannot be; next is
// where the action of a signal has gone meanwhile, and ErrInterrupted is for ^C.
func (sh *Shell) EditLine(l Line) (text string, ok bool, next Flow, err error) {
	if sh.rt.editLine == nil {
		return "", false, Next, nil
	}
	text, ok, err = sh.rt.editLine(sh, l)
	if next, left := leftBy(err); left {
		return "", ok, next, ErrLeft
	}
	return text, ok, Next, err
}
