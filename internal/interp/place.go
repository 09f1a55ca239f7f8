package interp

import (
	"strings"

	"gpipe/internal/parse"
	"gpipe/internal/pipeline"
	"gpipe/internal/plan"

	"mvdan.cc/sh/v3/syntax"
)

// place says where commands stand in the source, so that another process
// finds them there.
type place struct {
	text    *parse.Line // nil: nowhere
	kind    placeKind
	at, end uint // offsets
	stage   int  // of a pipeline: which
}

type placeKind int

const (
	placeAsync   placeKind = iota // a list that ends with the "&" at the offset
	placeCommand                  // a compound command
	placeSubst                    // what is in a command substitution
	placeStmt                     // a command with its redirections
	placeStage                    // a stage of a pipeline
	placeProcess                  // what is in a process substitution
)

// asyncPlace is the place of a stage of "s &".
func (c *compiler) asyncPlace(s *syntax.Stmt, stage int) *place {
	at := s.Semicolon.Offset()
	return &place{text: c.text.Alone(), kind: placeAsync, at: at, end: at, stage: stage}
}

// origin is where a command stands, for what is rarely asked for.
type origin struct {
	text    *parse.Line // nil: nowhere
	at, end uint32
	stage   bool // it is all of a stage of a pipeline
	fed     bool // ... that reads from a pipe
}

func (c *compiler) origin(n syntax.Node) origin {
	if c.of != c.text {
		c.alone, c.of = c.text.Alone(), c.text
	}
	return origin{text: c.alone, at: uint32(n.Pos().Offset()), end: uint32(n.End().Offset())}
}

// header is the origin of the first part of a compound command, up to end.
func (c *compiler) header(n syntax.Node, end syntax.Pos) origin {
	at := c.origin(n)
	at.end = uint32(end.Offset())
	return at
}

// place is the place of a command there.
func (o origin) place(kind placeKind, stage int) *place {
	return &place{text: o.text, kind: kind, at: uint(o.at), end: uint(o.end), stage: stage}
}

// written is the source of a command, for those who look at it, with aliases
// replaced, or "".
func (o origin) written() string {
	if o.text == nil {
		return ""
	}
	return strings.TrimRight(o.text.Expanded(int(o.at), int(o.end)), "& \t\n")
}

// command is the source on one line, without the ";" or "&" at its end; where
// it is not known, the words that the programs were given.
func (o origin) command(stages []pipeline.Status) string {
	if o.text == nil {
		var list []string
		for i := range stages {
			list = append(list, strings.Join(stages[i].Argv, " "))
		}
		return strings.Join(list, " | ")
	}
	text := strings.TrimRight(o.text.Expanded(int(o.at), int(o.end)), "&;")
	return strings.Join(strings.Fields(text), " ")
}

// find returns the commands at the place.
func (p *place) find() []*syntax.Stmt {
	switch n := p.text.Find(p.is).(type) {
	case *syntax.CmdSubst:
		return n.Stmts
	case *syntax.ProcSubst:
		if stmts, _ := plan.ProcessStages(n); stmts != nil {
			return stmts[min(p.stage, len(stmts)-1):][:1]
		}
		return n.Stmts
	case *syntax.BinaryCmd:
		stmts, _ := plan.Stages(n)
		return stmts[min(p.stage, len(stmts)-1):][:1]
	case *syntax.Stmt:
		switch p.kind {
		case placeCommand:
			return []*syntax.Stmt{{Position: n.Position, Cmd: n.Cmd}}
		case placeStmt:
			return []*syntax.Stmt{{Position: n.Position, Cmd: n.Cmd, Redirs: n.Redirs}}
		}
		stmts, _ := plan.AsyncStages(parse.BareFunction(n))
		return stmts[min(p.stage, len(stmts)-1):][:1]
	}
	return nil
}

func (p *place) is(n syntax.Node) bool {
	switch n := n.(type) {
	case *syntax.CmdSubst:
		return p.kind == placeSubst && p.spans(n)
	case *syntax.ProcSubst:
		return p.kind == placeProcess && p.spans(n)
	case *syntax.BinaryCmd:
		return p.kind == placeStage && plan.IsPipe(n.Op) && p.spans(n)
	case *syntax.Stmt:
		switch p.kind {
		case placeAsync:
			return n.Background && n.Semicolon.Offset() == p.at
		case placeStmt:
			return p.spans(n)
		}
		return p.kind == placeCommand && n.Cmd != nil && p.spans(n.Cmd)
	}
	return false
}

func (p *place) spans(n syntax.Node) bool {
	return n.Pos().Offset() == p.at && n.End().Offset() == p.end
}

// apart compiles commands that run in an environment of their own. A shell
// that owns its process gives them another one if they do what shows that
// they have none: see plan.Effects.
func (c *compiler) apart(kind placeKind, n syntax.Node, compile func() run) run {
	var body run
	fx := c.effects.Part(func() { body = compile() })
	if !c.rt.own || c.text == nil {
		return body
	}
	fx.Heed(c.source(n))
	at := c.origin(n)
	return func(sh *Shell) Flow {
		if sh.rt.limited.Load() || sh.needsProcess(fx) {
			s := &stage{name: "( )", text: at.written(), at: at.place(kind, 0)}
			if f, ok := sh.elsewhere(s); ok {
				return f
			}
		}
		return body(sh)
	}
}
