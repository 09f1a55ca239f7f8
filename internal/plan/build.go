package plan

import (
	"slices"
	"strings"

	"gpipe/internal/columns"
	"gpipe/internal/expand"
	"gpipe/internal/parallel"
	"gpipe/internal/parse"
	"gpipe/internal/vars"

	"mvdan.cc/sh/v3/syntax"
)

// builder turns the syntax tree into Nodes.
type builder struct {
	resolve  func(name string, program bool) Found
	posix    bool
	line     *parse.Line
	known    map[string]int   // functions defined so far, and on which line
	all      map[string]int   // all functions of the program
	path     bool             // PATH was assigned
	traps    bool             // some are set
	parallel *parallel.Limits // nil: nothing is split
	locale   string
	pipes    int
	files    int

	effects   Collector
	functions map[string]*Effects // of the bodies of all functions
	places    []func()            // to be called at the end
	asked     uint64              // how often one was
}

func newBuilder(cfg *Config) *builder {
	b := &builder{resolve: cfg.Resolve, posix: cfg.Posix, parallel: cfg.Parallel, locale: cfg.Locale,
		known: make(map[string]int), all: make(map[string]int), functions: make(map[string]*Effects)}
	b.effects.Words = &expand.Compiler{Names: vars.NewNames(), Decode: parse.Decode}
	return b
}

// text is a node as it is written.
func (b *builder) text(n syntax.Node) string { return b.line.Source(n) }

// findFunctions notes the functions that are defined anywhere in a line.
func (b *builder) findFunctions(line *parse.Line) {
	for _, s := range line.Stmts {
		syntax.Walk(s, func(n syntax.Node) bool {
			if f, ok := n.(*syntax.FuncDecl); ok && f.Name != nil {
				b.all[f.Name.Value] = line.Line(f.Pos())
			}
			return true
		})
	}
}

// stmts builds the commands of a list.
func (b *builder) stmts(list []*syntax.Stmt, s *scope, role string) []*Node {
	var nodes []*Node
	for _, st := range list {
		n := b.stmt(st, s)
		n.Role = role
		nodes = append(nodes, n)
	}
	return nodes
}

// stmt builds a command with what stands around it.
func (b *builder) stmt(st *syntax.Stmt, s *scope) *Node {
	st = parse.BareFunction(st)
	if !st.Background && !st.Negated {
		return b.bare(st, s)
	}
	inner := *st
	inner.Background, inner.Negated = false, false
	n := b.node(KindNot, st)
	if st.Background {
		inner.Negated = st.Negated
		n.Kind = KindBackground
		s = s.fork()
		if b.posix || !s.fed {
			s.files[0] = b.newFile("file /dev/null")
		}
		fds := s.list()
		b.apart(func() { n.Children = []*Node{b.stmt(&inner, s)} })
		n.Children[0].show(fds)
		b.processes(n.Children[0])
		return n
	}
	n.Children = []*Node{b.stmt(&inner, s)}
	return n
}

// processes notes that a command, or the stages that it is made of, have a
// process each.
func (b *builder) processes(n *Node) {
	list := []*Node{n}
	if n.Kind == KindPipeline && len(n.Redirects) == 0 {
		list = n.Children
	}
	for _, n := range list {
		b.later(func(World) { n.put(Process, Asynchronous) })
	}
}

// apart builds something that runs in a subshell: what it defines is not
// known afterwards.
func (b *builder) apart(build func()) {
	known, path := b.known, b.path
	b.known = make(map[string]int, len(known))
	for name, line := range known {
		b.known[name] = line
	}
	build()
	b.known, b.path = known, path
}

// maxText bounds the text of a node that others are in, which have it again.
const maxText = 1000

func (b *builder) node(kind string, n *syntax.Stmt) *Node {
	text := strings.TrimRight(b.text(extent{n.Pos(), written(n)}), " \t\n;&")
	if !n.Negated { // the ! of a pipeline is not its first stage's
		if rest, ok := strings.CutPrefix(text, "!"); ok {
			text = strings.TrimLeft(rest, " \t")
		}
	}
	if end := columns.RuneEnd(text, maxText); kind != KindCommand && end < len(text) {
		text = text[:end] + "..."
	}
	return &Node{Kind: kind, Text: text, Line: b.line.Line(n.Pos())}
}

// extent is a part of the source.
type extent struct{ from, to syntax.Pos }

func (e extent) Pos() syntax.Pos { return e.from }
func (e extent) End() syntax.Pos { return e.to }

