package edit

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// ParseBinding reads a binding, as a line of inputrc or an operand of bind has
// it: "keys": command, "keys": "macro", or the name of one key: command.
func ParseBinding(line string) (keys string, b Binding, err error) {
	keys, rest, err := parseKeys(line)
	if err != nil {
		return "", Binding{}, err
	}
	rest = strings.TrimSpace(rest)
	if rest == "" {
		return keys, Binding{}, nil
	}
	if rest[0] == '"' || rest[0] == '\'' {
		text, after, closed := quoted(rest)
		if !closed {
			return "", Binding{}, fmt.Errorf("%s: no closing %c", rest, rest[0])
		}
		if more, _ := cutWord(after); more != "" { // a quote within it, as in readline
			text += rest[:1] + strings.TrimSuffix(more, rest[:1])
		}
		return keys, Binding{Macro: unquoteKeys(text)}, nil
	}
	name, _ := cutWord(rest)
	name = strings.ToLower(name)
	if !IsCommand(name) && !slices.Contains(strings.Fields(foreign), name) {
		return "", Binding{}, fmt.Errorf("%s: unknown command", name)
	}
	return keys, Binding{Command: name}, nil
}

// ParseShellBinding reads an operand of bind -x: "keys": command.
func ParseShellBinding(line string) (keys string, b Binding, err error) {
	line = strings.TrimLeft(line, " \t")
	if line == "" || line[0] != '"' && line[0] != '\'' {
		return "", Binding{}, errors.New("first non-whitespace character is not `\"'")
	}
	text, rest, closed := quoted(line)
	rest, found := strings.CutPrefix(strings.TrimLeft(rest, " \t"), ":")
	if !closed || !found {
		return "", Binding{}, errors.New("no colon after the keys")
	}
	return unquoteKeys(text), Binding{Shell: strings.TrimSpace(rest)}, nil
}

// ParseLine takes a line of inputrc that is no directive: see Inputrc. Bindings go
// to a keymap.
func (b *Bindings) ParseLine(line string, to *Keymap) error {
	r := rcReader{b: b, keymap: to}
	if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
		return nil
	}
	return r.line(line)
}

// Keys reads keys as inputrc has them between quotes.
func Keys(text string) string { return unquoteKeys(text) }

// parseKeys reads the keys of a binding, up to the colon.
func parseKeys(line string) (keys, rest string, err error) {
	if line != "" && line[0] == '"' {
		text, after, closed := quoted(line)
		if after = strings.TrimLeft(after, " \t"); !closed || !strings.HasPrefix(after, ":") {
			return "", "", fmt.Errorf("%s: no colon after the keys", line)
		}
		return unquoteKeys(text), after[1:], nil
	}
	name, rest, found := strings.Cut(line, ":")
	if !found {
		return "", "", fmt.Errorf("%s: neither a variable nor a binding", line)
	}
	keys, err = namedKey(strings.TrimSpace(name))
	return keys, rest, err
}

// quoted returns what is within the quotes that s begins with, as it stands, and
// what follows.
func quoted(s string) (text, rest string, closed bool) {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case s[0]:
			return s[1:i], s[i+1:], true
		}
	}
	return s[1:], "", false
}

// namedKey reads a key without quotes: Control-k, Meta-Rubout, C-x, TAB.
func namedKey(name string) (string, error) {
	var meta, control bool
	for {
		prefix, rest, found := strings.Cut(name, "-")
		if !found || rest == "" {
			break
		}
		switch strings.ToLower(prefix) {
		case "control", "ctrl", "c":
			control = true
		case "meta", "m":
			meta = true
		default:
			return "", fmt.Errorf("%s: unknown modifier", prefix)
		}
		name = rest
	}
	key, known := keyOfName(strings.ToLower(name))
	if !known {
		if utf8.RuneCountInString(name) != 1 {
			return "", fmt.Errorf("%s: unknown key", name)
		}
		key = name
	}
	if control {
		key = string(controlOf(key[0]))
	}
	if meta {
		key = "\x1b" + key
	}
	return key, nil
}

func keyOfName(name string) (string, bool) {
	switch name {
	case "del", "rubout":
		return "\x7f", true
	case "esc", "escape":
		return "\x1b", true
	case "lfd", "newline":
		return "\n", true
	case "ret", "return":
		return "\r", true
	case "space", "spc":
		return " ", true
	case "tab":
		return "\t", true
	}
	return "", false
}

func controlOf(c byte) byte {
	if c == '?' {
		return 0x7f
	}
	return c & 0x1f
}

// unquoteKeys reads the escapes of inputrc.
func unquoteKeys(s string) string {
	var b []byte
	for i := 0; i < len(s); {
		c, n, meta := escape(s[i:])
		if meta {
			b = append(b, '\x1b')
		}
		b = append(b, c)
		i += n
	}
	return string(b)
}

// escape reads one character or escape: \C-x, \M-x, \e, \n, \ooo, \xhh.
func escape(s string) (c byte, n int, meta bool) {
	if s[0] != '\\' || len(s) == 1 {
		return s[0], 1, false
	}
	if len(s) > 3 && s[2] == '-' && (s[1] == 'C' || s[1] == 'M') {
		c, n, meta = escape(s[3:])
		if s[1] == 'M' {
			return c, 3 + n, true
		}
		return controlOf(c), 3 + n, meta
	}
	if i := strings.IndexByte("abdefnrtv", s[1]); i >= 0 {
		return "\a\b\x7f\x1b\f\n\r\t\v"[i], 2, false
	}
	digits, base := 1, 8
	if s[1] == 'x' {
		digits, base = 2, 16
	}
	for end := min(len(s), 4); end > digits; end-- {
		if v, err := strconv.ParseUint(s[digits:end], base, 8); err == nil {
			return byte(v), end, false
		}
	}
	return s[1], 2, false
}

// QuoteKeys writes keys so that inputrc reads them back.
func QuoteKeys(keys string) string {
	var b strings.Builder
	for i := 0; i < len(keys); i++ {
		switch c := keys[i]; {
		case c == '\x1b':
			b.WriteString(`\e`)
		case c == 0x7f:
			b.WriteString(`\C-?`)
		case c < ' ':
			b.WriteString(`\C-` + strings.ToLower(string(c|0x40)))
		case c == '"' || c == '\\':
			b.WriteString(`\` + string(c))
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}
