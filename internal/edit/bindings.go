package edit

import (
	"maps"
	"slices"
	"strings"
)

// Binding is what a sequence of keys does: one of these.
type Binding struct {
	Command string // of the table of commands
	Macro   string // keys that are taken instead
	Shell   string // a command that the shell runs (bind -x)
}

// Keymap has the bindings of one mode. Its keys are the bytes that the terminal
// sends.
type Keymap struct {
	bound map[string]Binding
	// prefixes counts the bindings that begin with a sequence and go on.
	prefixes map[string]int
}

func newKeymap() *Keymap {
	return &Keymap{make(map[string]Binding), make(map[string]int)}
}

// Bind binds a sequence, in place of what it was bound to. The zero Binding
// removes that.
func (m *Keymap) Bind(keys string, b Binding) {
	if keys == "" {
		return
	}
	_, was := m.bound[keys]
	if b == (Binding{}) {
		if was {
			delete(m.bound, keys)
			m.count(keys, -1)
		}
		return
	}
	m.bound[keys] = b
	if !was {
		m.count(keys, 1)
	}
}

func (m *Keymap) count(keys string, n int) {
	for i := 1; i < len(keys); i++ {
		if m.prefixes[keys[:i]] += n; m.prefixes[keys[:i]] == 0 {
			delete(m.prefixes, keys[:i])
		}
	}
}

// Lookup returns what a sequence is bound to, and whether a longer one that
// begins like it is bound, too.
func (m *Keymap) Lookup(keys string) (b Binding, more bool) {
	return m.bound[keys], m.prefixes[keys] > 0
}

// Keys returns the bound sequences in order.
func (m *Keymap) Keys() []string { return slices.Sorted(maps.Keys(m.bound)) }

// Bindings are the keymaps and variables that bind and inputrc change.
type Bindings struct {
	Emacs, ViInsert, ViCommand *Keymap
	// Variables are those that were set, by their names in small letters.
	Variables map[string]string
}

// NewBindings returns those there are before a user changes them.
func NewBindings() *Bindings {
	b := &Bindings{newKeymap(), newKeymap(), newKeymap(), make(map[string]string)}
	for _, line := range []struct {
		keymap *Keymap
		text   string
	}{
		{b.Emacs, commonKeys + emacsKeys},
		{b.ViInsert, commonKeys + viInsertKeys},
		{b.ViCommand, commonKeys + viCommandKeys},
	} {
		for text := range strings.Lines(line.text) {
			keys, command, _ := strings.Cut(strings.TrimSuffix(text, "\n"), " ")
			line.keymap.Bind(unquoteKeys(keys), Binding{Command: command})
		}
	}
	return b
}

// Keymap returns the keymap that inputrc or bind -m names, nil for an unknown
// name.
func (b *Bindings) Keymap(name string) *Keymap {
	switch name {
	case "emacs", "emacs-standard":
		return b.Emacs
	case "vi-insert":
		return b.ViInsert
	case "vi", "vi-move", "vi-command":
		return b.ViCommand
	}
	return nil
}

// Vi tells whether editing begins in vi's insert mode.
func (b *Bindings) Vi() bool { return b.Variables["editing-mode"] == "vi" }

// on tells whether a variable is on.
func (b *Bindings) on(name string, usual bool) bool {
	switch strings.ToLower(b.Variables[name]) {
	case "":
		return usual
	case "on", "1":
		return true
	}
	return false
}
