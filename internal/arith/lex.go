package arith

import "strings"

type token uint8

const (
	tokEnd token = iota
	tokBad
	tokNumber
	tokName
	tokBinary // an operator between two operands
	tokAssign
	tokIncrement
	tokDecrement
	tokPlus
	tokMinus
	tokNot
	tokInvert
	tokLogicalAnd
	tokLogicalOr
	tokQuestion
	tokColon
	tokComma
	tokOpen
	tokClose
)

// Precedences, from that of the comma up; those of C, with ** above.
const (
	precComma = iota
	precAssign
	precCondition
	precLogicalOr
	precLogicalAnd
	precOr
	precXor
	precAnd
	precEqual
	precCompare
	precShift
	precAdd
	precMul
	precPow
)

// lexer splits text into tokens; the fields tell of the current one.
type lexer struct {
	text       string
	start, end int
	tok        token
	op         opcode // of tokBinary, tokAssign, tokPlus, tokMinus
	prec       int    // of an operator between two operands, else -1
}

func (l *lexer) token() string { return l.text[l.start:l.end] }

// next goes on to the next token.
func (l *lexer) next() {
	l.start = l.end
	for l.start < len(l.text) && strings.IndexByte(blanks, l.text[l.start]) >= 0 {
		l.start++
	}
	l.end = l.start
	l.prec = -1
	if l.start == len(l.text) {
		l.tok = tokEnd
		return
	}
	switch c := l.text[l.start]; {
	case isDigit(c):
		l.tok = tokNumber
		l.end = numberEnd(l.text, l.start)
	case isNameStart(c):
		l.tok = tokName
		for l.end < len(l.text) && isNamePart(l.text[l.end]) {
			l.end++
		}
	default:
		l.operator()
	}
}

func numberEnd(text string, i int) int {
	for i < len(text) && isNumberPart(text[i]) {
		i++
	}
	return i
}

// operator reads the longest operator there is.
func (l *lexer) operator() {
	rest := l.text[l.start:]
	for n := min(3, len(rest)); n > 0; n-- {
		if l.known(rest[:n]) {
			l.end = l.start + n
			return
		}
	}
	l.tok = tokBad
	l.end = l.start + 1
}

func (l *lexer) known(s string) bool {
	if tok, prec, ok := punctuation(s); ok {
		l.tok, l.prec, l.op = tok, prec, opLoad
		switch tok {
		case tokPlus:
			l.op = opAdd
		case tokMinus:
			l.op = opSub
		}
		return true
	}
	if op, prec, ok := binaryOperator(s); ok {
		l.tok, l.prec, l.op = tokBinary, prec, op
		return true
	}
	if op, ok := assignOperator(s); ok {
		l.tok, l.prec, l.op = tokAssign, -1, op
		return true
	}
	return false
}

func punctuation(s string) (tok token, prec int, ok bool) {
	switch s {
	case "++":
		return tokIncrement, -1, true
	case "--":
		return tokDecrement, -1, true
	case "+":
		return tokPlus, precAdd, true
	case "-":
		return tokMinus, precAdd, true
	case "!":
		return tokNot, -1, true
	case "~":
		return tokInvert, -1, true
	case "&&":
		return tokLogicalAnd, precLogicalAnd, true
	case "||":
		return tokLogicalOr, precLogicalOr, true
	case "?":
		return tokQuestion, precCondition, true
	case ":":
		return tokColon, -1, true
	case ",":
		return tokComma, precComma, true
	case "(":
		return tokOpen, -1, true
	case ")":
		return tokClose, -1, true
	}
	return tokBad, -1, false
}

func binaryOperator(s string) (op opcode, prec int, ok bool) {
	switch s {
	case "*":
		return opMul, precMul, true
	case "/":
		return opQuo, precMul, true
	case "%":
		return opRem, precMul, true
	case "**":
		return opPow, precPow, true
	case "<<":
		return opShl, precShift, true
	case ">>":
		return opShr, precShift, true
	case "<":
		return opLss, precCompare, true
	case "<=":
		return opLeq, precCompare, true
	case ">":
		return opGtr, precCompare, true
	case ">=":
		return opGeq, precCompare, true
	case "==":
		return opEql, precEqual, true
	case "!=":
		return opNeq, precEqual, true
	case "&":
		return opAnd, precAnd, true
	case "^":
		return opXor, precXor, true
	case "|":
		return opOr, precOr, true
	}
	return opLoad, -1, false
}

func assignOperator(s string) (op opcode, ok bool) {
	switch s {
	case "=":
		return opLoad, true
	case "+=":
		return opAdd, true
	case "-=":
		return opSub, true
	case "*=":
		return opMul, true
	case "/=":
		return opQuo, true
	case "%=":
		return opRem, true
	case "<<=":
		return opShl, true
	case ">>=":
		return opShr, true
	case "&=":
		return opAnd, true
	case "^=":
		return opXor, true
	case "|=":
		return opOr, true
	}
	return opLoad, false
}

// changes tells whether text, a part of an expression, has an operator that
// assigns: also where it would turn out to be two signs or part of a key.
func changes(text string) bool {
	l := lexer{text: text}
	variable := false // before the operator
	for {
		l.next()
		switch l.tok {
		case tokEnd:
			return false
		case tokAssign:
			return true
		case tokIncrement, tokDecrement:
			if variable {
				return true
			}
			if l.next(); l.tok == tokName {
				return true
			}
		}
		variable = l.tok == tokName || l.tok == tokBad && l.token() == "]"
	}
}

// split makes of ++ or -- the first of two operators.
func (l *lexer) split() {
	l.end--
	l.known(l.text[l.start:l.end])
}
