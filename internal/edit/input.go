package edit

import (
	"slices"
	"strings"
)

// input is the keys that have not had their effect yet.
type input struct {
	queue   []queued
	pending []string // keys of a binding that goes on
	// literal takes the next key in place of a binding.
	literal func(key string)
	// carriage says that the part of a paste before this one ended with a
	// carriage return.
	carriage bool
	// macros counts the keys of macros since the last key of the terminal.
	macros int
}

type queued struct {
	Key
	macro bool
}

// mostMacros is how many keys of macros follow a key of the terminal: a macro
// may contain itself.
const mostMacros = 10_000

func (in *input) forget() {
	in.pending, in.literal = nil, nil
}

// Key takes a key.
func (e *Editor) Key(k Key) Outcome {
	e.input.macros = 0
	e.input.queue = append(e.input.queue, queued{Key: k})
	return e.Resume()
}

// Resume goes on with the keys that there are already: after an Outcome other
// than More the rest of a macro waits.
func (e *Editor) Resume() Outcome {
	e.outcome = More
	for len(e.input.queue) > 0 && e.outcome == More {
		k := e.input.queue[0]
		e.input.queue = e.input.queue[1:]
		if k.macro {
			if e.input.macros++; e.input.macros > mostMacros {
				e.input.queue = nil
				e.ring()
				break
			}
		}
		e.press(k.Key)
	}
	return e.outcome
}

// Waiting tells whether the keys that have come are bound, and so is a sequence
// that begins with them. If nothing more comes for a moment, Timeout is to be
// called.
func (e *Editor) Waiting() bool {
	if len(e.input.pending) == 0 {
		return false
	}
	b, _ := e.keymap().Lookup(strings.Join(e.input.pending, ""))
	return b != Binding{}
}

// Timeout takes the keys that have come for all of the sequence.
func (e *Editor) Timeout() Outcome {
	e.outcome = More
	if e.Waiting() {
		e.settle()
	}
	if e.outcome == More {
		return e.Resume()
	}
	return e.outcome
}

func (e *Editor) keymap() *Keymap {
	switch {
	case !e.bindings.Vi():
		return e.bindings.Emacs
	case e.vi.command:
		return e.bindings.ViCommand
	}
	return e.bindings.ViInsert
}

// press takes one key: of pasted text, of what a command waits for, or of a
// binding.
func (e *Editor) press(k Key) {
	e.vi.note(k)
	e.input.carriage = e.input.carriage && k.Paste
	switch {
	case k.Paste:
		e.paste(k.Text)
	case e.input.literal != nil:
		take := e.input.literal
		e.input.literal = nil
		take(k.Text)
	case e.search != nil && e.searchKey(k.Text):
	case e.menu != nil && e.menuKey(k.Text):
	default:
		e.bound(k.Text)
	}
}

// bound adds a key to those of a binding, and runs that if it is complete. What
// is an escape to a key map where ESC alone is bound may be ESC and a key typed
// right after it.
func (e *Editor) bound(key string) {
	b, more := e.keymap().Lookup(strings.Join(e.input.pending, "") + key)
	alone, _ := e.keymap().Lookup("\x1b")
	if b == (Binding{}) && !more && len(e.input.pending) == 0 && alone != (Binding{}) &&
		len(key) > 1 && key[0] == '\x1b' && !isSequence(key) {
		e.vi.unnote(1)
		e.push([]Key{{Text: "\x1b"}, {Text: key[1:]}}, false)
		return
	}
	e.input.pending = append(e.input.pending, key)
	if more && (key != "\x1b" || b == Binding{}) {
		return
	}
	e.settle()
}

// isSequence tells a control sequence from ESC before a character.
func isSequence(key string) bool {
	key = strings.TrimLeft(key, "\x1b")
	return len(key) > 1 && (key[0] == '[' || key[0] == 'O')
}

