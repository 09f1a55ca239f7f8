package plan

import (
	"slices"
	"strings"

	"gpipe/internal/expand"
)

// World is what is known when commands are about to run.
type World interface {
	// Generation is another one whenever a function is defined or removed.
	Generation() uint64
	// Function returns the effects of a function's body; nil: there is none.
	Function(name string) *Effects
	// Expand returns the fields that words make, as far as there is no error.
	Expand(words []*expand.Word) []string
	// Text returns the effects of a text that eval is to run.
	Text(text string) *Effects
}

// verdict is what is known of effects as long as the functions are the same.
type verdict struct {
	gen   uint64
	shows Reason

	words, texts []dynamic // what decides otherwise
	assigned     map[string]bool
	assigns      bool
}

// NeedsProcess tells why commands that are about to run show that they have a
// process, and so need one, or None. A function's body counts where it is called.
// Words that nothing among the commands changes are expanded now; what is not
// known counts as everything.
func (fx *Effects) NeedsProcess(w World) Reason { return fx.needs(w, false) }

func (fx *Effects) needs(w World, called bool) Reason {
	v := fx.verdict(w, called)
	if v.shows != None || len(v.words)+len(v.texts) == 0 {
		return v.shows
	}
	return v.foresee(w)
}

// Foreseen is NeedsProcess without expanding anything. It is not sure when words
// decide that are expanded just before the commands run.
func (fx *Effects) Foreseen(w World) (why Reason, sure bool) {
	v := fx.verdict(w, false)
	return v.shows, v.shows != None || len(v.words)+len(v.texts) == 0
}

// verdict returns what is known of the commands, or of those of a function that
// is called.
func (fx *Effects) verdict(w World, called bool) *verdict {
	memo := &fx.direct
	if called {
		memo = &fx.called
	}
	v, gen := memo.Load(), w.Generation()
	if v == nil || v.gen != gen {
		v = &verdict{gen: gen, assigned: make(map[string]bool)}
		v.add(w, fx, called, make(map[*Effects]bool))
		memo.Store(v)
	}
	return v
}

// add adds effects, and those of the functions that are called.
func (v *verdict) add(w World, fx *Effects, called bool, seen map[*Effects]bool) {
	if seen[fx] {
		return
	}
	seen[fx] = true
	v.show(fx.shows)
	v.assigns = v.assigns || fx.assigns
	for _, name := range fx.assigned {
		v.assigned[name] = true
	}
	v.words = v.extend(v.words, fx.words, called)
	v.texts = v.extend(v.texts, fx.texts, called)
	for _, name := range fx.calls {
		if f := w.Function(name); f != nil {
			v.add(w, f, true, seen)
		}
	}
	for _, part := range fx.parts {
		v.add(w, part, called, seen)
	}
}

func (v *verdict) show(r Reason) {
	if v.shows == None {
		v.shows = r
	}
}

// extend adds words that can be expanded ahead; others count as everything.
func (v *verdict) extend(list, more []dynamic, called bool) []dynamic {
	for _, d := range more {
		d.called = called
		if !d.pure || called && slices.ContainsFunc(d.names, isPositional) {
			v.show(Unknown)
		}
		list = append(list, d)
	}
	return list
}

// foresee looks at what the words stand for now.
func (v *verdict) foresee(w World) Reason {
	assigned, assigns := v.assigned, v.assigns
	changes := func(d *dynamic) bool {
		return assigns || slices.ContainsFunc(d.names, func(name string) bool {
			return assigned[name] || isPositional(name) && assigned["@"]
		})
	}
	for i := range v.texts {
		d := &v.texts[i]
		fx := w.Text(strings.Join(w.Expand(d.words), " "))
		if changes(d) {
			return Unknown
		}
		if why := fx.needs(w, d.called); why != None {
			return why
		}
		t := fx.verdict(w, d.called)
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
		d := &v.words[i]
		if changes(d) {
			return Unknown
		}
		if why := byName(w, w.Expand(d.words)); why != None {
			return why
		}
	}
	return None
}

// byName tells why the command counts that words name.
func byName(w World, words []string) Reason {
	if len(words) == 0 {
		return None
	}
	switch words[0] {
	case "trap", "kill", "suspend", "ulimit", "eval", ".", "source", "command", "builtin", "exec":
		return Unknown
	}
	if fx := w.Function(words[0]); fx != nil {
		return fx.needs(w, true)
	}
	return None
}
