package expand

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// extGlob compiles an extended pattern such as @(a|"b c"|$x), whose inside the
// parser leaves as source text.
func (c *Compiler) extGlob(dst []part, n *syntax.ExtGlob) []part {
	dst = append(dst, patternSyntax(n.Op.String()))
	src := n.Pattern.Value
	for src != "" {
		i := patternOperator(src)
		if i > 0 {
			dst = c.patternSource(dst, src[:i])
		}
		if i < len(src) {
			dst = append(dst, patternSyntax(src[i:i+1]))
			i++
		}
		src = src[i:]
	}
	return append(dst, patternSyntax(")"))
}

// patternSyntax is text that belongs to an extended pattern itself.
func patternSyntax(s string) text { return text{s: s, meta: true, ext: true} }

// patternSource compiles a stretch of source text without operators.
func (c *Compiler) patternSource(dst []part, src string) []part {
	if !strings.ContainsAny(src, "\\'\"$`") {
		s := c.literalText(src)
		return append(dst, text{s: s, meta: strings.ContainsAny(s, `*?[`)})
	}
	if src[0] == '#' { // not a comment
		return c.patternSource(append(dst, text{s: "#"}), src[1:])
	}
	var word *syntax.Word
	p := syntax.NewParser(syntax.Variant(syntax.LangBash))
	for w, err := range p.WordsSeq(strings.NewReader(src)) {
		if err != nil || word != nil {
			return append(dst, failure{&Error{Operand: src, Err: ErrBadSubst}})
		}
		word = w
	}
	if word == nil {
		return dst
	}
	return append(dst, c.parts(word.Parts, context{})...)
}

// patternOperator returns the index of the first character of src that is an
// operator of a pattern or would end a word, outside all quotes.
func patternOperator(src string) int {
	for i := 0; i < len(src); {
		switch src[i] {
		case '|', '(', ')', ' ', '\t', '\n', ';', '&', '<', '>':
			return i
		}
		i = skipQuoted(src, i)
	}
	return len(src)
}

// skipQuoted returns the index after the character src[i] and what it quotes
// or opens.
func skipQuoted(src string, i int) int {
	switch c := src[i]; {
	case c == '\\':
		return min(i+2, len(src))
	case c == '\'':
		return skipTo(src, i+1, '\'', false)
	case c == '"' || c == '`':
		return skipTo(src, i+1, c, true)
	case c == '$' && i+1 < len(src):
		switch src[i+1] {
		case '(':
			return skipTo(src, i+2, ')', true)
		case '{':
			return skipTo(src, i+2, '}', true)
		case '\'':
			for i += 2; i < len(src) && src[i] != '\''; i++ {
				if src[i] == '\\' {
					i++
				}
			}
			return min(i+1, len(src))
		}
	}
	return i + 1
}

// skipTo returns the index after the next end character; nested tells that
// quotes and parentheses hide it.
func skipTo(src string, i int, end byte, nested bool) int {
	for i < len(src) && src[i] != end {
		switch {
		case !nested:
			i++
		case src[i] == '(' && end == ')':
			i = skipTo(src, i+1, ')', true)
		case src[i] == '\'' && end == '"':
			i++
		default:
			i = skipQuoted(src, i)
		}
	}
	return min(i+1, len(src))
}
