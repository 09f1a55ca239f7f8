package expand

import (
	"slices"

	"strings"

	"gpipe/internal/parse"
	"gpipe/internal/pattern"
	"gpipe/internal/vars"

	"mvdan.cc/sh/v3/syntax"
)

// Compiler compiles words. Its methods may be called by several goroutines at
// once. What cannot be expanded compiles to a Word that fails when it is run.
type Compiler struct {
	Names *vars.Names
	// Subst compiles a command substitution to what State.Subst is given.
	Subst func(*syntax.CmdSubst) any
	// Process compiles a process substitution to what State.Process is
	// given. It may be nil: there are none then.
	Process func(*syntax.ProcSubst) any
	// Decode gives the bytes that literal text stands for; nil: the text.
	Decode func(string) string

	NoBraces bool // no brace expansion
	// NoAssignTilde has a tilde count in an assignment only, and not in
	// another word that looks like one: echo name=~.
	NoAssignTilde bool
}

func (c *Compiler) literalText(s string) string {
	if c.Decode != nil {
		return c.Decode(s)
	}
	return s
}

// Words compiles a word of a command: brace expansion makes it several.
func (c *Compiler) Words(w *syntax.Word) []*Word {
	if b := c.splitBraces(w); b != nil {
		return c.braceWords(b)
	}
	return []*Word{newWord(c.parts(w.Parts, c.looks(wordTilde)), true)}
}

// Word compiles a word of a command to one Word, which brace expansion may
// make several fields.
func (c *Compiler) Word(w *syntax.Word) *Word {
	if b := c.splitBraces(w); b != nil {
		return join1(c.braceWords(b))
	}
	return c.wordOf(w.Parts)
}

func (c *Compiler) wordOf(parts []syntax.WordPart) *Word {
	return newWord(c.parts(parts, context{tilde: wordTilde}), true)
}

// Literal is a word that is s itself.
func (c *Compiler) Literal(s string) *Word {
	return &Word{kind: constWord, pure: true, single: true, str: s}
}

// looks is the context of a word that may look like an assignment.
func (c *Compiler) looks(tilde tildeRule) context {
	return context{tilde: tilde, assign: !c.NoAssignTilde}
}

// String compiles a word that stays one string: that of case, an operand in
// double brackets.
func (c *Compiler) String(w *syntax.Word) *Word {
	return c.single(w, c.looks(wordTilde))
}

// HereString compiles the word of a here-string.
func (c *Compiler) HereString(w *syntax.Word) *Word {
	return c.single(w, context{tilde: wordTilde})
}

// Redirect compiles the operand of a redirection: as POSIX has it, it is
// neither split nor a pattern (XCU 2.7).
func (c *Compiler) Redirect(w *syntax.Word) *Word {
	return c.single(w, c.looks(wordTilde))
}

// Assignment compiles the value of an assignment, which may be nil: a tilde
// counts at its start and after each colon.
func (c *Compiler) Assignment(w *syntax.Word) *Word {
	return c.single(w, context{tilde: assignTilde})
}

func (c *Compiler) single(w *syntax.Word, cx context) *Word {
	if w == nil {
		return c.Literal("")
	}
	word := newWord(c.parts(w.Parts, cx), false)
	word.single = true
	return word
}

// DeclArg compiles an argument of export, readonly, local and the like:
// name=value expands as an assignment does, anything else as a word. An array
// in parentheses is left out; it is the name alone.
func (c *Compiler) DeclArg(a *syntax.Assign) []*Word {
	if a.Name == nil {
		return c.Words(a.Value)
	}
	if list := c.bracedArgs(a); list != nil {
		return list
	}
	return []*Word{c.declWord(a)}
}

