package interp

import (
	"slices"
	"strings"

	"gpipe/internal/option"
	"gpipe/internal/parse"
	"gpipe/internal/plan"
	"gpipe/internal/state"
	"gpipe/internal/vars"

	"mvdan.cc/sh/v3/syntax"
)

// maxDepth bounds nested calls of functions, eval and the dot command, and
// nested command substitutions, so that runaway recursion is an error and
// not the end of the process.
const maxDepth = 10000

// Func is a defined function.
type Func struct {
	Name    string
	file    *fileName // that it is defined in
	body    run
	text    *parse.Line // where the definition stands; nil: nowhere
	at      uint        // its offset
	line    int
	sourced bool // it is no function, but stands for a sourced file

	effects func(*Shell) *plan.Effects // of the body
}

// funcTable is the functions of one environment. A fork shares the map until
// one side defines something.
type funcTable struct {
	state.Table[string, *Func]
	gen uint64 // equal generations mean equal functions
}

func (t *funcTable) any() bool { return t.Len() > 0 }

func (t *funcTable) get(name string) *Func {
	f, _ := t.Get(name)
	return f
}

// fork marks the map shared on both sides.
func (t *funcTable) fork() funcTable { return funcTable{t.Table.Fork(), t.gen} }

// setFunc defines a function.
func (sh *Shell) setFunc(f *Func) {
	sh.funcs.Set(f.Name, f)
	sh.funcs.gen = sh.rt.funcGens.Add(1)
	if sh.aside != nil && slices.Contains(sh.aside.exported, f.Name) {
		sh.passFunctions()
	}
}

// Unset removes a function; it tells whether there was one.
func (f Functions) Unset(name string) bool {
	if !f.sh.funcs.Delete(name) {
		return false
	}
	f.sh.funcs.gen = f.sh.rt.funcGens.Add(1)
	if f.sh.aside != nil && slices.Contains(f.sh.aside.exported, name) {
		f.Export(name, false)
	}
	return true
}

// function compiles a definition: running it defines the function. One with
// the name of a special built-in is never called: that comes first in the
// search for a command (XCU 2.9.1.4).
func (c *compiler) function(n *syntax.FuncDecl) run {
	body, fx := c.functionBody(n.Body)
	f := &Func{Name: parse.Decode(strings.Clone(n.Name.Value)), file: c.file, body: body,
		text: c.text.Alone(), at: n.Position.Offset(), effects: func(*Shell) *plan.Effects { return fx }}
	line := c.line(n.Pos())
	f.line = line
	var names []string
	if c.locate {
		names = utilities(n.Body)
	}
	return func(sh *Shell) Flow {
		sh.line = line
		if sh.aside != nil && sh.Functions().IsFixed(f.Name) {
			sh.fail(&Error{Op: "function", Operand: f.Name, Err: errFixedFunc}, 1)
			return sh.errExit(nil)
		}
		sh.status = 0
		sh.setFunc(f)
		for _, name := range names {
			sh.Search().Resolve(name, false) // remembers where it is
		}
		return Next
	}
}

// callFunc runs a function with its own positional parameters and locals.
func (sh *Shell) callFunc(f *Func, args []string) Flow {
	if sh.depth >= maxDepth {
		sh.fail(&Error{Op: "function", Operand: f.Name, Err: errTooDeep}, 2)
		return sh.fatal(2)
	}
	if sh.aside != nil && sh.aside.nest > 0 && sh.aside.nestedTooDeep() {
		return sh.funcNestError(f)
	}
	params, loops, file, line := sh.st.Args, sh.loops, sh.file, sh.line
	a := sh.besides()
	a.frames = append(a.frames, frame{Func: f, line: line})
	if sh.opts&option.FuncTrace != 0 {
		sh.noteArgs(args[1:])
	}
	sh.st.Args = args[1:]
	sh.file = f.file
	sh.loops = 0
	sh.depth++
	sh.calls++
	sh.st.Vars.Push(vars.Function)
	var flow Flow
	if sh.opts&option.AnyTrap == 0 {
		flow = f.body(sh)
		if sh.opts&option.ReturnTrap != 0 { // the function has set it
			flow = sh.returned(flow)
		}
	} else {
		flow = sh.callTraced(f)
	}
	sh.st.Vars.Pop()
	if a.decl != nil {
		sh.leaveOptions()
	}
	a.frames = a.frames[:len(a.frames)-1]
	if sh.opts&option.FuncTrace != 0 {
		a.args = sh.callArgs(len(a.frames))
	}
	sh.calls--
	sh.depth--
	sh.st.Args, sh.loops, sh.file, sh.line = params, loops, file, line
	if flow.kind() == flowReturn {
		return Next
	}
	return flow
}

// Functions is the functions of an environment.
type Functions struct{ sh *Shell }

// Functions returns the functions of this environment.
func (sh *Shell) Functions() Functions { return Functions{sh} }