// written is where the text of a command ends, without the here-documents that
// come after its line.
func written(st *syntax.Stmt) syntax.Pos {
	end := st.Position
	switch cmd := st.Cmd.(type) {
	case nil:
	case *syntax.BinaryCmd:
		end = written(cmd.Y)
	default:
		end = cmd.End()
	}
	for _, r := range st.Redirs {
		if at := r.Word.End(); at.After(end) {
			end = at
		}
	}
	if !end.After(st.Position) {
		return st.End()
	}
	return end
}

// bare builds a command without ! and &.
func (b *builder) bare(st *syntax.Stmt, s *scope) *Node {
	switch cmd := st.Cmd.(type) {
	case nil, *syntax.CallExpr, *syntax.DeclClause:
		n := b.simple(st, s)
		if !s.stage {
			b.splits([]*Node{n}, []*syntax.Stmt{st})
		}
		return n
	case *syntax.BinaryCmd:
		if len(st.Redirs) == 0 {
			return b.binary(cmd, st, s)
		}
	}
	n := b.node(KindOther, st)
	stage := s.stage
	if stage || len(st.Redirs) > 0 {
		s = s.fork()
		s.stage = false
	}
	if _, ok := st.Cmd.(*syntax.Subshell); ok && !stage {
		s = s.fork()
		s.fed = false
	}
	if len(st.Redirs) > 0 {
		b.redirectWords(n, st.Redirs, s)
		n.Redirects = b.redirects(st.Redirs, s)
		s.fed = s.fed || slices.ContainsFunc(n.Redirects, func(r Redirect) bool { return r.Fd == 0 && r.Name == "" })
		n.show(s.list())
	}
	b.compound(n, st.Cmd, s)
	return n
}

func (b *builder) binary(cmd *syntax.BinaryCmd, st *syntax.Stmt, s *scope) *Node {
	switch cmd.Op {
	case syntax.AndStmt, syntax.OrStmt:
		n := b.node(KindAnd, st)
		if cmd.Op == syntax.OrStmt {
			n.Kind = KindOr
		}
		n.Children = []*Node{b.stmt(cmd.X, s), b.stmt(cmd.Y, s)}
		return n
	}
	return b.pipeline(cmd, st, s)
}

// pipeline builds a | b | c: each stage has descriptors of its own.
func (b *builder) pipeline(cmd *syntax.BinaryCmd, st *syntax.Stmt, s *scope) *Node {
	stmts, joins := Stages(cmd)
	n := b.node(KindPipeline, st)
	var in *file
	var effects []*Effects
	for i, stage := range stmts {
		own := s.fork()
		own.stage = true
		if in != nil {
			own.files[0] = in
			own.fed = true
		}
		if i < len(joins) {
			b.pipes++
			p := Pipe{Number: b.pipes, From: i + 1, To: i + 2, Stderr: joins[i]}
			n.Pipes = append(n.Pipes, p)
			own.files[1] = b.newFile(p.String() + ", write end")
			in = b.newFile(p.String() + ", read end")
			if p.Stderr {
				stage = joinStderr(stage)
			}
		}
		b.apart(func() {
			fds := own.list()
			var c *Node
			fx := b.effects.Part(func() { c = b.stmt(stage, own) })
			if c.Kind != KindCommand {
				fx.Heed(b.text(stage))
			} else if _, call := stage.Cmd.(*syntax.CallExpr); !call { // it is no reason
				fx = &Effects{}
			}
			effects = append(effects, fx)
			c.Stage = i + 1
			c.show(fds)
			n.Children = append(n.Children, c)
		})
	}
	b.splits(n.Children, stmts)
	b.stagesPlace(n.Children, effects)
	return n
}

// joinStderr adds the 2>&1 that |& stands for.
func joinStderr(st *syntax.Stmt) *syntax.Stmt {
	joined := *st
	pos := st.End()
	r := &syntax.Redirect{OpPos: pos, Op: syntax.DplOut,
		N:    &syntax.Lit{ValuePos: pos, ValueEnd: pos, Value: "2"},
		Word: &syntax.Word{Parts: []syntax.WordPart{&syntax.Lit{ValuePos: pos, ValueEnd: pos, Value: "1"}}}}
	joined.Redirs = append(joined.Redirs[:len(joined.Redirs):len(joined.Redirs)], r)
	return &joined
}

// show notes the descriptors a node has, if it does not yet.
func (n *Node) show(fds []Fd) {
	if n.Fds == nil {
		n.Fds = fds
	}
}
