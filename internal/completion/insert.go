package completion

import "strings"

// Found is what a word may become.
type Found struct {
	Name        string // without quoting
	Description string
	Directory   bool
}

// Candidate is what may be put into a line.
type Candidate struct {
	Found
	Text   string // as the shell is to read it
	Shown  string // in a list
	Suffix string // what follows it if it is the one
}

// Insertions are the texts that may replace what stands in a line from start to
// the point. The names of files are quoted, in the way the word is, and what has
// been typed of their directory stays as it is; other candidates are text of the
// shell.
func (l *Line) Insertions(found []Found, o Options) (start int, list []Candidate) {
	start, prefix, quote, opening := l.Start, "", l.Quote, ""
	names := o&FileNames != 0
	if names {
		start, prefix, opening = l.nameStart(found)
	}
	closing := Closing(quote)
	for _, f := range found {
		c := Candidate{Found: f, Text: f.Name, Shown: f.Name}
		if names {
			rest := f.Name[len(prefix):]
			c.Text, c.Shown = opening+l.escape(rest, prefix == "" && opening == ""), rest
			if o&NoQuote != 0 {
				c.Text = opening + rest
			}
			if i := strings.LastIndexByte(strings.TrimSuffix(rest, "/"), '/'); i >= 0 {
				c.Shown = rest[i+1:]
			}
		}
		switch {
		case names && f.Directory:
			c.Text, c.Shown = strings.TrimSuffix(c.Text, "/"), strings.TrimSuffix(c.Shown, "/")+"/"
			c.Suffix = "/"
		case o&NoSpace == 0:
			c.Suffix = closing + " "
		}
		list = append(list, c)
	}
	return start, list
}

// nameStart finds where names of files are put: behind the directory, if all of
// them are in the one that has been typed. prefix is what that is of each name, and
// opening a quote that is to be put there, too.
func (l *Line) nameStart(found []Found) (start int, prefix, opening string) {
	slash := strings.LastIndexByte(l.Raw, '/') + 1
	dir := l.Raw[:slash]
	quote, _ := openQuote(dir)
	if quote == l.Quote || quote == 0 {
		for _, typed := range [...]string{Unquote(dir), dir} {
			if within(found, typed) {
				opening = ""
				if quote != l.Quote {
					opening = opened(l.Quote)
				}
				return l.From + slash, typed, opening
			}
		}
	}
	return l.From, "", opened(l.Quote)
}

func within(found []Found, dir string) bool {
	for _, f := range found {
		if !strings.HasPrefix(f.Name, dir) {
			return false
		}
	}
	return true
}

// opened is what opens a quote, Closing what ends it.
func opened(quote byte) string {
	switch quote {
	case 0:
		return ""
	case '$':
		return "$'"
	}
	return string(rune(quote))
}

// Closing is what ends a quote: see Line.Quote.
func Closing(quote byte) string {
	switch quote {
	case 0:
		return ""
	case '$':
		return "'"
	}
	return string(rune(quote))
}

// openQuote is the quote that is open at the end of a text, and where it begins.
func openQuote(text string) (quote byte, at int) {
	whole := text + "\x00"
	for i := 0; i < len(text); {
		next := skip(whole, i)
		if next > len(text) {
			switch c := text[i]; {
			case c == '\'' || c == '"' || c == '$' && strings.HasPrefix(text[i:], "$'"):
				return c, i
			}
			return 0, 0
		}
		i = next
	}
	return 0, 0
}

// escape quotes a name as the word is. Where the word begins with it a tilde is no
// home directory, unless one has been typed.
func (l *Line) escape(name string, first bool) string {
	switch l.Quote {
	case '\'':
		return strings.ReplaceAll(name, "'", `'\''`)
	case '"':
		return backslashed(name, "$`\"\\")
	case '$':
		return ansiEscaped(name)
	}
	if hasControl(name) {
		return "$'" + ansiEscaped(name) + "'"
	}
	tilde := ""
	if first && strings.HasPrefix(name, "~") && strings.HasPrefix(l.Raw, "~") {
		tilde, name, _ = cutTilde(name)
	} else if first && (strings.HasPrefix(name, "~") || strings.HasPrefix(name, "#")) {
		tilde, name = `\`+name[:1], name[1:]
	}
	return tilde + backslashed(name, special+l.breaks)
}

// special are the characters that are not a part of a word unless they are quoted.
const special = " \t\n!\"#$&'()*;<>?[\\]^`{|}"

// cutTilde cuts the home directory off a name.
func cutTilde(name string) (tilde, rest string, found bool) {
	i := strings.IndexByte(name, '/')
	if i < 0 {
		return name, "", false
	}
	return name[:i], name[i:], true
}

// Escape quotes a word that is in no quotes.
func Escape(word string) string { return (&Line{}).escape(word, true) }

func backslashed(name, which string) string {
	var b strings.Builder
	for i := range len(name) {
		if strings.IndexByte(which, name[i]) >= 0 {
			b.WriteByte('\\')
		}
		b.WriteByte(name[i])
	}
	return b.String()
}

func hasControl(name string) bool {
	for i := range len(name) {
		if c := name[i]; c < ' ' || c == 0x7f {
			return true
		}
	}
	return false
}

// ansiEscaped is a name as it stands in $'...'.
func ansiEscaped(name string) string {
	var b strings.Builder
	for i := range len(name) {
		switch c := name[i]; {
		case c == '\'' || c == '\\':
			b.Write([]byte{'\\', c})
		case c < ' ' || c == 0x7f:
			b.Write([]byte{'\\', '0' + c>>6, '0' + c>>3&7, '0' + c&7})
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}
