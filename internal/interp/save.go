package interp

import (
	"sync"
	"syscall"

	"gpipe/internal/option"
	"gpipe/internal/parse"
	"gpipe/internal/plan"
	"gpipe/internal/snapshot"
	"gpipe/internal/sys/rlimit"
	"gpipe/internal/sys/signals"
	"gpipe/internal/vars"

	"mvdan.cc/sh/v3/syntax"
)

// stateFormat stands before a saved state; it is another in a program that
// saves something else.
const stateFormat = "gpipe state 7"

// save writes everything that a subshell in another process has of the
// environment sh, which was forked for it, and the command that it runs. It
// returns false when a function's source is not there. What the new process
// gets from the system itself is not in it: descriptors, the working
// directory, umask and limits.
func (sh *Shell) save(at *place, h *handOver) ([]byte, bool) {
	w := &snapshot.Writer{}
	w.String(stateFormat)
	h.save(w)
	texts, ok := sh.texts(at)
	if !ok {
		return nil, false
	}
	w.Len(len(texts.list))
	for _, l := range texts.list {
		l.Save(w)
	}
	w.Len(texts.index[at.text.Chunk()])
	for _, n := range [...]int{int(at.kind), int(at.at), int(at.end), at.stage} {
		w.Len(n)
	}
	w.Len(sh.funcs.Len())
	for name, f := range sh.funcs.All() {
		w.String(name)
		w.Len(texts.index[f.text.Chunk()])
		w.Len(int(f.at))
		w.String(f.file.String())
	}
	sh.st.Vars.Save(w)
	sh.saveState(w)
	sh.saveSignals(w)
	return w.Bytes(), true
}

// texts is the source of the functions and of a command, each piece once.
type texts struct {
	list  []*parse.Line
	index map[any]int
}

func (t *texts) add(l *parse.Line) {
	if _, known := t.index[l.Chunk()]; !known {
		t.index[l.Chunk()] = len(t.list)
		t.list = append(t.list, l)
	}
}

func (sh *Shell) texts(at *place) (*texts, bool) {
	t := &texts{index: make(map[any]int)}
	t.add(at.text)
	for _, f := range sh.funcs.All() {
		if f.text == nil {
			return nil, false
		}
		t.add(f.text)
	}
	return t, true
}

// saveState writes what is neither program nor variable.
func (sh *Shell) saveState(w *snapshot.Writer) {
	w.Int(int64(sh.opts))
	w.String(sh.st.Name)
	w.Strings(sh.st.Args)
	w.Int(int64(sh.Shopts()))
	w.String(sh.cwd)
	w.String(sh.file.String())
	w.Len(len(sh.pipe))
	for _, code := range sh.pipe {
		w.Len(code)
	}
	w.Bool(sh.piped)
	w.Bool(sh.fed)
	for _, n := range [...]int{sh.rt.pid, sh.rt.ppid, sh.status, sh.lastBg, sh.line, int(sh.depth), int(sh.cond), int(sh.loops), int(sh.calls), int(sh.level)} {
		w.Len(n)
	}
	w.Len(sh.state.aliases.Len())
	for name, text := range sh.state.aliases.All() {
		w.String(name)
		w.String(text)
	}
	offset := 0
	if g := sh.state.getopts; g.Gen == sh.st.Vars.Gen(vars.OPTIND) {
		offset = g.Offset
	}
	w.Len(offset)
	w.Bool(sh.rt.limited.Load())
	w.Len(len(sh.state.rlimits()))
	for _, r := range sh.state.rlimits() {
		w.Len(r.Resource)
		w.Int(int64(r.Cur))
		w.Int(int64(r.Max))
	}
	sh.saveAside(w)
}

// saveSignals writes the traps and which signals are ignored.
func (sh *Shell) saveSignals(w *snapshot.Writer) {
	w.Bool(sh.traps.Inherited())
	w.Len(sh.traps.Len())
	for n, action := range sh.traps.All() {
		w.Len(n)
		w.String(action)
	}
	for _, list := range [...][]sigNum{sh.ignored, sh.rt.locked} {
		w.Len(len(list))
		for _, sig := range list {
			w.Len(int(sig))
		}
	}
}

// restore fills a new Shell with what save wrote.
func (sh *Shell) restore(state string) (*place, error) {
	r := snapshot.NewReader(state)
	if r.String() != stateFormat {
		return nil, snapshot.ErrBroken
	}
	new(handOver).load(r)
	var texts []*savedText
	for range r.Len() {
		texts = append(texts, newSavedText(sh.rt, r))
	}
	text := func() *savedText {
		if n := r.Int(); n >= 0 && n < int64(len(texts)) {
			return texts[n]
		}
		return texts[0]
	}
	if len(texts) == 0 {
		return nil, snapshot.ErrBroken
	}
	command := text()
	at := &place{kind: placeKind(r.Int()), at: uint(r.Int()), end: uint(r.Int()), stage: int(r.Int())}
	for range r.Len() {
		name, t := r.String(), text()
		sh.setFunc(t.function(sh.rt, name, uint(r.Int()), r.String()))
	}
	sh.st.Vars = vars.Load(sh.rt.names, r)
	sh.loadState(r)
	sh.loadSignals(r)
	if r.Err() != nil {
		return nil, r.Err()
	}
	var err error
	at.text, err = command.parsed()
	return at, err
}

