package history

import (
	"errors"
	"strconv"
	"strings"
)

// Errors of Expand.
var (
	ErrNoEvent  = errors.New("event not found")
	ErrNoWord   = errors.New("bad word specifier")
	ErrModifier = errors.New("unrecognized history modifier")
	ErrSubst    = errors.New("substitution failed")
)

// Expand replaces !!, !n, !-n, !text, !?text? and !#, with words and modifiers
// behind them, and ^old^new^ at the start, by what the list has. Print says that a
// modifier :p was there.
func (l *List) Expand(text string) (result string, print bool, err error) {
	if old, rest, ok := quickSubst(text); ok {
		text = "!!:s^" + old + "^" + rest
	}
	x := expander{list: l, text: text}
	for x.i < len(text) && x.err == nil {
		x.step()
	}
	if x.err != nil {
		return "", false, x.err
	}
	return x.out.String(), x.print, nil
}

func quickSubst(text string) (old, rest string, ok bool) {
	if !strings.HasPrefix(text, "^") {
		return "", "", false
	}
	old, rest, ok = strings.Cut(text[1:], "^")
	return old, rest, ok
}

type expander struct {
	list   *List
	text   string
	i      int
	out    strings.Builder
	print  bool
	err    error
	single bool
}

// step copies a byte, or expands what begins here.
func (x *expander) step() {
	c := x.text[x.i]
	switch {
	case c == '\\' && !x.single && x.i+1 < len(x.text):
		x.out.WriteString(x.text[x.i : x.i+2])
		x.i += 2
		return
	case c == '\'':
		x.single = !x.single
	case c == '!' && !x.single && x.i+1 < len(x.text) && strings.IndexByte(" \t\n=\"", x.text[x.i+1]) < 0:
		x.i++
		x.reference()
		return
	}
	x.out.WriteByte(c)
	x.i++
}

// reference expands what stands behind "!".
func (x *expander) reference() {
	line, ok := x.event()
	if !ok {
		x.err = ErrNoEvent
		return
	}
	words := Words(line)
	if text, ok := x.words(words); ok {
		line = text
	}
	for x.err == nil && x.i+1 < len(x.text) && x.text[x.i] == ':' {
		line = x.modified(line)
	}
	x.out.WriteString(line)
}

// event returns the command that is meant.
func (x *expander) event() (string, bool) {
	entries := x.list.Entries
	rest := x.text[x.i:]
	index := -1
	switch c := rest[0]; {
	case c == '!':
		x.i++
		index = len(entries) - 1
	case c == '#':
		x.i++
		return x.out.String(), true
	case strings.IndexByte(":^$*", c) >= 0 && !(c == '-' && len(rest) > 1 && isDigit(rest[1])):
		index = len(entries) - 1
	case isDigit(c) || c == '-' && len(rest) > 1 && isDigit(rest[1]):
		end := 1
		for end < len(rest) && isDigit(rest[end]) {
			end++
		}
		n, _ := strconv.Atoi(rest[:end])
		x.i += end
		i, ok := x.list.Index(n)
		if !ok {
			return "", false
		}
		index = i
	case c == '?':
		part, after, closed := strings.Cut(rest[1:], "?")
		x.i += 1 + len(part)
		if closed {
			x.i = len(x.text) - len(after)
		}
		index = x.list.Find(part, len(entries), true)
	default:
		end := strings.IndexAny(rest, " \t\n:^$*;&|()<>")
		if end < 0 {
			end = len(rest)
		}
		x.i += end
		index = x.list.Find(rest[:end], len(entries), false)
	}
	if index < 0 {
		return "", false
	}
	return entries[index].Text, true
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// words selects words of a command; false, if nothing here says which.
func (x *expander) words(words []string) (string, bool) {
	i := x.i
	if i < len(x.text) && x.text[i] == ':' {
		i++
	}
	if i == len(x.text) || strings.IndexByte("0123456789^$*-", x.text[i]) < 0 || i == x.i && isDigit(x.text[i]) {
		return "", false
	}
	x.i = i
	last := len(words) - 1
	first, ok := x.number(last)
	if !ok && x.text[x.i] == '*' {
		x.i++
		return strings.Join(words[min(1, len(words)):], " "), true
	}
	end := first
	if x.i < len(x.text) && x.text[x.i] == '*' && ok {
		x.i++
		end = last
	} else if x.i < len(x.text) && x.text[x.i] == '-' {
		x.i++
		if end, ok = x.number(last); !ok {
			end = last - 1
		}
	}
	if first > last || end > last || first < 0 || end < first {
		x.err = ErrNoWord
		return "", true
	}
	return strings.Join(words[first:end+1], " "), true
}

// number reads the number of a word.
func (x *expander) number(last int) (int, bool) {
	if x.i == len(x.text) {
		return 0, false
	}
	switch c := x.text[x.i]; {
	case c == '^':
		x.i++
		return 1, true
	case c == '$':
		x.i++
		return last, true
	case isDigit(c):
		n := 0
		for x.i < len(x.text) && isDigit(x.text[x.i]) && n < 1<<20 {
			n = n*10 + int(x.text[x.i]-'0')
			x.i++
		}
		return n, true
	}
	return 0, false
}

// Words splits a command at blanks that are not quoted, and operators from what
// stands beside them.
func Words(text string) []string {
	var words []string
	for i := 0; i < len(text); {
		c := text[i]
		if strings.IndexByte(" \t\n", c) >= 0 {
			i++
			continue
		}
		start := i
		if strings.IndexByte(";&|<>()", c) >= 0 {
			for i < len(text) && strings.IndexByte(";&|<>", text[i]) >= 0 {
				i++
			}
			i = max(i, start+1)
			words = append(words, text[start:i])
			continue
		}
		for i < len(text) && strings.IndexByte(" \t\n;&|<>()", text[i]) < 0 {
			switch q := text[i]; {
			case q == '\\':
				i++
			case q == '\'' || q == '"' || q == '`':
				if n := strings.IndexByte(text[i+1:], q); n >= 0 {
					i += n + 1
				} else {
					i = len(text)
				}
			}
			i = min(i+1, len(text))
		}
		words = append(words, text[start:i])
	}
	return words
}