// bracedArgs is the arguments that brace expansion makes of name=value; nil: there
// is nothing to expand, or too much.
func (c *Compiler) bracedArgs(a *syntax.Assign) []*Word {
	if c.NoBraces || c.NoAssignTilde || a.Value == nil || a.Array != nil {
		return nil
	}
	parts := c.splitBraces(a.Value)
	if !slices.ContainsFunc(parts, isBraces) || countWords(parts) > fewWords {
		return nil
	}
	var list []*Word
	eachWord(nil, parts, func(p []syntax.WordPart) error {
		one := *a
		one.Value = &syntax.Word{Parts: rejoin(slices.Clone(p))}
		list = append(list, c.declWord(&one))
		return nil
	})
	return list
}

func isBraces(p syntax.WordPart) bool {
	_, ok := p.(*syntax.BraceExp)
	return ok
}

func (c *Compiler) declWord(a *syntax.Assign) *Word {
	name := []part{text{s: c.literalText(a.Name.Value)}}
	if a.Index != nil {
		name = append(name, text{s: "["})
		if w, ok := a.Index.(*syntax.Word); !ok || !parse.IsNoSubscript(w) {
			name = append(name, c.arithKey(a.Index)...)
		}
		name = append(name, text{s: "]"})
	}
	if !a.Naked && a.Array == nil {
		op := "="
		if a.Append {
			op = "+="
		}
		name = append(name, text{s: op})
		if a.Value != nil {
			name = append(name, c.parts(a.Value.Parts, context{tilde: assignTilde})...)
		}
	}
	w := newWord(merge(name), false)
	w.single = true
	return w
}

// ExtendedPattern compiles a pattern of [[ x = pattern ]].
func (c *Compiler) ExtendedPattern(w *syntax.Word) *Word {
	word := c.Pattern(w)
	word.extended = true
	return word
}

// Pattern compiles a pattern of case or of a parameter's operator.
func (c *Compiler) Pattern(w *syntax.Word) *Word { return c.patternWord(w, c.looks(wordTilde)) }

func (c *Compiler) patternWord(w *syntax.Word, cx context) *Word {
	word := c.single(w, cx)
	word.pat = constantOf(word.parts)
	return word
}

// HereDoc compiles the text of a here-document, which is not expanded if a
// part of its delimiter is quoted; tabs says that the tabs at the beginning
// of its lines go (<<-). A missing body is empty.
func (c *Compiler) HereDoc(delim, body *syntax.Word, tabs bool) *Word {
	if body == nil {
		return c.Literal("")
	}
	parts := body.Parts
	if tabs {
		parts = stripTabs(parts)
	}
	if !quotedDelim(delim) {
		w := newWord(c.parts(parts, context{quoted: true, hdoc: true}), false)
		w.single = true
		return w
	}
	var b strings.Builder
	for _, p := range parts {
		if lit, ok := p.(*syntax.Lit); ok {
			b.WriteString(lit.Value)
		}
	}
	return c.Literal(c.literalText(b.String()))
}

// newWord finds the fastest form of a word; fields tells that it is subject
// to field splitting and pathname expansion.
func newWord(parts []part, fields bool) *Word {
	w := &Word{parts: parts, pure: pureParts(parts)}
	if k := constantOf(parts); k != nil {
		flags := pattern.Flags(0)
		if k.ext {
			flags = pattern.ExtGlob
		}
		if !fields || !pattern.HasMeta(k.text, flags) {
			w.kind, w.str = constWord, k.plain
			if fields && len(parts) == 0 {
				w.kind = constList // nothing at all
			}
		}
		return w
	}
	if len(parts) != 1 {
		return w
	}
	if p, ok := parts[0].(variablePart); ok {
		w.kind, w.slot, w.quoted = variableWord, p.slot, p.quoted
		return w
	}
	if x, quoted, ok := asScalar(parts[0]); ok {
		w.kind, w.value, w.quoted = scalarWord, x, quoted
		return w
	}
	if g, ok := parts[0].(*group); ok && fields {
		if x, ok := g.only().(*paramPart); ok && x.kind == argList && !x.star && !x.indirect {
			w.kind = quotedArgs
		}
	}
	return w
}