func (sh *Shell) loadState(r *snapshot.Reader) {
	opts := option.Set(r.Int())
	sh.st.Name, sh.st.Args = r.String(), r.Strings()
	shopts := option.Shopts(r.Int())
	sh.cwd, sh.file = r.String(), newFileName(r.String())
	for range r.Len() {
		sh.pipe = append(sh.pipe, int(r.Int()))
	}
	sh.piped, sh.fed = r.Bool(), r.Bool()
	for _, n := range [...]*int{&sh.rt.pid, &sh.rt.ppid, &sh.status, &sh.lastBg, &sh.line} {
		*n = int(r.Int())
	}
	for _, n := range [...]*int32{&sh.depth, &sh.cond, &sh.loops, &sh.calls} {
		*n = int32(r.Int())
	}
	sh.level = int16(r.Int())
	for range r.Len() {
		name := r.String()
		sh.Aliases().Set(name, r.String())
	}
	sh.state.getopts = OptionPosition{Gen: sh.st.Vars.Gen(vars.OPTIND), Offset: int(r.Int())}
	limited := r.Bool()
	var limits []rlimit.Limit
	for range r.Len() {
		limit := rlimit.Limit{Resource: int(r.Int()), Cur: uint64(r.Int()), Max: uint64(r.Int())}
		limits = append(limits, limit)
	}
	if len(limits) > 0 {
		sh.state.limits = &limits
	}
	sh.rt.limited.Store(limited)
	sh.loadAside(r)
	sh.bind()
	sh.setOption(opts, true)
	if shopts != option.DefaultShopts {
		sh.Settings().SetShopts(shopts)
	}
}

func (sh *Shell) loadSignals(r *snapshot.Reader) {
	inherited := r.Bool()
	for range r.Len() {
		n := int(r.Int())
		sh.traps.Set(n, r.String())
	}
	if inherited {
		sh.traps.Inherit()
	}
	for _, list := range [...]*[]sigNum{&sh.ignored, &sh.rt.locked} {
		for range r.Len() {
			*list = append(*list, syscall.Signal(r.Int()))
		}
	}
	sh.rt.main.IgnoreAll(sh.ignored)
	if sh.rt.own {
		signals.Ignore(sh.ignored) // a process without the entry hook has forgotten
	}
}

// savedText is a piece of source, parsed when something of it is needed.
type savedText struct {
	line   *parse.Line
	parsed func() (*parse.Line, error)
}

func newSavedText(rt *Runtime, r *snapshot.Reader) *savedText {
	l := parse.Load(r)
	return &savedText{l, sync.OnceValues(func() (*parse.Line, error) { return rt.parsers.Again(l) })}
}

// function is the function that is defined at an offset of the text. It is
// compiled when it is called for the first time.
func (t *savedText) function(rt *Runtime, name string, at uint, file string) *Func {
	f := &Func{Name: name, file: newFileName(file), text: t.line, at: at}
	var once sync.Once
	var body run
	var fx *plan.Effects
	compile := func(sh *Shell) { once.Do(func() { body, fx = t.compiled(rt, f, sh) }) }
	f.body = func(sh *Shell) Flow {
		compile(sh)
		return body(sh)
	}
	f.effects = func(sh *Shell) *plan.Effects {
		compile(sh)
		return fx
	}
	return f
}

// compiled is the body of a function, compiled for the shell that calls it.
func (t *savedText) compiled(rt *Runtime, f *Func, sh *Shell) (run, *plan.Effects) {
	l, err := t.parsed()
	if err == nil {
		if def := findFunction(l, f.at); def != nil {
			c := newCompiler(rt)
			c.text = l
			c.file = f.file
			c.heed(sh.opts)
			return c.functionBody(parse.FunctionBody(def))
		}
		err = errNoCommand
	}
	return func(sh *Shell) Flow {
		sh.fail(&Error{Op: "function", Operand: f.Name, Err: err}, 2)
		return sh.fatal(2)
	}, &plan.Effects{}
}

// findFunction returns the definition that begins at an offset, or nil.
func findFunction(l *parse.Line, at uint) *syntax.FuncDecl {
	def, _ := l.Find(func(n syntax.Node) bool {
		f, ok := n.(*syntax.FuncDecl)
		return ok && f.Position.Offset() == at
	}).(*syntax.FuncDecl)
	return def
}
