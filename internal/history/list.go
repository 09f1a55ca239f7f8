// Package history is a list of commands that were given, with the numbers of
// bash's. What !! and the like stand for package past finds in it.
package history

import (
	"slices"
	"strconv"
	"strings"
)

// Entry is a command.
type Entry struct {
	Text string
	Time int64 // seconds of the epoch, 0: not known
}

// List is the commands, the oldest first. Its zero value is empty, and keeps all.
type List struct {
	Entries []Entry
	Base    int // the number of the first one is Base+1
	New     int // so many of the last ones were not written by Append
	Read    int // lines of the file that were read, or written
}

// Fork returns a copy. What either side adds is its own.
func (l *List) Fork() *List {
	if l == nil {
		return nil
	}
	c := *l
	c.Entries = slices.Clip(l.Entries)
	l.Entries = c.Entries
	return &c
}

// Add adds a command, and forgets the oldest ones that are more than limit;
// negative: none.
func (l *List) Add(e Entry, limit int) {
	l.Entries = append(l.Entries, e)
	l.New++
	l.Limit(limit)
}

// Limit forgets the oldest commands that are more than limit; negative: none.
func (l *List) Limit(limit int) {
	if n := len(l.Entries) - limit; limit >= 0 && n > 0 {
		l.Entries = l.Entries[n:]
		l.Base += n
		l.New = min(l.New, len(l.Entries))
	}
}

// Clear forgets all.
func (l *List) Clear() { *l = List{} }

// Delete forgets the commands from index i up to, and without, j. Those behind
// them get smaller numbers.
func (l *List) Delete(i, j int) {
	l.New = max(0, l.New-max(0, j-max(i, len(l.Entries)-l.New)))
	l.Entries = append(slices.Clip(l.Entries[:i]), l.Entries[j:]...)
}

// Index returns the index of a number as history -d takes it: negative ones count
// from the end.
func (l *List) Index(n int) (int, bool) {
	i := n - l.Base - 1
	if n < 0 {
		i = len(l.Entries) + n
	}
	return i, i >= 0 && i < len(l.Entries)
}

// Find returns the index of the last command before end that begins with a text;
// -1, if there is none.
func (l *List) Find(text string, end int) int {
	for i := end - 1; i >= 0; i-- {
		if strings.HasPrefix(l.Entries[i].Text, text) {
			return i
		}
	}
	return -1
}

// Len is how many commands there are.
func (l *List) Len() int { return len(l.Entries) }

// First is the number of the oldest one.
func (l *List) First() int { return l.Base + 1 }

// Entry is the text of a command.
func (l *List) Entry(i int) string { return l.Entries[i].Text }

// Backward finds a text nearest before the offset at in command i, or in those
// before it: in which command, -1 if in none, and where.
func (l *List) Backward(text string, i, at int) (entry, offset int) {
	if text == "" {
		return -1, 0
	}
	if i < len(l.Entries) {
		part := l.Entries[i].Text
		if k := strings.LastIndex(part[:min(at+len(text)-1, len(part))], text); k >= 0 {
			return i, k
		}
	}
	for i = min(i, len(l.Entries)) - 1; i >= 0; i-- {
		if k := strings.LastIndex(l.Entries[i].Text, text); k >= 0 {
			return i, k
		}
	}
	return -1, 0
}

// Format is the lines of a file with the commands from index i on: with times,
// those that are known are comments before their commands.
func (l *List) Format(i int, times bool) string {
	var b strings.Builder
	for _, e := range l.Entries[i:] {
		if times && e.Time != 0 {
			b.WriteString("#" + strconv.FormatInt(e.Time, 10) + "\n")
		}
		b.WriteString(e.Text + "\n")
	}
	return b.String()
}

// Parse returns the commands of the lines of a file. Where the first line is a
// time, others that are belong to the command behind them.
func Parse(text string) []Entry {
	var list []Entry
	var at int64
	timed := false
	for i, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		t, isTime := timeOf(line)
		timed = timed || i == 0 && isTime
		switch {
		case isTime && timed:
			at = t
		case line != "":
			list = append(list, Entry{line, at})
			at = 0
		}
	}
	return list
}

func timeOf(line string) (int64, bool) {
	digits, ok := strings.CutPrefix(line, "#")
	t, err := strconv.ParseInt(digits, 10, 64)
	return t, ok && err == nil && t > 0
}
