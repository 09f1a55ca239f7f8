package interp

import (
	"strconv"
	"strings"
	"time"

	"gpipe/internal/history"
	"gpipe/internal/option"
	"gpipe/internal/snapshot"
	"gpipe/internal/sys/files"
	"gpipe/internal/vars"
)

// usualHistory is how many commands are kept unless HISTSIZE says so.
const usualHistory = 500

// List returns the list of history, made if there is none.
func (c Commands) List() *history.List {
	a := c.sh.besides()
	if a.history == nil {
		a.history = &history.List{}
	}
	if a.recording {
		a.history.Limit(c.Limit())
	}
	return a.history
}

// Limit is HISTSIZE as a number of commands; negative: without a limit.
func (c Commands) Limit() int {
	value, _ := c.sh.st.Vars.Get(vars.HISTSIZE)
	n, err := strconv.Atoi(value)
	if err != nil {
		return -1
	}
	return n
}

// beginHistory is what follows set -o history: the variables have values, and the
// commands of the file are there.
func (sh *Shell) beginHistory() {
	l, v := sh.Commands().List(), sh.st.Vars
	sh.aside.recording = true
	sizes := [...]slotNum{vars.HISTSIZE, sh.Slot("HISTFILESIZE")}
	value := strconv.Itoa(usualHistory)
	for _, s := range sizes {
		if set, ok := v.Get(s); ok {
			value = set
			continue
		}
		v.Set(s, value)
	}
	file, _ := v.Get(vars.HISTFILE)
	if file == "" || len(l.Entries) > 0 || l.Read > 0 {
		return
	}
	if text, err := files.ReadFileAt(sh.dir.Fd(), file); err == nil {
		for _, e := range history.Parse(string(text)) {
			l.Add(e, sh.Commands().Limit())
			l.Read++
		}
		l.New = 0
	}
}

// record adds what was read of the script to the history.
func (sh *Shell) record(text string) {
	if sh.aside == nil || !sh.aside.recording {
		sh.beginHistory()
	}
	sh.aside.recorded = false
	for text != "" {
		line, rest, _ := strings.Cut(text, "\n")
		trimmed := strings.TrimLeft(line, " \t")
		if trimmed != "" && trimmed[0] != '#' {
			break
		}
		if trimmed != "" {
			sh.Commands().Add(line)
		}
		text = rest
	}
	if text != "" {
		sh.aside.recorded = sh.Commands().Add(history.Join(text))
	}
}

// Recorded tells whether the line with the command that runs is the last one of
// the history. It is so until Unrecord.
func (c Commands) Recorded() bool {
	return c.sh.aside != nil && c.sh.aside.recorded && c.sh.opts&option.History != 0 && len(c.List().Entries) > 0
}

// Unrecord takes that line away from the history.
func (c Commands) Unrecord() {
	if c.Recorded() {
		l := c.List()
		l.Delete(len(l.Entries)-1, len(l.Entries))
		c.sh.aside.recorded = false
	}
}

// Add adds a command to the history unless HISTCONTROL or HISTIGNORE says
// otherwise.
func (c Commands) Add(text string) bool {
	l := c.List()
	last := ""
	if n := len(l.Entries); n > 0 {
		last = l.Entries[n-1].Text
	}
	control, _ := c.sh.st.Vars.Get(c.sh.Slot("HISTCONTROL"))
	for word := range strings.SplitSeq(control, ":") {
		blank := strings.HasPrefix(text, " ") || strings.HasPrefix(text, "\t")
		switch {
		case (word == "ignorespace" || word == "ignoreboth") && blank,
			(word == "ignoredups" || word == "ignoreboth") && text == last:
			return false
		case word == "erasedups":
			c.sh.erase(l, text)
		}
	}
	if c.sh.ignoresCommand(text, last) {
		return false
	}
	e := history.Entry{Text: text}
	if _, timed := c.sh.st.Vars.Get(c.sh.Slot("HISTTIMEFORMAT")); timed {
		e.Time = time.Now().Unix()
	}
	l.Add(e, c.Limit())
	return true
}

func (sh *Shell) erase(l *history.List, text string) {
	for i := len(l.Entries) - 1; i >= 0; i-- {
		if l.Entries[i].Text == text {
			l.Delete(i, i+1)
		}
	}
}

// ignoresCommand tells whether a pattern of HISTIGNORE matches. In one "&" is the
// command before.
func (sh *Shell) ignoresCommand(text, last string) bool {
	list, set := sh.st.Vars.Get(sh.Slot("HISTIGNORE"))
	if !set || list == "" {
		return false
	}
	for p := range strings.SplitSeq(list, ":") {
		if p == "&" && text == last || p != "" && sh.st.MatchText(p, text) {
			return true
		}
	}
	return false
}

// historyNumber is HISTCMD.
func (sh *Shell) historyNumber() (string, bool) {
	if sh.opts&option.History == 0 || sh.aside == nil || sh.aside.history == nil {
		return "0", true
	}
	l := sh.aside.history
	return strconv.Itoa(l.Base + len(l.Entries)), true
}

func saveHistory(w *snapshot.Writer, l *history.List) {
	if l == nil {
		l = &history.List{}
	}
	w.Len(l.Base)
	w.Len(len(l.Entries))
	for _, e := range l.Entries {
		w.String(e.Text)
		w.Int(e.Time)
	}
}

func (a *aside) loadHistory(r *snapshot.Reader) {
	l := &history.List{Base: int(r.Int())}
	for range r.Len() {
		text := r.String()
		l.Entries = append(l.Entries, history.Entry{Text: text, Time: r.Int()})
	}
	if len(l.Entries) > 0 {
		a.history = l
	}
}

// Commands is the history of an environment: the commands that it was given.
type Commands struct{ sh *Shell }

// Commands returns the history of this environment.
func (sh *Shell) Commands() Commands { return Commands{sh} }

// Given is how many commands someone at a terminal has given; Count notes one more.
func (c Commands) Given() int {
	if c.sh.aside == nil {
		return 0
	}
	return c.sh.aside.given
}

// Count: see Given.
func (c Commands) Count() { c.sh.besides().given++ }
