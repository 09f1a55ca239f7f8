package chars

// NoChar stands for a collating symbol that is unknown.
const NoChar = -1

// SymbolByName gives the character with a name of the portable character set
// (XBD 6.1), or NoChar.
func SymbolByName(name string) rune {
	if len(name) <= 3 {
		if r := controlByName(name); r != NoChar {
			return r
		}
	}
	if r := digitByName(name); r != NoChar {
		return r
	}
	if r := signByName(name); r != NoChar {
		return r
	}
	return punctuationByName(name)
}

func controlByName(name string) rune {
	const names = "NUL SOH STX ETX EOT ENQ ACK BEL BS  HT  LF  VT  FF  CR  SO  SI  " +
		"DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM  SUB ESC IS4 IS3 IS2 IS1 "
	const other = "FS  GS  RS  US  "
	if name == "DEL" {
		return 0x7F
	}
	if r := indexName(names, name); r != NoChar {
		return r
	}
	if r := indexName(other, name); r != NoChar {
		return 0x1C + r
	}
	return NoChar
}

// indexName gives the number of name in names, which are padded to four
// bytes each.
func indexName(names, name string) rune {
	for i := 0; i+4 <= len(names); i += 4 {
		n := 4
		for names[i+n-1] == ' ' {
			n--
		}
		if names[i:i+n] == name {
			return rune(i / 4)
		}
	}
	return NoChar
}

func digitByName(name string) rune {
	switch name {
	case "zero":
		return '0'
	case "one":
		return '1'
	case "two":
		return '2'
	case "three":
		return '3'
	case "four":
		return '4'
	case "five":
		return '5'
	case "six":
		return '6'
	case "seven":
		return '7'
	case "eight":
		return '8'
	case "nine":
		return '9'
	}
	return NoChar
}

func signByName(name string) rune {
	switch name {
	case "alert":
		return '\a'
	case "backspace":
		return '\b'
	case "tab":
		return '\t'
	case "newline":
		return '\n'
	case "vertical-tab":
		return '\v'
	case "form-feed":
		return '\f'
	case "carriage-return":
		return '\r'
	case "space":
		return ' '
	case "number-sign":
		return '#'
	case "dollar-sign":
		return '$'
	case "percent-sign":
		return '%'
	case "ampersand":
		return '&'
	case "asterisk":
		return '*'
	case "plus-sign":
		return '+'
	case "less-than-sign":
		return '<'
	case "equals-sign":
		return '='
	case "greater-than-sign":
		return '>'
	case "commercial-at":
		return '@'
	case "circumflex", "circumflex-accent":
		return '^'
	case "underscore", "low-line":
		return '_'
	case "grave-accent":
		return '`'
	case "tilde":
		return '~'
	}
	return NoChar
}

func punctuationByName(name string) rune {
	switch name {
	case "exclamation-mark":
		return '!'
	case "quotation-mark":
		return '"'
	case "apostrophe":
		return '\''
	case "left-parenthesis":
		return '('
	case "right-parenthesis":
		return ')'
	case "comma":
		return ','
	case "hyphen", "hyphen-minus", "minus", "dash":
		return '-'
	case "period", "full-stop":
		return '.'
	case "slash", "solidus":
		return '/'
	case "colon":
		return ':'
	case "semicolon":
		return ';'
	case "question-mark":
		return '?'
	case "left-square-bracket":
		return '['
	case "backslash", "reverse-solidus":
		return '\\'
	case "right-square-bracket":
		return ']'
	case "left-brace", "left-curly-bracket":
		return '{'
	case "vertical-line":
		return '|'
	case "right-brace", "right-curly-bracket":
		return '}'
	}
	return NoChar
}
