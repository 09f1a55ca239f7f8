package interp

import (
	"errors"

	"gpipe/internal/expand"
	"gpipe/internal/option"
	"gpipe/internal/parse"

	"mvdan.cc/sh/v3/syntax"
)

// declState is what declarations keep in a Shell.
type declState struct {
	// The arrays of the command that is about to run, by their places among
	// its arguments, the first of which is at first.
	first *string
	lists map[int]*assign

	// options are those that functions have made local, the innermost last.
	options []localOptions
}

// localOptions is what the options were before a command at this depth
// made them local to its function.
type localOptions struct {
	depth int
	opts  option.Set
}

func (sh *Shell) declaring() *declState {
	a := sh.besides()
	if a.decl == nil {
		a.decl = &declState{}
	}
	return a.decl
}

// List is an array that stands among the arguments of a declaration.
type List struct {
	a *assign
	l listValues
}

// Lists returns the arrays, name=(...), among the arguments of the running
// built-in, by their places. Of each the argument is the name.
func (of Declarations) Lists(args []string) map[int]*List {
	if of.sh.aside == nil {
		return nil
	}
	d := of.sh.aside.decl
	if d == nil || len(d.lists) == 0 || d.first != &args[0] {
		return nil
	}
	lists := make(map[int]*List, len(d.lists))
	for i, a := range d.lists {
		lists[i] = &List{a: a}
	}
	d.lists = nil
	return lists
}

// Parse reads a list from a value: declare -a 'name=(...)'. Parameters in it are
// expanded, but no command in it is run.
func (d Declarations) Parse(text string) (*List, error) {
	p := d.sh.rt.parsers.New(parse.Config{Text: "_=" + text})
	defer p.Close()
	l, err := p.Next()
	if err != nil {
		return nil, &Error{Op: text, Err: errNoList}
	}
	if len(l.Stmts) == 1 && p.AtEnd() {
		call, _ := l.Stmts[0].Cmd.(*syntax.CallExpr)
		if call != nil && len(call.Args) == 0 && len(call.Assigns) == 1 && call.Assigns[0].Array != nil && len(l.Stmts[0].Redirs) == 0 {
			if !onlyParams(l.Stmts[0]) {
				return nil, &Error{Op: text, Err: errListRuns}
			}
			c := newCompiler(d.sh.rt)
			c.text = l
			a := c.assign(call.Assigns[0])
			return &List{a: &a}, nil
		}
	}
	return nil, &Error{Op: text, Err: errNoList}
}

var (
	errNoList   = errors.New("not a list of words in parentheses")
	errListRuns = errors.New("a value runs no commands")
)

// Add makes the list one of elements that are added: name+=(...).
func (l *List) Add() { l.a.append = true }

// Expand expands the words of a list; assoc tells that it is for an
// associative array.
func (d Declarations) Expand(l *List, assoc bool) (err error) {
	l.l, err = d.sh.expandValues(l.a, assoc)
	return err
}

// Store assigns the list that was expanded.
func (d Declarations) Store(slot slotNum, l *List) error { return d.sh.storeValues(slot, l.l) }

// Failed is the Flow after a declaration has failed. An expansion in it
// that did is an error like any other in an expansion; false: it is none, and is
// still to be reported.
func (d Declarations) Failed(err error) (Flow, bool) {
	var expansion *expand.Error
	var done *reported
	if errors.As(err, &expansion) || errors.As(err, &done) || d.sh.life.Over() {
		return d.sh.expansionError(err), true
	}
	return Next, false
}

// Localize makes the options local to the running function.
func (s Settings) Localize() {
	d := s.sh.declaring()
	d.options = append(d.options, localOptions{int(s.sh.depth), s.sh.opts})
}

// lastingOptions are not made what they were when a function returns.
const lastingOptions = option.Interactive | option.CommandString | option.AnyTrap | option.Restricted | option.LessBuiltins | option.StartedPosix

// leaveOptions makes the options what they were if the function that returns
// had made them local.
func (sh *Shell) leaveOptions() {
	d := sh.aside.decl
	n := len(d.options)
	was := sh.opts
	for n > 0 && d.options[n-1].depth >= int(sh.depth) {
		n--
		was = d.options[n].opts
	}
	d.options = d.options[:n]
	if was != sh.opts {
		sh.setOption(sh.opts&^was&^lastingOptions, false)
		sh.setOption(was&^sh.opts&^lastingOptions, true)
	}
}
