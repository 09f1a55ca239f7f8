package expand

import (
	"strconv"
	"strings"

	"gpipe/internal/arith"
	"gpipe/internal/parse"
	"gpipe/internal/vars"

	"mvdan.cc/sh/v3/syntax"
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// Subscript is what stands in brackets after the name of an array: an
// arithmetic expression, or the key of an associative array, which only the
// variable tells. It is immutable.
type Subscript struct {
	expr *arith.Expr
	err  error  // why there is no expr
	key  []part // as a key
	text string // instead of all that: from a value, read when it is used
	none bool   // there is nothing in the brackets, or quotes with nothing in them
	late bool   // in a list it is an expression only when it is expanded: see SetAt
}

// Empty tells whether there is nothing in the brackets, which names no element.
func (s *Subscript) Empty() bool { return s.none }

// Subscript compiles a subscript.
func (c *Compiler) Subscript(x syntax.ArithmExpr) *Subscript {
	s := new(Subscript)
	if s.expr, s.err = c.index(x); s.err == nil && singleQuoted(x) {
		s.err = arithError(&arith.Error{Operand: "'", Err: arith.ErrOperand})
	}
	s.none = nothing(x)
	all := arithLiteral(x)
	s.late = s.err != nil || all == "*" || all == "@" || onlyExpansions(x) || hasBracket(x)
	if nestedSubscripts(x) > maxKeyNesting {
		s.key = []part{failure{&Error{Op: "subscript", Err: ErrTooDeep}}}
	} else {
		s.key = c.arithKey(x)
	}
	return s
}

// nothing tells whether x is what stands for an empty text in brackets, or quotes
// around one.
func nothing(x syntax.ArithmExpr) bool {
	w, ok := x.(*syntax.Word)
	if !ok {
		return false
	}
	if parse.IsNoSubscript(w) {
		return true
	}
	for _, p := range w.Parts {
		switch p := p.(type) {
		case *syntax.SglQuoted:
			if p.Value != "" {
				return false
			}
		case *syntax.DblQuoted:
			if len(p.Parts) > 0 {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// onlyExpansions tells whether all of x comes from parameters and commands, and so may be
// nothing.
func onlyExpansions(x syntax.ArithmExpr) bool {
	w, ok := x.(*syntax.Word)
	if !ok {
		return false
	}
	parts := w.Parts
	if len(parts) == 1 {
		if q, ok := parts[0].(*syntax.DblQuoted); ok {
			parts = q.Parts
		}
	}
	for _, p := range parts {
		switch p.(type) {
		case *syntax.ParamExp, *syntax.CmdSubst:
		default:
			return false
		}
	}
	return len(parts) > 0
}

// singleQuoted tells whether part of x is in single quotes, which quote a key; in an
// expression they are characters that none can have.
func singleQuoted(x syntax.ArithmExpr) bool {
	w, ok := x.(*syntax.Word)
	if !ok {
		return false
	}
	for _, p := range w.Parts {
		if q, ok := p.(*syntax.SglQuoted); ok && !q.Dollar {
			return true
		}
	}
	return false
}

// maxKeyNesting bounds subscripts in subscripts that can be keys: each level
// is compiled twice, as an expression and as a key.
const maxKeyNesting = 6

// nestedSubscripts counts the levels of subscripts in x, up to one more than
// are of interest.
func nestedSubscripts(x syntax.ArithmExpr) int {
	if x == nil {
		return 0
	}
	level, most := 0, 0
	var opens []bool
	syntax.Walk(x, func(n syntax.Node) bool {
		if n == nil {
			last := len(opens) - 1
			if opens[last] {
				level--
			}
			opens = opens[:last]
			return true
		}
		if most > maxKeyNesting {
			return false
		}
		p, ok := n.(*syntax.ParamExp)
		open := ok && p.Index != nil
		if open {
			level++
			most = max(most, level)
		}
		opens = append(opens, open)
		return true
	})
	return most
}

// index evaluates the subscript of an indexed array.
func (s *Subscript) index(st *State) (int64, error) {
	if s.text != "" {
		x, err := arith.ParseValue(s.text, st.Vars.Names())
		if err != nil {
			return 0, arithError(err)
		}
		return st.Arith(x)
	}
	if s.err != nil {
		return 0, s.err
	}
	return st.Arith(s.expr)
}

// AsKey expands the subscript as the key of an associative array.
func (s *Subscript) AsKey(st *State) (string, error) { return s.keyText(st) }

// keyText expands the subscript to the key of an associative array.
func (s *Subscript) keyText(st *State) (string, error) {
	if s.text != "" {
		return s.text, nil
	}
	return joinParts(st, s.key)
}

// assoc tells whether the variable that slot means is an associative array.
func assoc(v *vars.Vars, slot vars.Slot) bool {
	a := v.Attrs(slot)
	if a&vars.NameRef != 0 {
		if t, _, err := v.Deref(slot); err == nil {
			a = v.Attrs(t)
		}
	}
	return a&vars.Assoc != 0
}

// Get returns the element and whether it is set.
func (s *Subscript) Get(st *State, slot vars.Slot) (string, bool, error) {
	if assoc(st.Vars, slot) {
		key, err := s.keyText(st)
		if err != nil {
			return "", false, err
		}
		val, set := st.Vars.Key(slot, key)
		return val, set, nil
	}
	i, err := s.index(st)
	if err != nil {
		return "", false, err
	}
	val, set := st.Vars.Elem(slot, i)
	return val, set, nil
}

// Set assigns, or with add appends to, the element.
func (s *Subscript) Set(st *State, slot vars.Slot, value string, add bool) error {
	if assoc(st.Vars, slot) {
		key, err := s.keyText(st)
		switch {
		case err != nil:
			return err
		case add:
			return st.Vars.AppendKey(slot, key, value)
		}
		return st.Vars.SetKey(slot, key, value)
	}
	i, err := s.index(st)
	switch {
	case err != nil:
		return err
	case add:
		return st.Vars.AppendElem(slot, i, value)
	}
	return st.Vars.SetElem(slot, i, value)
}

// SetAt is Set for an element of a list. It returns the index, 0 for an element of an
// associative array. What the subscript expands to is the expression then: quotes are
// removed, and what is empty is none.
func (s *Subscript) SetAt(st *State, slot vars.Slot, value string, add bool) (int64, error) {
	if assoc(st.Vars, slot) {
		return 0, s.Set(st, slot, value, add)
	}
	if s.late {
		text, err := s.lateText(st, value, add)
		if err != nil {
			return 0, err
		}
		s = &Subscript{text: text}
	}
	i, err := s.index(st)
	if err != nil {
		return 0, err
	}
	if i < 0 {
		i += st.Vars.End(slot)
	}
	if add {
		return i, st.Vars.AppendElem(slot, i, value)
	}
	return i, st.Vars.SetElem(slot, i, value)
}

// NotElement is the error of [subscript]=value in a list that is none when the subscript is
// expanded, which has a closing bracket: it is a word like others, of this text.
type NotElement string

func (e NotElement) Error() string { return string(e) + ": no subscript" }

// lateText is what a subscript in a list expands to, where that tells whether it is one.
func (s *Subscript) lateText(st *State, value string, add bool) (string, error) {
	text, err := s.keyText(st)
	if err != nil {
		return "", err
	}
	op := "]="
	if add {
		op = "]+="
	}
	switch {
	case text == "":
		err = &Error{Operand: "[" + op + value, Err: vars.ErrBadSubscript}
	case text == "*", text == "@":
		err = &Error{Operand: "[" + text + op + value, Err: vars.ErrBadSubscript}
	case closesEarly(text):
		err = NotElement("[" + text + op + value)
	}
	return text, err
}

// closesEarly tells whether there is a closing bracket in a subscript that closes none.
func closesEarly(text string) bool {
	open := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '[':
			open++
		case ']':
			if open--; open < 0 {
				return true
			}
		}
	}
	return false
}

// hasBracket tells whether a closing bracket stands in quotes in x.
func hasBracket(x syntax.ArithmExpr) bool {
	w, ok := x.(*syntax.Word)
	if !ok {
		return false
	}
	for _, p := range w.Parts {
		q, ok := p.(*syntax.DblQuoted)
		if !ok {
			continue
		}
		for _, p := range q.Parts {
			if lit, ok := p.(*syntax.Lit); ok && strings.Contains(lit.Value, "]") {
				return true
			}
		}
	}
	return false
}

// Unset removes the element.
func (s *Subscript) Unset(st *State, slot vars.Slot) error {
	if assoc(st.Vars, slot) {
		key, err := s.keyText(st)
		if err != nil {
			return err
		}
		return st.Vars.UnsetKey(slot, key)
	}
	i, err := s.index(st)
	if err != nil {
		return err
	}
	return st.Vars.UnsetElem(slot, i)
}

// arithKey compiles an expression as text: what the parser took apart into
// operators and operands is put together again, without spaces.
func (c *Compiler) arithKey(x syntax.ArithmExpr) []part {
	var dst []part
	switch x := x.(type) {
	case *syntax.Word:
		dst = c.parts(x.Parts, context{})
	case *syntax.ParenArithm:
		dst = append(dst, text{s: "("})
		dst = append(dst, c.arithKey(x.X)...)
		dst = append(dst, text{s: ")"})
	case *syntax.UnaryArithm:
		if x.Post {
			dst = append(c.arithKey(x.X), text{s: x.Op.String()})
		} else {
			dst = append(append(dst, text{s: x.Op.String()}), c.arithKey(x.X)...)
		}
	case *syntax.BinaryArithm:
		dst = append(c.arithKey(x.X), text{s: x.Op.String()})
		dst = append(dst, c.arithKey(x.Y)...)
	}
	return merge(dst)
}
