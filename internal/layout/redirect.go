package layout

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// redirects prints redirections; both: and what |& stands for.
func (p *printer) redirects(list []*syntax.Redirect, both bool) {
	p.document = false
	var documents []*syntax.Redirect
	for i, r := range list {
		if i > 0 {
			p.put(" ")
		}
		p.redirect(r)
		if r.Op == syntax.Hdoc || r.Op == syntax.DashHdoc {
			documents = append(documents, r)
		}
	}
	if both {
		if len(list) > 0 {
			p.put(" ")
		}
		p.put("2>&1")
	}
	switch {
	case len(documents) == 0:
	case p.lists > 0:
		p.pending = append(p.pending, documents...)
	default:
		p.bodies(documents)
	}
}

func (p *printer) redirect(r *syntax.Redirect) {
	fd := ""
	if r.N != nil {
		fd = r.N.Value
		if trimmed := strings.TrimLeft(fd, "0"); trimmed == "" {
			fd = "0"
		} else if fd[0] != '{' {
			fd = trimmed
		}
	}
	switch r.Op {
	case syntax.Hdoc, syntax.DashHdoc:
		end, quoted := p.delimiter(r)
		if quoted {
			end = quote(end)
		}
		p.put(unless(fd, "0") + r.Op.String() + end)
	case syntax.DplIn, syntax.DplOut:
		p.duplicate(r, fd)
	case syntax.RdrIn, syntax.WordHdoc:
		p.put(unless(fd, "0") + r.Op.String() + " ")
		p.node(r.Word)
	case syntax.RdrInOut:
		p.put(or(fd, "0") + "<> ") // bash leaves out 1, and reads 0 then
		p.node(r.Word)
	default:
		p.put(unless(fd, "1") + r.Op.String() + " ")
		p.node(r.Word)
	}
}

// duplicate prints [n]<&word or [n]>&word.
func (p *printer) duplicate(r *syntax.Redirect, fd string) {
	word, op, own := p.between(r.Word.Pos(), r.Word.End(), r.Word), ">&", "1"
	if r.Op == syntax.DplIn {
		op, own = "<&", "0"
	}
	number, move := strings.CutSuffix(word, "-")
	switch {
	case word == "-":
		p.put(or(fd, own) + ">&-")
	case strings.Trim(number, "0123456789") == "" && (number != "" || !move):
		p.put(or(fd, own) + op + word)
	default:
		p.put(unless(fd, own) + op + word)
	}
}

func or(fd, own string) string {
	if fd == "" {
		return own
	}
	return fd
}

func unless(fd, own string) string {
	if fd == own {
		return ""
	}
	return fd
}

// delimiter returns the line that ends a here-document, and whether a part of it
// was quoted.
func (p *printer) delimiter(r *syntax.Redirect) (string, bool) {
	word := p.between(r.Word.Pos(), r.Word.End(), r.Word)
	if !strings.ContainsAny(word, `\'"`) {
		return word, false
	}
	var end []byte
	var open byte
	for i := 0; i < len(word); i++ {
		c := word[i]
		switch {
		case open == 0 && (c == '\'' || c == '"'):
			open = c
		case c == open && open != 0:
			open = 0
		case c == '\\' && open != '\'' && i+1 < len(word) && (open == 0 || strings.IndexByte("\\\"$`", word[i+1]) >= 0):
			i++
			end = append(end, word[i])
		default:
			end = append(end, c)
		}
	}
	return string(end), true
}

// documents prints an operator and the here-documents that have waited for it.
func (p *printer) documents(op string) {
	p.put(op)
	if len(p.pending) == 0 {
		return
	}
	waited := p.pending
	p.pending = nil
	p.bodies(waited)
	if op != "" {
		p.put(" ")
	}
}

func (p *printer) bodies(list []*syntax.Redirect) {
	p.put("\n")
	for _, r := range list {
		end, quoted := p.delimiter(r)
		p.put(p.documentText(r, end, quoted) + end + "\n")
	}
	p.document = true
}

// documentText is the text of a here-document: lines that a backslash joins are one,
// unless it is quoted, and of those of <<- the tabs at the beginning are gone.
func (p *printer) documentText(r *syntax.Redirect, end string, quoted bool) string {
	if r.Hdoc == nil || len(r.Hdoc.Parts) == 0 {
		return ""
	}
	text := p.line.Piece(int(r.Hdoc.Pos().Offset()), int(r.Hdoc.End().Offset())).Text
	if !quoted {
		text = joinLines(text)
	}
	if r.Op == syntax.DashHdoc {
		lines := strings.SplitAfter(text, "\n")
		for i := range lines {
			lines[i] = strings.TrimLeft(lines[i], "\t")
		}
		text = strings.Join(lines, "")
	}
	// To the parser the line that ends it is a part of it.
	if body, ended := strings.CutSuffix(text, end); ended && (body == "" || body[len(body)-1] == '\n') {
		return body
	}
	if text != "" && !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	return text
}

// joinLines takes away the backslashes before newlines, with these.
func joinLines(text string) string {
	if !strings.Contains(text, "\\\n") {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' && i+1 < len(text) {
			i++
			if text[i] != '\n' {
				b.WriteString(text[i-1 : i+1])
			}
			continue
		}
		b.WriteByte(text[i])
	}
	return b.String()
}
