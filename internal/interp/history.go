package interp

import (
	"strconv"
	"strings"
	"time"

	"gpipe/internal/option"
	"gpipe/internal/past"
	"gpipe/internal/snapshot"
	"gpipe/internal/vars"
)

// usualHistory is how many commands a script keeps unless HISTSIZE says so.
const usualHistory = 500

// Commands is the history of an environment: the commands that it was given.
type Commands struct{ sh *Shell }

// Commands returns the history of this environment.
func (sh *Shell) Commands() Commands { return Commands{sh} }

// List returns the list of history, made if there is none.
func (c Commands) List() *past.List {
	a := c.sh.besides()
	if a.history == nil {
		a.history = &past.List{}
	}
	if a.recording {
		c.limit(a.history)
	}
	return a.history
}

// limit heeds HISTSIZE: a number of commands; one that is negative, or none, is no
// limit.
func (c Commands) limit(l *past.List) {
	value, _ := c.sh.st.Vars.Get(vars.HISTSIZE)
	if n, err := strconv.Atoi(value); err == nil && n >= 0 {
		l.Limit(n)
	}
}

// File returns the history file of a name, which is not empty.
func (c Commands) File(name string) *past.File {
	if name[0] != '/' {
		name = c.sh.Dir().Name() + "/" + name
	}
	a := c.sh.besides()
	if a.commands == nil || a.commands.Path != name {
		a.commands = &past.File{Dirfd: -1, Path: name, Umask: c.sh.Limits().Umask()}
	}
	_, timed := c.timeFormat()
	a.commands.Times = timed || c.sh.opts&option.Interactive != 0
	return a.commands
}

// timeFormat is HISTTIMEFORMAT, and whether that is set.
func (c Commands) timeFormat() (string, bool) {
	return c.sh.st.Vars.Get(c.sh.Slot("HISTTIMEFORMAT"))
}

// usualFile is the file that HISTFILE names; nil, if it names none.
func (c Commands) usualFile() *past.File {
	name, _ := c.sh.st.Vars.Get(vars.HISTFILE)
	if name == "" {
		return nil
	}
	return c.File(name)
}

// Begin is what follows set -o history, or the first prompt: the commands of the
// file are there. In a script the variables have values then.
func (c Commands) Begin() error {
	sh, v := c.sh, c.sh.st.Vars
	l := c.List()
	sh.aside.recording = true
	if sh.opts&option.Interactive == 0 {
		value := strconv.Itoa(usualHistory)
		for _, s := range [...]slotNum{vars.HISTSIZE, sh.Slot("HISTFILESIZE")} {
			if set, ok := v.Get(s); ok {
				value = set
				continue
			}
			v.Set(s, value)
		}
	}
	f := c.usualFile()
	if f == nil || l.Len() > 0 || f.Begun() {
		return nil
	}
	err := f.Load(l)
	if err == nil {
		err = c.shorten(f, l.Len())
	}
	l.SetFresh(0)
	c.limit(l)
	return c.fileError(f, err)
}

// fileError says which file an error is about.
func (c Commands) fileError(f *past.File, err error) error {
	if err == nil {
		return nil
	}
	return &Error{Op: "history", Operand: f.Path, Err: err}
}

// record adds what was read of the script to the history. What the line editor has
// read is there already.
func (sh *Shell) record(text string) {
	c := sh.Commands()
	if sh.aside == nil || !sh.aside.recording {
		if err := c.Begin(); err != nil && sh.opts&option.Interactive != 0 {
			sh.Report(Message(err))
		}
	}
	if sh.aside.edited {
		return
	}
	sh.aside.recorded = false
	for text != "" {
		line, rest, _ := strings.Cut(text, "\n")
		trimmed := strings.TrimLeft(line, " \t")
		if trimmed != "" && trimmed[0] != '#' {
			break
		}
		if trimmed != "" {
			c.Add(line)
		}
		text = rest
	}
	if text != "" {
		sh.aside.recorded = c.Add(past.Join(text))
	}
	if sh.opts&option.Interactive != 0 {
		c.keep()
	}
}

// Edited notes that commands are read by a line editor, which calls Enter for
// each.
func (c Commands) Edited() { c.sh.besides().edited = true }

// Enter adds a command that has been read as a whole, and appends it to the file
// that HISTFILE names.
func (c Commands) Enter(text string) {
	c.sh.besides().recorded = false
	if c.sh.opts&option.History != 0 {
		c.sh.aside.recorded = c.Add(text)
		c.keep()
	}
}

// keep appends what is new to the file. That it cannot is reported once.
func (c Commands) keep() {
	f := c.usualFile()
	if f == nil {
		return
	}
	if err := c.append(f, c.List()); err != nil && !c.sh.aside.complained {
		c.sh.Report(Message(c.fileError(f, err)))
		c.sh.aside.complained = true
	}
}

// Recorded tells whether the line with the command that runs is the last one of
// the history. It is so until Unrecord.
func (c Commands) Recorded() bool {
	return c.sh.aside != nil && c.sh.aside.recorded && c.sh.opts&option.History != 0 && c.List().Len() > 0
}

// Unrecord takes that line away from the history.
func (c Commands) Unrecord() {
	if c.Recorded() {
		l := c.List()
		l.Remove(l.Len()-1, l.Len())
		c.sh.aside.recorded = false
	}
}

// Add adds a command to the history unless HISTCONTROL or HISTIGNORE says
// otherwise.
func (c Commands) Add(text string) bool {
	var p past.Policy
	v := c.sh.st.Vars
	control, _ := v.Get(c.sh.Slot("HISTCONTROL"))
	ignore, _ := v.Get(c.sh.Slot("HISTIGNORE"))
	p.SetControl(control)
	p.SetIgnore(ignore)
	p.Match = c.sh.st.MatchText
	var when time.Time
	if _, timed := c.timeFormat(); timed || c.sh.opts&option.Interactive != 0 {
		when = time.Now()
	}
	l := c.List()
	if !l.Enter(text, when, &p) {
		return false
	}
	c.limit(l)
	return true
}

// Expand expands what stands for earlier commands in a text, unless set +H.
func (c Commands) Expand(text string) (past.Expansion, error) {
	sh := c.sh
	if sh.opts&option.HistExpand == 0 {
		return past.Expansion{Text: text}, nil
	}
	a := sh.besides()
	a.events.Chars, _ = sh.st.Vars.Get(sh.Slot("histchars"))
	a.events.ExtendedPatterns = sh.Shopts()&option.ExtGlob != 0
	a.events.NoComments = sh.opts&option.InteractiveComments == 0
	return a.events.Expand(text, c.List())
}

// historyNumber is HISTCMD.
func (sh *Shell) historyNumber() (string, bool) {
	if sh.opts&option.History == 0 || sh.aside == nil || sh.aside.history == nil {
		return "0", true
	}
	l := sh.aside.history
	return strconv.Itoa(l.First() + l.Len() - 1), true
}

func saveHistory(w *snapshot.Writer, l *past.List) {
	if l == nil {
		l = &past.List{}
	}
	w.Len(l.First())
	text, stamps := l.Pack()
	w.String(text)
	w.String(stamps)
}

func (a *aside) loadHistory(r *snapshot.Reader) {
	l := past.NewList(int(r.Int()))
	text := r.String()
	if l.Unpack(text, r.String()); l.Len() > 0 {
		a.history = l
	}
}

// Given is how many commands someone at a terminal has given; Count notes one more.
func (c Commands) Given() int {
	if c.sh.aside == nil {
		return 0
	}
	return c.sh.aside.given
}

// Count: see Given.
func (c Commands) Count() { c.sh.besides().given++ }
