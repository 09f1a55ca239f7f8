package interp

import (
	"slices"
	"sync"

	"gpipe/internal/expand"
	"gpipe/internal/parse"
	"gpipe/internal/plan"
)

// foresight is what a Shell knows of commands that are about to run: a
// plan.World.
type foresight struct{ sh *Shell }

func (f foresight) Generation() uint64 { return f.sh.funcs.gen }

func (f foresight) Function(name string) *plan.Effects {
	if fn := f.sh.funcs.get(name); fn != nil {
		return fn.effects(f.sh)
	}
	return nil
}

func (f foresight) Expand(words []*expand.Word) []string {
	sh := f.sh
	base := len(sh.stack)
	defer func() { sh.stack = sh.stack[:base] }()
	for _, w := range words {
		var err error
		if sh.stack, err = w.Append(&sh.st, sh.stack); err != nil {
			break
		}
	}
	return slices.Clone(sh.stack[base:])
}

func (f foresight) Text(text string) *plan.Effects { return f.sh.rt.effectsOf(text) }

// needsProcess tells whether commands that the Shell is about to run need a
// process.
func (sh *Shell) needsProcess(fx *plan.Effects) bool {
	return fx.NeedsProcess(foresight{sh}) != plan.None
}

// foreseen is the effects of texts that eval was about to run lately.
type foreseen struct {
	mu sync.Mutex
	m  map[string]*plan.Effects
}

// The texts that are kept, and how long they may be.
const (
	keptTexts   = 64
	longestText = 64 << 10
)

// effectsOf returns those of a text.
func (rt *Runtime) effectsOf(text string) *plan.Effects {
	if len(text) > longestText {
		return plan.Unforeseen()
	}
	t := &rt.foreseen
	t.mu.Lock()
	defer t.mu.Unlock()
	if fx := t.m[text]; fx != nil {
		return fx
	}
	if len(t.m) >= keptTexts || t.m == nil {
		t.m = make(map[string]*plan.Effects)
	}
	fx := rt.readEffects(text)
	t.m[text] = fx
	return fx
}

// readEffects parses and compiles a text. What is no valid program does nothing
// from there on.
func (rt *Runtime) readEffects(text string) *plan.Effects {
	p := rt.parsers.New(parse.Config{Text: text})
	defer p.Close()
	all := &plan.Effects{}
	c := newCompiler(rt)
	c.effects.All(all)
	for {
		line, err := p.Next()
		if err != nil {
			return all
		}
		c.text = line
		c.stmts(line.Stmts)
		all.Heed(line.Text)
	}
}
