package history

import (
	"path"
	"strings"
)

// modified applies the modifier that stands at the colon.
func (x *expander) modified(line string) string {
	x.i++
	global, each := false, false
	for x.i+1 < len(x.text) && strings.IndexByte("gaG", x.text[x.i]) >= 0 {
		global = global || x.text[x.i] != 'G'
		each = each || x.text[x.i] == 'G'
		x.i++
	}
	c := x.text[x.i]
	x.i++
	switch c {
	case 'p':
		x.print = true
	case 'h':
		if i := strings.LastIndexByte(line, '/'); i >= 0 {
			line = line[:max(i, 1)]
		}
	case 't':
		line = line[strings.LastIndexByte(line, '/')+1:]
	case 'r':
		line = strings.TrimSuffix(line, path.Ext(line))
	case 'e':
		line = path.Ext(line)
	case 'q':
		line = quoted(line)
	case 'x':
		words := strings.Fields(line)
		for i, w := range words {
			words[i] = quoted(w)
		}
		line = strings.Join(words, " ")
	case 's':
		line = x.substituted(line, global, each)
	default:
		x.err = ErrModifier
	}
	return line
}

func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }

// substituted is :s/old/new/, the delimiter being any byte.
func (x *expander) substituted(line string, global, each bool) string {
	if x.i == len(x.text) {
		x.err = ErrSubst
		return line
	}
	delim := x.text[x.i]
	x.i++
	old, replacement := x.part(delim), x.part(delim)
	var b strings.Builder
	for i := 0; i < len(replacement); i++ {
		switch c := replacement[i]; {
		case c == '\\' && i+1 < len(replacement) && replacement[i+1] == '&':
			i++
			b.WriteByte('&')
		case c == '&':
			b.WriteString(old)
		default:
			b.WriteByte(c)
		}
	}
	if old == "" || !strings.Contains(line, old) {
		x.err = ErrSubst
		return line
	}
	switch {
	case global:
		return strings.ReplaceAll(line, old, b.String())
	case each:
		words := Words(line)
		for i, w := range words {
			words[i] = strings.Replace(w, old, b.String(), 1)
		}
		return strings.Join(words, " ")
	}
	return strings.Replace(line, old, b.String(), 1)
}

// part reads up to a delimiter, which a backslash quotes, or the end.
func (x *expander) part(delim byte) string {
	var b strings.Builder
	for x.i < len(x.text) {
		c := x.text[x.i]
		x.i++
		if c == delim {
			break
		}
		if c == '\\' && x.i < len(x.text) && x.text[x.i] == delim {
			c = delim
			x.i++
		}
		b.WriteByte(c)
	}
	return b.String()
}
