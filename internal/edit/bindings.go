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
	usual string // lines of keys and commands that are still to be bound, when somebody asks
	bound map[string]Binding
	// prefixes counts the bindings that begin with a sequence and go on.
	prefixes map[string]int
	// changed are the sequences that were bound since NewBindings, or unbound.
	changed map[string]bool
	shared  bool // with a copy: the maps are not changed
}

// fill binds the usual keys, which a shell at whose prompt nothing is typed never needs.
func (m *Keymap) fill() {
	if m.usual == "" {
		return
	}
	usual := m.usual
	m.usual = ""
	m.bound, m.prefixes = make(map[string]Binding), make(map[string]int)
	for text := range strings.Lines(usual) {
		keys, command, _ := strings.Cut(strings.TrimSuffix(text, "\n"), " ")
		m.put(unquoteKeys(keys), Binding{Command: command})
	}
}

// Changed are the sequences whose bindings are not those of NewBindings, in order.
func (m *Keymap) Changed() []string { return slices.Sorted(maps.Keys(m.changed)) }

// fork returns a copy, which has the maps too until either is changed.
func (m *Keymap) fork() *Keymap {
	m.shared = true
	c := *m
	return &c
}

// Bind binds a sequence, in place of what it was bound to. The zero Binding
// removes that.
func (m *Keymap) Bind(keys string, b Binding) {
	if keys == "" {
		return
	}
	m.fill()
	if m.shared {
		m.bound, m.prefixes, m.shared = maps.Clone(m.bound), maps.Clone(m.prefixes), false
		m.changed = maps.Clone(m.changed)
	}
	if m.changed == nil {
		m.changed = make(map[string]bool)
	}
	m.changed[keys] = true
	m.put(keys, b)
}

func (m *Keymap) put(keys string, b Binding) {
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
	m.fill()
	return m.bound[keys], m.prefixes[keys] > 0
}

// Keys returns the bound sequences in order.
func (m *Keymap) Keys() []string {
	m.fill()
	return slices.Sorted(maps.Keys(m.bound))
}

// Bindings are the keymaps and variables that bind and inputrc change.
type Bindings struct {
	Emacs, ViInsert, ViCommand *Keymap
	// variables are those that were set, by their names in small letters. The map
	// is never changed in place.
	variables map[string]string
}

// Fork returns a copy. It takes the same time however many bindings there are.
func (b *Bindings) Fork() *Bindings {
	if b == nil {
		return nil
	}
	return &Bindings{b.Emacs.fork(), b.ViInsert.fork(), b.ViCommand.fork(), b.variables}
}

// NewBindings returns those there are before a user changes them.
func NewBindings() *Bindings {
	return &Bindings{
		Emacs:     &Keymap{usual: commonKeys + emacsKeys},
		ViInsert:  &Keymap{usual: commonKeys + viInsertKeys},
		ViCommand: &Keymap{usual: commonKeys + viCommandKeys},
	}
}

// Keymaps are all there are, in the order in which Fork and a snapshot have them.
func (b *Bindings) Keymaps() []*Keymap { return []*Keymap{b.Emacs, b.ViInsert, b.ViCommand} }

// SetVariables are the variables that were set, by name.
func (b *Bindings) SetVariables() map[string]string { return b.variables }

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
func (b *Bindings) Vi() bool { return b.variables["editing-mode"] == "vi" }

// Current is the keymap that bindings go to when none is named.
func (b *Bindings) Current() *Keymap { return b.usual() }

// Variable is the value of a variable: what it was set to, or what the editor does
// if it was not.
func (b *Bindings) Variable(name string) string {
	if value, set := b.variables[name]; set {
		return value
	}
	switch name {
	case "comment-begin":
		return "#"
	case "editing-mode":
		return "emacs"
	case "highlight", "suggestions":
		return "on"
	}
	return ""
}

// On tells whether a variable is, which may be said in the ways of readline.
func (b *Bindings) On(name string) bool {
	value, set := b.variables[name]
	if !set {
		return b.Variable(name) == "on"
	}
	return value == "" || value == "1" || strings.EqualFold(value, "on")
}

// VariableNames are the variables that have an effect or that were set, in order.
func (b *Bindings) VariableNames() []string {
	names := []string{"comment-begin", "editing-mode", "highlight", "suggestions"}
	for name := range b.variables {
		names = append(names, name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// BoundTo are the sequences that are bound to what a test holds for, in order.
func (m *Keymap) BoundTo(holds func(Binding) bool) []string {
	return slices.DeleteFunc(m.Keys(), func(keys string) bool { return !holds(m.bound[keys]) })
}
