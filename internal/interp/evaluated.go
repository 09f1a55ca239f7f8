package interp

import (
	"hash/maphash"
	"sync"

	"gpipe/internal/option"
)

// evaluated has what texts of one line were compiled to that eval, or the actions of
// traps, have run lately: most run again, and again. It belongs to the Runtime. The
// slots of names in it are good until the next Sweep.
type evaluated struct {
	mu    sync.Mutex
	seed  maphash.Seed
	texts []*evalText
}

const (
	evalTexts   = 128
	longestEval = 1 << 10
)

// evalText is a text, what else its meaning depends on, and the commands that it is.
type evalText struct {
	evalKey
	commands []run
}

type evalKey struct {
	text string
	line int
	file *fileName
	opts option.Set
}

// evalKey is the key of a text that is about to run, if it may be kept: one that is
// looked at, or in which aliases are replaced, may not.
func (sh *Shell) evalKey(text string, line int) (evalKey, bool) {
	if len(text) > longestEval || sh.opts&(option.Verbose|option.NoExec|option.Interactive) != 0 || sh.hasAliases() {
		return evalKey{}, false
	}
	return evalKey{text, line, sh.file, sh.opts}, true
}

// get returns the commands of a text, nil: it has to be read.
func (e *evaluated) get(k *evalKey) []run {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.texts == nil {
		return nil
	}
	if t := e.texts[e.place(k.text)]; t != nil && t.evalKey == *k {
		return t.commands
	}
	return nil
}

// put keeps a text in the place of another one.
func (e *evaluated) put(t *evalText) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.texts == nil {
		e.texts, e.seed = make([]*evalText, evalTexts), maphash.MakeSeed()
	}
	e.texts[e.place(t.text)] = t
}

// place is where a text is, if it is there. e.mu is held.
func (e *evaluated) place(text string) uint64 { return maphash.String(e.seed, text) % evalTexts }

// forget drops all texts.
func (e *evaluated) forget() {
	e.mu.Lock()
	e.texts = nil
	e.mu.Unlock()
}

// keep notes what a command of the program was compiled to, and keeps them all when
// they are all of a text that has one line, and nothing has changed what others would
// be compiled to.
func (p *Program) keep(command run) {
	t := p.kept
	if p.sh.opts != t.opts || len(t.commands) == len(p.compile.text.Stmts) {
		p.kept = nil
		return
	}
	t.commands = append(t.commands, command)
	if len(t.commands) < len(p.compile.text.Stmts) {
		return
	}
	p.kept = nil
	if p.parser.AtEnd() && len(p.compile.text.Text) == len(p.src.Text) {
		p.sh.rt.evaluated.put(t)
	}
}

// runCommands runs the commands of a line that were compiled before.
func (sh *Shell) runCommands(line []run) Flow {
	if f := sh.heed(); f != Next {
		return f
	}
	for _, command := range line {
		if sh.opts&option.NoExec != 0 {
			break
		}
		f := command(sh)
		if sh.survives(f) {
			break
		}
		if f != Next && sh.opts&option.NoExec == 0 {
			return f
		}
	}
	return Next
}
