package past

import "strings"

// modify applies the modifiers that follow, each after a colon.
func (s *scanner) modify(text string) (string, error) {
	quote := byte(0) // comes last, and once
	for s.at < len(s.in) && s.in[s.at] == ':' {
		s.at++
		var all, words bool
		for s.at < len(s.in) && strings.IndexByte("gaG", s.in[s.at]) >= 0 {
			words = words || s.in[s.at] == 'G'
			all = all || s.in[s.at] != 'G'
			s.at++
		}
		if s.at >= len(s.in) {
			return "", s.fail(ErrModifier)
		}
		c := s.in[s.at]
		s.at++
		var err error
		switch {
		case c == 's':
			if err = s.readSubstitution(); err == nil {
				text, err = s.substitute(text, all, words)
			}
		case c == '&':
			text, err = s.substitute(text, all, words)
		case (c == 'q' || c == 'x') && !all && !words:
			quote = c
		case all || words:
			err = s.fail(ErrModifier)
		default:
			text, err = s.simple(c, text)
		}
		if err != nil {
			return "", err
		}
	}
	switch quote {
	case 'q':
		text = "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
	case 'x':
		text = quoteEach(text)
	}
	return text, nil
}

// simple applies a modifier that is one letter.
func (s *scanner) simple(c byte, text string) (string, error) {
	slash, dot := strings.LastIndexByte(text, '/'), strings.LastIndexByte(text, '.')
	switch c {
	case 'h':
		if slash >= 0 {
			return text[:slash], nil
		}
	case 't':
		return text[slash+1:], nil
	case 'r':
		if dot >= 0 {
			return text[:dot], nil
		}
	case 'e':
		if dot >= 0 {
			return text[dot:], nil
		}
	case 'p':
		s.print = true
	default:
		return "", s.fail(ErrModifier)
	}
	return text, nil
}

// quoteEach quotes what stands between blanks.
func quoteEach(text string) string {
	var b strings.Builder
	b.WriteByte('\'')
	for i := range len(text) {
		switch c := text[i]; {
		case c == '\'':
			b.WriteString(`'\''`)
		case isBlank(c):
			b.Write([]byte{'\'', c, '\''})
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte('\'')
	return b.String()
}

// readSubstitution reads /old/new/, where any character may stand for the
// slash, and the last one may be missing.
func (s *scanner) readSubstitution() error {
	if s.at >= len(s.in) {
		return nil
	}
	delimiter := s.in[s.at]
	s.at++
	old := s.part(delimiter, false)
	switch {
	case old != "":
		s.x.old = old
	case s.x.old == "":
		s.x.old = s.x.sought
	}
	s.x.new = s.part(delimiter, true)
	s.x.replaced = true
	return nil
}

// part reads up to the delimiter, and takes that. In the new text & stands for
// the old one.
func (s *scanner) part(delimiter byte, isNew bool) string {
	var b strings.Builder
	for ; s.at < len(s.in); s.at++ {
		switch c := s.in[s.at]; {
		case c == delimiter:
			s.at++
			return b.String()
		case c == '\\' && s.at+1 < len(s.in) && s.in[s.at+1] == delimiter,
			c == '\\' && isNew && s.at+1 < len(s.in) && s.in[s.at+1] == '&':
			s.at++
			b.WriteByte(s.in[s.at])
		case c == '&' && isNew:
			b.WriteString(s.x.old)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// substitute puts the new text in place of the old one: once, everywhere, or
// once in each word.
func (s *scanner) substitute(text string, all, words bool) (string, error) {
	if s.x.old == "" || !s.x.replaced {
		return "", s.fail(ErrNoSubst)
	}
	if !strings.Contains(text, s.x.old) {
		return "", s.fail(ErrSubst)
	}
	switch {
	case words:
		return s.inWords(text), nil
	case all:
		return strings.ReplaceAll(text, s.x.old, s.x.new), nil
	}
	return strings.Replace(text, s.x.old, s.x.new, 1), nil
}

func (s *scanner) inWords(text string) string {
	var b strings.Builder
	from := 0
	for _, w := range WordSpans(text) {
		b.WriteString(text[from:w[0]])
		b.WriteString(strings.Replace(text[w[0]:w[1]], s.x.old, s.x.new, 1))
		from = w[1]
	}
	b.WriteString(text[from:])
	return b.String()
}
