package parse

// Kind is what a part of a text is.
type Kind uint8

// The kinds.
const (
	Plain       Kind = iota // nothing of the others
	CommandKind             // the name of a command
	KeywordKind             // a reserved word
	QuotedKind
	ExpansionKind
	CommentKind
)

// Part is a part of a text.
type Part struct {
	Start, End int
	Kind       Kind
}

// parts collects what a scanner finds.
type parts struct{ list []Part }

// mark notes a part that has been scanned.
func (s *scanner) mark(k Kind, start int) { s.markTo(k, start, s.i) }

func (s *scanner) markTo(k Kind, start, end int) {
	if s.parts != nil && start < end {
		s.parts.list = append(s.parts.list, Part{start, min(end, len(s.buf)), k})
	}
}

// markDollar notes an expansion. Between the parentheses of a command substitution
// are commands.
func (s *scanner) markDollar(start int) {
	if s.parts == nil {
		return
	}
	end := min(s.i, len(s.buf))
	if s.byteAt(start+1) != '(' || s.byteAt(start+2) == '(' {
		if end == start+1 {
			if end = s.nameEnd(end); end == start+1 && end < len(s.buf) && isByte(s.buf[end], "0123456789@*#?-$!") {
				end++
			}
		}
		s.markTo(ExpansionKind, start, end)
		return
	}
	s.markTo(ExpansionKind, start, start+2)
	if end > start+2 && s.buf[end-1] == ')' {
		s.markTo(ExpansionKind, end-1, end)
		end--
	}
	s.markTo(Plain, start+2, end)
}

// Highlight tells what the parts of a text are, in order, as far as it is a program,
// of which the last line need not be complete. Between two commands it asks whether
// it is to go on.
func (ps *Parsers) Highlight(text string, goOn func() bool) []Part {
	p := ps.get()
	defer ps.put(p)
	s := scanner{buf: []byte(text), max: MaxDepth, check: &checker{parser: p}, ahead: true, parts: new(parts)}
	for s.i < len(s.buf) && goOn() {
		if at := s.i; !s.line() || s.i == at {
			break
		}
	}
	return s.parts.flat(len(text))
}

// flat puts the parts in order, without those that inner ones hide.
func (p *parts) flat(size int) []Part {
	const hidden = 0x80
	kinds := make([]Kind, size)
	for _, part := range p.list {
		for i := part.Start; i < part.End; i++ {
			if kinds[i] == 0 {
				kinds[i] = part.Kind | hidden
			}
		}
	}
	var list []Part
	for i, k := range kinds {
		if k &^= hidden; k == Plain {
			continue
		}
		if n := len(list) - 1; n >= 0 && list[n].End == i && list[n].Kind == k {
			list[n].End = i + 1
		} else {
			list = append(list, Part{i, i + 1, k})
		}
	}
	return list
}
