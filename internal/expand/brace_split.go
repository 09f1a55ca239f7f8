package expand

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// splitBraces returns the parts of w with its braces found, or nil when there
// are none. Brace expansion comes before all others; it is not in POSIX.
func (c *Compiler) splitBraces(w *syntax.Word) []syntax.WordPart {
	if c.NoBraces || !slices.ContainsFunc(w.Parts, func(p syntax.WordPart) bool {
		lit, ok := p.(*syntax.Lit)
		return ok && strings.IndexByte(lit.Value, '{') >= 0
	}) {
		return nil
	}
	var b braceScan
	for i, p := range w.Parts {
		if lit, ok := p.(*syntax.Lit); ok {
			b.scan(i, lit.Value)
		}
	}
	if b.pairs == 0 {
		return nil
	}
	for _, open := range b.open {
		b.plain = append(b.plain, open.at)
	}
	split := &syntax.Word{Parts: b.quotePlain(slices.Clone(w.Parts))}
	if !syntax.SplitBraces(split) {
		return nil
	}
	return split.Parts
}

// braceScan finds the braces that stand for themselves: those without a
// partner, and pairs with neither a comma nor two dots between them. The
// parser's own search takes time that grows with the square of their number.
type braceScan struct {
	open  []openBrace
	pairs int        // that may be brace expansions
	plain []bracePos // of braces that stand for themselves
}

// bracePos is an offset in the literal that is a word's part.
type bracePos struct{ part, at int }

type openBrace struct {
	at    bracePos
	parts bool // there is a comma or .. in it
}

func (b *braceScan) scan(part int, s string) {
	for i := 0; i < len(s); i++ {
		n := len(b.open)
		switch c := s[i]; {
		case c == '\\':
			i++
		case c == '{':
			b.open = append(b.open, openBrace{at: bracePos{part, i}})
		case n == 0:
		case c == ',', c == '.' && strings.HasPrefix(s[i:], ".."):
			b.open[n-1].parts = true
		case c == '}':
			if b.open[n-1].parts {
				b.pairs++
			} else {
				b.plain = append(b.plain, b.open[n-1].at, bracePos{part, i})
			}
			b.open = b.open[:n-1]
		}
	}
}

// quotePlain puts backslashes before the braces that stand for themselves.
func (b *braceScan) quotePlain(parts []syntax.WordPart) []syntax.WordPart {
	slices.SortFunc(b.plain, func(x, y bracePos) int {
		if x.part != y.part {
			return x.part - y.part
		}
		return x.at - y.at
	})
	for k := 0; k < len(b.plain); {
		part := b.plain[k].part
		lit := *parts[part].(*syntax.Lit)
		var text strings.Builder
		from := 0
		for ; k < len(b.plain) && b.plain[k].part == part; k++ {
			at := b.plain[k].at
			text.WriteString(lit.Value[from:at])
			text.WriteByte('\\')
			from = at
		}
		text.WriteString(lit.Value[from:])
		lit.Value = text.String()
		parts[part] = &lit
	}
	return parts
}
