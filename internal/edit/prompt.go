package edit

import (
	"strings"

	"gpipe/internal/columns"
)

// Prompt is a prompt, taken apart.
type Prompt struct {
	pieces []piece
}

// piece is a character of a prompt, a newline, or a mark that takes no room.
type piece struct {
	text  string
	style Style
	mark  bool
}

// What stands around parts of a prompt that take no room, as readline has it.
const (
	InvisibleBegins = '\x01'
	InvisibleEnds   = '\x02'
)

// NewPrompt takes a prompt apart. Escape sequences take no room, whether they
// are marked so or not, nor does anything that is. Those that set colors become
// styles; the others are sent when the prompt is shown first.
func NewPrompt(text string) Prompt {
	var p Prompt
	var style Style
	invisible := false
	for i := 0; i < len(text); {
		n := 1
		switch c := text[i]; {
		case c == InvisibleBegins || c == InvisibleEnds:
			invisible = c == InvisibleBegins
		case c == '\x1b':
			n = escapeSize(text[i:])
			if s := text[i : i+n]; strings.HasPrefix(s, "\x1b[") && s[n-1] == 'm' {
				style = style.with(s[2 : n-1])
			} else {
				p.mark(s)
			}
		case invisible:
			p.mark(text[i : i+1])
		case c == '\a':
			p.mark("\a")
		case c == '\r':
		default:
			n, _ = columns.Cluster(text[i:])
			if c == '\n' {
				n = 1
			}
			p.pieces = append(p.pieces, piece{text: text[i : i+n], style: style})
		}
		i += n
	}
	return p
}

// mark adds what takes no room; what follows another mark is one with it.
func (p *Prompt) mark(text string) {
	if last := len(p.pieces) - 1; last >= 0 && p.pieces[last].mark {
		p.pieces[last].text += text
		return
	}
	p.pieces = append(p.pieces, piece{text: text, mark: true})
}

// Between returns the prompt with a mark at each end.
func (p Prompt) Between(begin, end string) Prompt {
	var b Prompt
	b.pieces = append(b.pieces, piece{text: begin, mark: true})
	b.pieces = append(b.pieces, p.pieces...)
	b.pieces = append(b.pieces, piece{text: end, mark: true})
	return b
}

// with is a style after another SGR sequence with these parameters.
func (s Style) with(parameters string) Style {
	if parameters == "" || parameters == "0" || parameters == "00" {
		return ""
	}
	for _, zero := range []string{"0;", "00;"} {
		if rest, reset := strings.CutPrefix(parameters, zero); reset {
			return Style(rest)
		}
	}
	if s == "" {
		return Style(parameters)
	}
	return s + ";" + Style(parameters)
}

// escapeSize is how many bytes the escape sequence has that s begins with.
func escapeSize(s string) int {
	if len(s) == 1 {
		return 1
	}
	switch s[1] {
	case '[':
		if n := sequenceSize([]byte(s[:min(len(s), 2*longest)])); n > 0 {
			return n
		}
		return len(s)
	case ']', 'P', '_', '^', 'X': // a string, up to BEL or ST
		for i := 2; i < len(s); i++ {
			switch {
			case s[i] == '\a':
				return i + 1
			case s[i] == '\x1b' && i+1 < len(s) && s[i+1] == '\\':
				return i + 2
			}
		}
		return len(s)
	}
	n := 1
	for n < len(s)-1 && s[n] >= ' ' && s[n] <= '/' {
		n++
	}
	return n + 1
}

// lay puts a prompt where the layout is.
func (p Prompt) lay(l *layout) { p.layPart(l, len(p.pieces)) }

// layBefore puts all of a prompt but its last line.
func (p Prompt) layBefore(l *layout) {
	n := 0
	for i, piece := range p.pieces {
		if piece.text == "\n" && !piece.mark {
			n = i + 1
		}
	}
	p.layPart(l, n)
}

func (p Prompt) layPart(l *layout, n int) {
	for _, piece := range p.pieces[:n] {
		switch {
		case piece.mark:
			row, column := l.here()
			l.Marks = append(l.Marks, Mark{row, column, piece.text})
		case piece.text == "\n":
			l.newline()
		default:
			l.character(piece.text, piece.style)
		}
	}
}
