package parse

// Keywords are the reserved words, in the order of bash.
func Keywords() []string {
	return []string{"if", "then", "else", "elif", "fi", "case", "esac", "for", "select", "while", "until", "do", "done",
		"in", "function", "time", "{", "}", "!", "[[", "]]", "coproc"}
}

// IsKeyword tells whether a word is one of Keywords.
func IsKeyword[Text ~string | ~[]byte](w Text) bool {
	switch string(w) {
	case "if", "then", "else", "elif", "fi", "case", "esac", "for", "select", "while", "until", "do", "done",
		"in", "function", "time", "{", "}", "!", "[[", "]]", "coproc":
		return true
	}
	return false
}
