package builtin

import (
	"fmt"
	"slices"
	"strings"

	"gpipe/internal/edit"
	"gpipe/internal/interp"
	"gpipe/internal/option"
	"gpipe/internal/sys/files"
)

func bind() *interp.Builtin {
	return &interp.Builtin{
		Name: "bind",
		Usage: "[-lpsvPSVX] [-m keymap] [-f file] [-q name] [-u name] [-r keys] [-x keys:command]" +
			" [keys:function | command]",
		Doc: "Say what keys do in the line editor, in the form of a line of inputrc, or list that.\n" +
			"-l  names of functions    -p  functions and their keys    -P  in words\n" +
			"-s  keys that stand for others    -S  in words    -v  variables    -V  in words\n" +
			"-X  keys that run commands    -q  which keys run a function    -u  unbind the keys of a function\n" +
			"-r  unbind keys    -f  read bindings from a file    -m  a keymap: emacs, vi-insert, vi-command\n" +
			"-x  have keys run a command, which sees and changes READLINE_LINE and READLINE_POINT",
		Run: runBind,
	}
}

// bindCall is a call of bind.
type bindCall struct {
	sh     *interp.Shell
	b      *edit.Bindings
	keymap *edit.Keymap
	prefix string // of the keys: of a keymap that is a part of another
	status int
	todo   []func()
}

func runBind(sh *interp.Shell, args []string) (int, interp.Flow) {
	if sh.Options()&option.Interactive == 0 {
		sh.Report("bind: warning: line editing not enabled")
	}
	b := sh.Bindings()
	c := &bindCall{sh: sh, b: b, keymap: b.Current()}
	g := optionReader{args: args[1:], letters: "lpsvPSVXm:f:q:u:r:x:"}
	why := g.each(c.set)
	switch {
	case g.fault != "":
		sh.Report("bind: " + why)
		showUsage(sh, "bind")
		return 2, interp.Next
	case why != "":
		sh.Report("bind: " + why)
		return 1, interp.Next
	}
	for _, do := range c.todo {
		do()
	}
	for _, line := range g.args {
		c.report(line, c.line(line))
	}
	return c.status, interp.Next
}

// set takes an option. What it asks for is done when all are known.
func (c *bindCall) set(letter byte, value string) (why string) {
	if letter == 'm' {
		c.prefix = map[string]string{"emacs-meta": "\x1b", "emacs-ctlx": "\x18"}[value]
		if c.keymap = c.b.Keymap(value); c.prefix != "" {
			c.keymap = c.b.Emacs
		}
		return unless(c.keymap != nil, "invalid keymap name")
	}
	c.todo = append(c.todo, func() {
		if strings.IndexByte("frqux", letter) >= 0 {
			c.report(value, c.change(letter, value))
		} else {
			c.list(letter)
		}
	})
	return ""
}

func (c *bindCall) report(what string, err error) {
	if err != nil {
		c.sh.Report("bind: " + interp.Quote(what) + ": " + interp.Message(err))
		c.status = 1
	}
}

// line takes an operand.
func (c *bindCall) line(line string) error {
	if c.prefix == "" {
		return c.b.ParseLine(line, c.keymap)
	}
	keys, binding, err := edit.ParseBinding(line)
	if err == nil {
		c.keymap.Bind(c.prefix+keys, binding)
	}
	return err
}

// change does what an option with a value says.
func (c *bindCall) change(letter byte, value string) error {
	switch letter {
	case 'r':
		c.keymap.Bind(c.prefix+edit.Keys(value), edit.Binding{})
	case 'x':
		keys, binding, err := edit.ParseShellBinding(value)
		if err != nil {
			return err
		}
		c.keymap.Bind(c.prefix+keys, binding)
	case 'f':
		text, err := files.ReadTextAt(c.sh.Dir().Fd(), value)
		if err != nil {
			return fmt.Errorf("cannot read: %w", err)
		}
		return c.b.Inputrc(string(text), edit.Conditions{Application: "bash"})
	default:
		if !edit.IsCommand(value) {
			return fmt.Errorf("unknown function name")
		}
		keys := c.keys(value)
		if letter == 'u' {
			for _, k := range keys {
				c.keymap.Bind(k, edit.Binding{})
			}
			return nil
		}
		if len(keys) == 0 {
			fmt.Fprintf(c.sh.Out(), "%s is not bound to any keys.\n", value)
			c.status = 1
			return nil
		}
		fmt.Fprintf(c.sh.Out(), "%s can be invoked via %s.\n", value, quotedKeys(keys))
	}
	return nil
}

// keys are what a function is bound to.
func (c *bindCall) keys(function string) []string {
	return c.keymap.BoundTo(func(b edit.Binding) bool { return b.Command == function })
}

func quotedKeys(keys []string) string {
	var all []string
	for _, k := range keys {
		all = append(all, `"`+edit.QuoteKeys(k)+`"`)
	}
	return strings.Join(all, ", ")
}

// list is one of the options that list.
func (c *bindCall) list(letter byte) {
	out := c.sh.Out()
	switch letter {
	case 'l':
		for _, name := range functionNames() {
			fmt.Fprintln(out, name)
		}
	case 'p', 'P':
		c.listFunctions(letter == 'P')
	case 'v', 'V':
		format := map[byte]string{'v': "set %s %s\n", 'V': "%s is set to `%s'\n"}[letter]
		for _, name := range c.b.VariableNames() {
			fmt.Fprintf(out, format, name, c.b.Variable(name))
		}
	case 's', 'S':
		format := map[byte]string{'s': "\"%s\": \"%s\"\n", 'S': "%s outputs %s\n"}[letter]
		for _, keys := range c.keymap.BoundTo(func(b edit.Binding) bool { return b.Macro != "" }) {
			b, _ := c.keymap.Lookup(keys)
			fmt.Fprintf(out, format, edit.QuoteKeys(keys), edit.QuoteKeys(b.Macro))
		}
	case 'X':
		for _, keys := range c.keymap.BoundTo(func(b edit.Binding) bool { return b.Shell != "" }) {
			b, _ := c.keymap.Lookup(keys)
			fmt.Fprintf(out, "\"%s\": \"%s\"\n", edit.QuoteKeys(keys), b.Shell)
		}
	}
}

func (c *bindCall) listFunctions(words bool) {
	out := c.sh.Out()
	fmt.Fprintln(out)
	for _, name := range functionNames() {
		keys := c.keys(name)
		switch {
		case words && len(keys) == 0:
			fmt.Fprintf(out, "%s is not bound to any keys\n", name)
		case words:
			fmt.Fprintf(out, "%s can be found on %s.\n", name, quotedKeys(keys))
		case len(keys) == 0:
			fmt.Fprintf(out, "# %s (not bound)\n", name)
		}
		for _, k := range keys {
			if !words {
				fmt.Fprintf(out, "\"%s\": %s\n", edit.QuoteKeys(k), name)
			}
		}
	}
}

func functionNames() []string {
	names := edit.Commands()
	slices.Sort(names)
	return names
}
