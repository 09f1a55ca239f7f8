package arith

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// source is text with places for operands.
type source []piece

// piece is a piece of text, or the operand with number hole if that is not
// negative.
type piece struct {
	literal string
	hole    int
}

func literal(text string) source { return source{{literal: text, hole: -1}} }

// text puts the operands into their places.
func (s source) text(e *Env) string {
	if len(s) == 1 {
		return s[0].text(e)
	}
	var b strings.Builder
	for i := range s {
		b.WriteString(s[i].text(e))
	}
	return b.String()
}

func (p *piece) text(e *Env) string {
	if p.hole < 0 {
		return p.literal
	}
	return e.values[e.base+p.hole].text
}

// sourceWriter writes an expression down again as it was, but for line breaks
// and comments: the blanks between its parts matter to a key.
type sourceWriter struct {
	holes   map[*syntax.Word]int
	pieces  source
	literal []byte
	end     syntax.Pos // of what was written last
}

func (w *sourceWriter) done() source {
	w.flush()
	return w.pieces
}

func (w *sourceWriter) flush() {
	if len(w.literal) > 0 {
		w.pieces = append(w.pieces, piece{literal: string(w.literal), hole: -1})
		w.literal = w.literal[:0]
	}
}

// maxGap bounds the blanks, in case positions are not what they should be.
const maxGap = 64

// at writes the blanks before what stands from pos to end.
func (w *sourceWriter) at(pos, end syntax.Pos) {
	if w.end.IsValid() && pos.IsValid() && pos.Offset() > w.end.Offset() {
		for range min(pos.Offset()-w.end.Offset(), maxGap) {
			w.literal = append(w.literal, ' ')
		}
	}
	if end.IsValid() {
		w.end = end
	}
}

// token writes what begins at pos.
func (w *sourceWriter) token(text string, pos syntax.Pos) {
	end := pos
	if pos.IsValid() {
		end = syntax.NewPos(pos.Offset()+uint(len(text)), pos.Line(), pos.Col()+uint(len(text)))
	}
	w.at(pos, end)
	w.literal = append(w.literal, text...)
}

func (w *sourceWriter) expression(x syntax.ArithmExpr) {
	base, ops := spine(x)
	w.operand(base)
	for i := len(ops) - 1; i >= 0; i-- {
		w.binary(ops[i])
	}
}

// binary writes an operator and its right side.
func (w *sourceWriter) binary(b *syntax.BinaryArithm) {
	w.token(b.Op.String(), b.OpPos)
	w.expression(b.Y)
}

func (w *sourceWriter) operand(x syntax.ArithmExpr) {
	switch x := x.(type) {
	case *syntax.Word:
		w.word(x)
	case *syntax.ParenArithm:
		w.token("(", x.Lparen)
		w.expression(x.X)
		w.token(")", x.Rparen)
	case *syntax.UnaryArithm:
		if !x.Post {
			w.token(x.Op.String(), x.OpPos)
		}
		w.expression(x.X)
		if x.Post {
			w.token(x.Op.String(), x.OpPos)
		}
	case *syntax.BinaryArithm: // an assignment
		w.expression(x.X)
		w.binary(x)
	}
}

func (w *sourceWriter) word(x *syntax.Word) {
	if p := elementOf(x); p != nil {
		w.token(p.Param.Value, p.Param.Pos())
		w.literal = append(w.literal, '[')
		w.end = syntax.Pos{} // blanks around a key do not count
		w.expression(p.Index)
		w.literal = append(w.literal, ']')
		w.end = p.End()
		return
	}
	w.at(x.Pos(), x.End())
	if text, ok := literalWord(x); ok {
		w.literal = append(w.literal, text...)
		return
	}
	w.flush()
	w.pieces = append(w.pieces, piece{hole: w.holes[x]})
}