// settle runs what the longest part of the pending keys is bound to, from the
// first one on; those after it are taken anew. A first key that is bound to
// nothing is text, or nothing.
func (e *Editor) settle() {
	keys := e.input.pending
	e.input.pending = nil
	for n := len(keys); n > 0; n-- {
		b, _ := e.keymap().Lookup(strings.Join(keys[:n], ""))
		if b == (Binding{}) && n > 1 {
			continue
		}
		e.vi.unnote(len(keys) - n)
		e.pushTexts(keys[n:])
		if b == (Binding{}) {
			e.unbound(keys, n)
			return
		}
		e.perform(b, strings.Join(keys[:n], ""))
		return
	}
}

// unbound takes a key that is bound to nothing. If it is no text, and began a
// sequence which then was another one, all of that is dropped.
func (e *Editor) unbound(keys []string, n int) {
	if isText(keys[0]) && !(e.vi.command && e.bindings.Vi()) {
		e.selfInsert(keys[0])
		return
	}
	e.input.queue = e.input.queue[len(keys)-n:]
	e.vi.operator = 0
	e.finish(plainKind, func() { e.ring() })
}

func (e *Editor) pushTexts(keys []string) {
	var all []Key
	for _, k := range keys {
		all = append(all, Key{Text: k})
	}
	e.push(all, false)
}

// push puts keys before those that wait.
func (e *Editor) push(keys []Key, macro bool) {
	all := make([]queued, 0, len(keys))
	for _, k := range keys {
		all = append(all, queued{k, macro})
	}
	e.input.queue = slices.Concat(all, e.input.queue)
}

// perform does what keys are bound to.
func (e *Editor) perform(b Binding, keys string) {
	switch {
	case b.Macro != "":
		e.vi.unnote(1)
		e.push(decodeAll(b.Macro), true)
	case b.Shell != "":
		e.shell, e.shellArgument = b.Shell, e.argument
		e.finish(plainKind, func() { e.outcome = RunShell })
	default:
		e.run(b.Command, keys)
	}
}

func decodeAll(text string) []Key {
	var d Decoder
	d.Feed([]byte(text))
	var all []Key
	for {
		k, ok := d.Next()
		if !ok {
			if k, ok = d.Flush(); !ok {
				return all
			}
		}
		all = append(all, k)
	}
}

// run runs a command with the argument that was given before it.
func (e *Editor) run(name, keys string) {
	command, known := e.commands[name]
	if !known {
		e.finish(plainKind, func() { e.ring() })
		return
	}
	if name == "digit-argument" || name == "universal-argument" || name == "vi-arg-digit" {
		e.argument.add(keys[len(keys)-1])
		return
	}
	n := e.argument.value()
	e.finish(plainKind, func() {
		if e.vi.operator != 0 {
			e.viOperate(name, command, n)
			return
		}
		command(e, n)
	})
}

// finish runs what a command does, and notes what kind it was for the next
// one.
func (e *Editor) finish(k kind, do func()) {
	e.now = k
	do()
	e.last = e.now
	e.argument = argument{}
	e.vi.done(e)
}

// argument is the number typed before a command.
type argument struct {
	given, digits bool
	negative      bool
	n             int
}

// mostRepeats bounds what a number does to a command that repeats something.
const mostRepeats = 10_000

func (a *argument) add(c byte) {
	switch {
	case c >= '0' && c <= '9':
		a.n = min(10*a.n+int(c-'0'), 1_000_000)
		a.digits = true
	case c == '-':
		a.negative = !a.negative
	case !a.digits: // universal-argument
		a.n = max(1, a.n) * 4
	}
	a.given = true
}

func (a *argument) value() int {
	n := a.n
	if !a.given || a.negative && !a.digits {
		n = 1
	}
	if a.negative {
		n = -n
	}
	return n
}

// repeats is how often a command repeats what it does.
func repeats(n int) int { return min(max(n, 0), mostRepeats) }
