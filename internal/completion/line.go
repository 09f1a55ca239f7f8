package completion

import "strings"

// Line is a command line, taken apart for completion.
type Line struct {
	Words []string // of the command, split at break characters
	Word  int      // index of the one to be completed
	Start int      // offset in the text of what is to be completed
	From  int      // offset of the word that it is in: Start, or before an opening quote
	Quote byte     // that is open at the point: ' or " or, for $', a dollar sign; 0: none
	Begin int      // offset of the command
	End   int      // of the command
	Text  string   // what is to be completed, up to the point
	Raw   string   // from From to the point

	breaks string
}

// Breaks are the characters that separate words unless COMP_WORDBREAKS says
// others.
const Breaks = " \t\n\"'@><=;|&(:"

// ParseLine takes the command apart that is at an offset of a text. The words of
// it are what stands between blanks, and between the other break characters, which
// are words too; assignments before the command are left out, and so are reserved
// words that commands follow.
func ParseLine(text string, point int, breaks string) Line {
	point = max(0, min(point, len(text)))
	l := Line{End: len(text), Start: point, breaks: breaks}
	l.find(text, point)
	l.skipToCommand(text, point)
	l.split(text[l.Begin:l.End], point-l.Begin, breaks)
	l.findWord(text, point, breaks)
	l.Text, l.Raw = text[l.Start:point], text[l.From:point]
	return l
}

// find looks for the command that the point is in.
func (l *Line) find(text string, point int) {
	before := text[:point] + "\x00" // what is not closed in it goes on behind the point
	quoted := false                 // the point is in double quotes
	i := 0
	for i < point {
		c, next := text[i], min(skip(before, i), len(text))
		open := skip(before, i) > point
		switch {
		case open && c == '"' && !quoted:
			quoted, next = true, i+1
		case open && (c == '`' || strings.HasPrefix(text[i:], "$(")):
			next = i + 1
			if quoted = false; c == '$' {
				next++
			}
			l.Begin = next
		case open && c == '$', quoted:
			next = i + 1
		case begins(text, i):
			l.Begin = next
		}
		i = next
	}
	for ; i < len(text); i = skip(text, i) {
		if c := text[i]; c == ')' || c == '}' && alone(text, i) || strings.IndexByte(";|&\n`", c) >= 0 && !redirects(text, i) {
			l.End = max(i, point)
			return
		}
	}
}

// begins tells whether a command may begin behind a byte.
func begins(text string, i int) bool {
	switch text[i] {
	case '{', '}':
		return alone(text, i)
	case '&', '|':
		return !redirects(text, i)
	}
	return strings.IndexByte(";()\n`", text[i]) >= 0
}

// alone tells whether a brace is a word.
func alone(text string, i int) bool {
	return (i == 0 || blank(text[i-1]) || text[i-1] == ';') && i+1 < len(text) && (blank(text[i+1]) || text[i+1] == ';')
}

// redirects tells whether an operator character is a part of a redirection.
func redirects(text string, i int) bool {
	before := i > 0 && (text[i-1] == '>' || text[i-1] == '<')
	return (text[i] == '&' || text[i] == '|') && (before || text[i] == '&' && i+1 < len(text) && text[i+1] == '>')
}

// skipToCommand goes on to the first word that is no assignment, and no reserved
// word that a command follows.
func (l *Line) skipToCommand(text string, point int) {
	for {
		i := l.Begin
		for i < point && blank(text[i]) {
			i++
		}
		end := i
		for end < l.End && !blank(text[end]) {
			end = skip(text, end)
		}
		l.Begin = i
		if word := text[i:min(end, l.End)]; end >= point || !isAssignment(word) && !precedesCommand(word) {
			return
		}
		l.Begin = end
	}
}

func precedesCommand(word string) bool {
	switch word {
	case "!", "{", "do", "elif", "else", "if", "then", "time", "until", "while":
		return true
	}
	return false
}

func isAssignment(word string) bool {
	name, _, found := strings.Cut(word, "=")
	name = strings.TrimSuffix(name, "+")
	if !found || name == "" || '0' <= name[0] && name[0] <= '9' {
		return false
	}
	for i := range len(name) {
		if c := name[i]; c != '_' && (c < '0' || '9' < c) && (c|' ' < 'a' || 'z' < c|' ') {
			return false
		}
	}
	return true
}

// split makes the words of a command with the point at an offset in it.
func (l *Line) split(text string, point int, breaks string) {
	at := -1
	is := func(i int) bool {
		return i < len(text) && strings.IndexByte(breaks, text[i]) >= 0 && text[i] != '\'' && text[i] != '"'
	}
	for i := 0; ; {
		for i < len(text) && blank(text[i]) {
			i++
		}
		if at < 0 && point < i || i == len(text) {
			if at < 0 && (point < i || len(l.Words) == 0 || point > 0 && blank(text[point-1])) {
				at = len(l.Words)
				l.Words = append(l.Words, "")
			}
			if i == len(text) {
				break
			}
		}
		end := i
		if is(i) {
			for is(end) && !blank(text[end]) {
				end++
			}
		} else {
			for end < len(text) && !is(end) && !blank(text[end]) {
				end = skip(text, end)
			}
		}
		if at < 0 && point <= end {
			at = len(l.Words)
		}
		l.Words = append(l.Words, text[i:end])
		i = end
	}
	if at < 0 {
		at = len(l.Words) - 1
	}
	l.Word = at
}

// findWord finds where what is to be completed begins: behind the last break
// character that is not quoted, or behind an opening quote.
func (l *Line) findWord(text string, point int, breaks string) {
	before := text[:point] + "\x00"
	l.Start = l.Begin
	for i := l.Begin; i < point; {
		next := skip(before, i)
		c := text[i]
		if next > point {
			l.From = l.Start
			switch {
			case c == '\'' || c == '"':
				l.Start, l.Quote = i+1, c
			case c == '$' && strings.HasPrefix(text[i:point], "$'"):
				l.Start, l.Quote = i+2, c
			}
			return
		}
		if next == i+1 && strings.IndexByte(breaks, c) >= 0 {
			l.Start = next
		}
		i = next
	}
	l.From = l.Start
}
