package past

import "strings"

// Join puts a command that has several lines on one, with semicolons where the
// grammar needs them. Lines that belong to quotes stay as they are, and so does a
// command with a here-document.
func Join(text string) string {
	text = strings.TrimSuffix(text, "\n")
	if strings.IndexByte(text, '\n') < 0 {
		return text
	}
	if hasHereDoc(text) {
		return text + "\n"
	}
	var b strings.Builder
	var quote byte
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c == '\\' && quote != '\'' && i+1 < len(text):
			i++
			if text[i] != '\n' || quote != 0 {
				b.WriteByte(c)
				b.WriteByte(text[i])
			}
			continue
		case quote != 0 && c == quote:
			quote = 0
		case quote == 0 && (c == '\'' || c == '"' || c == '`'):
			quote = c
		case c == '\n' && quote == 0:
			b.WriteString(between(b.String()))
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

// between is what stands in the place of a newline behind a text.
func between(before string) string {
	before = strings.TrimRight(before, " \t")
	word := before[strings.LastIndexAny(before, " \t;&|\n")+1:]
	switch word {
	case "case", "do", "else", "if", "then", "until", "while", "in", "elif", "{", "(", "!", "time":
		return " "
	}
	if before == "" || strings.IndexByte(";&|({", before[len(before)-1]) >= 0 || strings.HasSuffix(before, "()") {
		return " "
	}
	if strings.HasSuffix(before, ")") && strings.Contains(before, "case ") && !strings.Contains(before[strings.LastIndex(before, "case "):], "esac") {
		return " "
	}
	return "; "
}

func hasHereDoc(text string) bool {
	for i := 0; ; {
		n := strings.Index(text[i:], "<<")
		if n < 0 {
			return false
		}
		i += n + 2
		if i == len(text) || text[i] != '<' && text[i] != '=' {
			return true
		}
		i++
	}
}
