package edit

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Conditions are what a $if of inputrc may ask for.
type Conditions struct {
	Application string // bash: what people write for
	Terminal    string // TERM
	// Include reads the file of a $include.
	Include func(path string) (string, error)
}

// included is how deep files may include each other.
const included = 16

// Inputrc takes the lines of an inputrc file. What is wrong in one of them
// does not keep the others from working; all that is wrong is reported.
func (b *Bindings) Inputrc(text string, is Conditions) error {
	r := rcReader{b: b, is: is, keymap: b.usual()}
	r.read(text, 0)
	return errors.Join(r.errs...)
}

// usual is the keymap that bindings go to when nothing is said.
func (b *Bindings) usual() *Keymap {
	if b.Vi() {
		return b.ViInsert
	}
	return b.Emacs
}

// rcReader reads one file and those it includes.
type rcReader struct {
	b      *Bindings
	is     Conditions
	keymap *Keymap
	errs   []error
	// skipped has, for each $if around, whether its lines are left out.
	skipped []bool
}

func (r *rcReader) read(text string, depth int) {
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimSpace(line)
		var err error
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '$':
			err = r.directive(line[1:], depth)
		case !r.skips():
			err = r.line(line)
		}
		if err != nil {
			r.errs = append(r.errs, fmt.Errorf("line %d: %w", n, err))
		}
	}
}

func (r *rcReader) skips() bool {
	for _, s := range r.skipped {
		if s {
			return true
		}
	}
	return false
}

func (r *rcReader) directive(line string, depth int) error {
	word, rest := cutWord(line)
	last := len(r.skipped) - 1
	switch word {
	case "if":
		r.skipped = append(r.skipped, !r.holds(rest))
	case "else", "endif":
		if last < 0 {
			return fmt.Errorf("$%s without $if", word)
		}
		r.skipped[last] = !r.skipped[last]
		if word == "endif" {
			r.skipped = r.skipped[:last]
		}
	case "include":
		return r.include(rest, depth)
	default:
		return fmt.Errorf("$%s: unknown directive", word)
	}
	return nil
}

func (r *rcReader) include(path string, depth int) error {
	if r.skips() || r.is.Include == nil {
		return nil
	}
	if depth == included {
		return fmt.Errorf("%s: files include each other", path)
	}
	text, err := r.is.Include(path)
	if err == nil {
		r.read(text, depth+1)
	}
	return err
}

// holds tells whether the condition of a $if does: mode=, term=, the name of
// the application; one about the version of readline, which this is not, is met
// if an old one meets it.
func (r *rcReader) holds(condition string) bool {
	name, value, found := strings.Cut(condition, "=")
	name, value = strings.TrimSpace(name), strings.TrimSpace(value)
	switch {
	case strings.HasPrefix(name, "version"):
		return !strings.ContainsAny(condition, "<!")
	case !found:
		return strings.EqualFold(name, r.is.Application)
	case name == "mode":
		return (value == "vi") == r.b.Vi()
	case name == "term":
		short, _, _ := strings.Cut(r.is.Terminal, "-")
		return value == r.is.Terminal || value == short
	}
	return strings.TrimLeft(value, "=") == r.b.Variable(strings.ToLower(name))
}

// line takes a line that sets a variable or binds keys.
func (r *rcReader) line(line string) error {
	word, rest := cutWord(line)
	if strings.EqualFold(word, "set") {
		return r.set(rest)
	}
	keys, b, err := ParseBinding(line)
	if err == nil {
		r.keymap.Bind(keys, b)
	}
	return err
}

func (r *rcReader) set(rest string) error {
	name, value := cutWord(rest)
	name = strings.ToLower(name)
	value, _ = cutWord(value)
	if name == "keymap" {
		m := r.b.Keymap(value)
		if m == nil {
			return fmt.Errorf("set keymap: %s: unknown keymap", value)
		}
		r.keymap = m
		return nil
	}
	if err := r.b.Set(name, value); err != nil {
		return err
	}
	if name == "editing-mode" {
		r.keymap = r.b.usual()
	}
	return nil
}

// Set sets a variable. An unknown name is no error: it may be one that only
// readline heeds.
func (b *Bindings) Set(name, value string) error {
	if name == "editing-mode" && value != "vi" && value != "emacs" {
		return fmt.Errorf("set editing-mode: %s: neither vi nor emacs", value)
	}
	if name == "" {
		return errors.New("set: a variable is missing")
	}
	b.variables = maps.Clone(b.variables)
	if b.variables == nil {
		b.variables = make(map[string]string)
	}
	b.variables[name] = value
	return nil
}

func cutWord(s string) (word, rest string) {
	word, rest = s, ""
	if i := strings.IndexAny(s, " \t"); i >= 0 {
		word, rest = s[:i], strings.TrimLeft(s[i:], " \t")
	}
	return word, rest
}

// foreign are commands of readline that this editor does not have. Keys may be bound
// to them, so that files which do are read, and ring the bell.
const foreign = ` alias-expand-line arrow-key-prefix bracketed-paste-begin call-last-kbd-macro
 complete-command complete-filename complete-hostname complete-into-braces complete-username
 complete-variable copy-backward-word copy-forward-word dabbrev-expand display-shell-version
 do-lowercase-version dump-functions dump-macros dump-variables dynamic-complete-history
 end-kbd-macro glob-complete-word glob-expand-word glob-list-expansions
 history-substring-search-backward history-substring-search-forward next-screen-line
 non-incremental-forward-search-history non-incremental-forward-search-history-again
 non-incremental-reverse-search-history non-incremental-reverse-search-history-again
 possible-command-completions possible-filename-completions possible-hostname-completions
 possible-username-completions possible-variable-completions previous-screen-line
 print-last-kbd-macro re-read-init-file shell-transpose-words skip-csi-sequence
 spell-correct-word start-kbd-macro tilde-expand tty-status vi-append-mode vi-eof-maybe
 vi-goto-mark vi-overstrike vi-overstrike-delete vi-replace vi-search vi-set-mark
 vi-tilde-expand vi-char-search vi-yank-pop `

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
		text, _, closed := quoted(rest)
		if !closed {
			return "", Binding{}, fmt.Errorf("%s: no closing %c", rest, rest[0])
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
