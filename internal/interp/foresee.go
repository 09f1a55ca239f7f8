package interp

import (
	"slices"
	"strings"
	"sync"

	"gpipe/internal/source"

	"mvdan.cc/sh/v3/syntax"
)

// verdict is what is known of effects as long as the functions are the same.
type verdict struct {
	gen   uint64
	shows bool

	words, texts []dynamic // what decides otherwise
	assigned     map[string]bool
	assigns      bool
}

// needsProcess tells whether commands that sh is about to run show that they
// have a process, and so need one. A function's body counts where it is called.
// Words that nothing among the commands changes are expanded now; what is not
// known counts as everything.
func (fx *effects) needsProcess(sh *Shell) bool { return fx.show(sh, false) }

func (fx *effects) show(sh *Shell, called bool) bool {
	v := fx.verdict(sh, called)
	if v.shows || len(v.words)+len(v.texts) == 0 {
		return v.shows
	}
	return v.foresee(sh)
}

// verdict returns what is known of the commands, or of those of a function that
// is called.
func (fx *effects) verdict(sh *Shell, called bool) *verdict {
	memo := &fx.direct
	if called {
		memo = &fx.called
	}
	v := memo.Load()
	if v == nil || v.gen != sh.funcs.gen {
		v = &verdict{gen: sh.funcs.gen, assigned: make(map[string]bool)}
		v.add(sh, fx, called, make(map[*effects]bool))
		memo.Store(v)
	}
	return v
}

// add adds effects, and those of the functions that are called.
func (v *verdict) add(sh *Shell, fx *effects, called bool, seen map[*effects]bool) {
	if seen[fx] {
		return
	}
	seen[fx] = true
	v.shows = v.shows || fx.shows
	v.assigns = v.assigns || fx.assigns
	for _, name := range fx.assigned {
		v.assigned[name] = true
	}
	v.words = v.extend(v.words, fx.words, called)
	v.texts = v.extend(v.texts, fx.texts, called)
	for _, name := range fx.calls {
		if f := sh.funcs.get(name); f != nil {
			v.add(sh, f.effects(sh), true, seen)
		}
	}
	for _, part := range fx.parts {
		v.add(sh, part, called, seen)
	}
}

// extend adds words that can be expanded ahead; others count as everything.
func (v *verdict) extend(list, more []dynamic, called bool) []dynamic {
	for _, d := range more {
		d.called = called
		if !d.pure || called && slices.ContainsFunc(d.names, isPositional) {
			v.shows = true
		}
		list = append(list, d)
	}
	return list
}

// foresee looks at what the words stand for now.
func (v *verdict) foresee(sh *Shell) bool {
	assigned, assigns := v.assigned, v.assigns
	changes := func(d *dynamic) bool {
		return assigns || slices.ContainsFunc(d.names, func(name string) bool {
			return assigned[name] || isPositional(name) && assigned["@"]
		})
	}
	for i := range v.texts {
		d := &v.texts[i]
		fx := sh.rt.effectsOf(strings.Join(d.expand(sh), " "))
		if changes(d) || fx.show(sh, d.called) {
			return true
		}
		t := fx.verdict(sh, d.called)
		if len(t.assigned) == 0 && !t.assigns {
			continue
		}
		both := make(map[string]bool)
		for _, m := range []map[string]bool{assigned, t.assigned} {
			for name := range m {
				both[name] = true
			}
		}
		assigned, assigns = both, assigns || t.assigns
	}
	for i := range v.words {
		if d := &v.words[i]; changes(d) || sh.showsByName(d.expand(sh)) {
			return true
		}
	}
	return false
}

// expand returns the fields that the words make, as far as there is no error.
func (d *dynamic) expand(sh *Shell) []string {
	base := len(sh.stack)
	defer func() { sh.stack = sh.stack[:base] }()
	for _, w := range d.words {
		var err error
		if sh.stack, err = w.Append(&sh.st, sh.stack); err != nil {
			break
		}
	}
	return slices.Clone(sh.stack[base:])
}

// showsByName tells whether the command that words name counts.
func (sh *Shell) showsByName(words []string) bool {
	if len(words) == 0 {
		return false
	}
	switch words[0] {
	case "trap", "kill", "ulimit", "eval", ".", "source", "command", "builtin", "exec":
		return true
	}
	f := sh.funcs.get(words[0])
	return f != nil && f.effects(sh).show(sh, true)
}

// foreseen is the effects of texts that eval was about to run lately.
type foreseen struct {
	mu sync.Mutex
	m  map[string]*effects
}

// The texts that are kept, and how long they may be.
const (
	keptTexts   = 64
	longestText = 64 << 10
)

// effectsOf returns those of a text.
func (rt *Runtime) effectsOf(text string) *effects {
	if len(text) > longestText {
		return &effects{shows: true}
	}
	t := &rt.foreseen
	t.mu.Lock()
	defer t.mu.Unlock()
	if fx := t.m[text]; fx != nil {
		return fx
	}
	if len(t.m) >= keptTexts || t.m == nil {
		t.m = make(map[string]*effects)
	}
	fx := rt.readEffects(text)
	t.m[text] = fx
	return fx
}

// readEffects parses and compiles a text. What is no valid program does nothing
// from there on.
func (rt *Runtime) readEffects(text string) *effects {
	p := rt.parsers.New(source.Config{Text: text})
	defer p.Close()
	all := &effects{}
	c := newCompiler(rt)
	c.fx = all
	for {
		line, err := p.Next()
		if err != nil {
			return all
		}
		c.text = line
		c.stmts(line.Stmts)
		all.shows = all.shows || slices.ContainsFunc(line.Stmts, func(s *syntax.Stmt) bool { return c.asksForIds(s) })
	}
}
