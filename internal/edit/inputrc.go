package edit

import (
	"errors"
	"fmt"
	"maps"
	"strings"
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
