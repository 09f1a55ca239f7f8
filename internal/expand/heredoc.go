package expand

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// quotedDelim tells whether any part of a here-document's delimiter is quoted.
func quotedDelim(w *syntax.Word) bool {
	for _, p := range w.Parts {
		if lit, ok := p.(*syntax.Lit); !ok || strings.IndexByte(lit.Value, '\\') >= 0 {
			return true
		}
	}
	return false
}

// stripTabs removes the tabs at the beginning of lines from the literals of a
// here-document; a line that was continued is one line.
func stripTabs(parts []syntax.WordPart) []syntax.WordPart {
	out := make([]syntax.WordPart, len(parts))
	start := true // of a line
	for i, p := range parts {
		lit, ok := p.(*syntax.Lit)
		if !ok {
			out[i], start = p, false
			continue
		}
		var b strings.Builder
		for line := range strings.Lines(lit.Value) {
			if start {
				line = strings.TrimLeft(line, "\t")
			}
			b.WriteString(line)
			start = strings.HasSuffix(line, "\n") || start && line == ""
		}
		cp := *lit
		cp.Value = b.String()
		out[i] = &cp
	}
	return out
}
