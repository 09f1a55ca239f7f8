package edit

import (
	"strings"
	"unicode/utf8"

	"gpipe/internal/columns"
)

// Style is how text looks: the parameters of SGR (ECMA-48 8.3.117), such as
// 1;31. The empty Style is plain text.
type Style string

const (
	dim     Style = "2"
	reverse Style = "7"
)

// Cell is one character on the screen.
type Cell struct {
	Text  string
	Style Style
	Width int // in columns
}

// Row is a row of the screen. What follows its cells is blank.
type Row struct {
	Cells []Cell
	// Wrapped says that the text goes on in the next row, without a newline.
	Wrapped bool
}

// Mark is what is sent, once for each prompt, before the cell at a place is: it
// takes no room.
type Mark struct {
	Row, Column int
	Text        string
}

// Frame is what the screen is to look like, from the row on where the prompt
// begins. It has no more rows than the terminal.
type Frame struct {
	Width       int
	Rows        []Row
	Row, Column int // of the cursor
	Marks       []Mark
	Bell        bool
}

// decoration is what a frame shows besides the text.
type decoration struct {
	final bool // the line has been accepted
	top   int  // the first row that is shown, if there are more than fit

	styled string
	spans  []Span

	suggestedFor string
	suggested    int // the entry
	isSuggested  bool

	searched string // for the next search, when it is empty
}

// layout puts cells into rows.
type layout struct {
	Frame
	column int
	// cells are those of all rows, the last of which begin at from.
	cells []Cell
	from  int
}

// room is what a layout writes to, over and over again: a Painter compares each
// frame with the one before, so there are two that take turns.
type room struct {
	rows  []Row
	cells []Cell
}

func (r *room) layout(width int) *layout {
	return &layout{Frame: Frame{Width: max(width, 1), Rows: append(r.rows[:0], Row{})}, cells: r.cells[:0]}
}

func (l *layout) newline() {
	l.endRow()
	l.Rows = append(l.Rows, Row{})
	l.column = 0
}

func (l *layout) endRow() {
	l.Rows[len(l.Rows)-1].Cells = l.cells[l.from:len(l.cells):len(l.cells)]
	l.from = len(l.cells)
}

// end completes the last row.
func (l *layout) end(r *room) {
	l.endRow()
	r.rows, r.cells = l.Rows, l.cells
}

// put adds a cell. One that does not fit into the row begins the next.
func (l *layout) put(text string, width int, style Style) {
	if width > l.Width {
		text, width = "?", 1
	}
	if l.column+width > l.Width {
		l.wrap()
	}
	l.cells = append(l.cells, Cell{text, style, width})
	l.column += width
}

func (l *layout) wrap() {
	l.Rows[len(l.Rows)-1].Wrapped = true
	l.newline()
}

// here is where the next cell goes.
func (l *layout) here() (row, column int) {
	if l.column == l.Width {
		return len(l.Rows), 0
	}
	return len(l.Rows) - 1, l.column
}

// character adds the first character of s, in a way that shows what it is, and
// returns its size.
func (l *layout) character(s string, style Style) int {
	c := s[0]
	switch {
	case c == '\t':
		for n := 8 - l.column%8; n > 0; n-- {
			l.put(" ", 1, style)
			if l.column == l.Width {
				break
			}
		}
		return 1
	case c < ' ' || c == 0x7f:
		l.put("^", 1, style)
		l.put(string(rune(c^0x40)), 1, style)
		return 1
	case c < utf8.RuneSelf && (len(s) == 1 || s[1] < utf8.RuneSelf):
		l.put(s[:1], 1, style)
		return 1
	}
	n, width := columns.Cluster(s)
	switch shape := s[:n]; {
	case !visible(shape):
		_, n = utf8.DecodeRuneInString(s)
		if shape = columns.Plain(s[:n]); shape == s[:n] { // what does not show is within
			l.put(shape, width, style)
			return n
		}
		for i := range len(shape) {
			l.put(shape[i:i+1], 1, style)
		}
	case columns.Combines(shape): // a mark without a character to stand on
		l.put("\u25cc"+shape, 1+width, style)
	default:
		l.put(shape, width, style)
	}
	return n
}

// visible tells whether a cluster has a shape that does nothing to what is
// around it. Joiners and selectors within it are part of that.
func visible(cluster string) bool {
	for i := 0; i < len(cluster); {
		n, acts := columns.Acts(cluster, i)
		if acts || cluster[i] >= utf8.RuneSelf && n == 1 {
			return false
		}
		i += n
	}
	_, n := utf8.DecodeRuneInString(cluster)
	return columns.Plain(cluster[:n]) == cluster[:n]
}

// text adds a text that may have several lines.
func (l *layout) text(s string, style Style) {
	for i := 0; i < len(s); {
		if s[i] == '\n' {
			l.newline()
			i++
			continue
		}
		i += l.character(s[i:], style)
	}
}

// Frame lays out what is to be seen now. It is valid until the call after the
// next.
func (e *Editor) Frame() Frame {
	room := &e.rooms[e.frames&1]
	e.frames++
	l := room.layout(e.columns)
	e.layPrompt(l)
	e.layText(l)
	e.laySuggestion(l)
	if l.Row == len(l.Rows) {
		l.newline()
	}
	texts := len(l.Rows)
	if e.menu != nil && e.rows > texts {
		e.menu.lay(l, e.rows-texts)
	}
	l.end(room)
	e.cut(&l.Frame)
	l.Bell, e.bell = e.bell, false
	return l.Frame
}

func (e *Editor) layPrompt(l *layout) {
	if e.search == nil {
		e.prompt.lay(l)
		return
	}
	e.prompt.layBefore(l)
	name := "reverse"
	if e.search.forward {
		name = "forward"
	}
	if e.search.failed {
		name = "failed " + name
	}
	l.text("("+name+"-i-search)`"+e.search.needle+"': ", "")
}

func (e *Editor) layText(l *layout) {
	spans := e.highlighted()
	for i := 0; i < len(e.text); {
		if i == e.point {
			l.Row, l.Column = l.here()
		}
		if e.text[i] == '\n' {
			l.newline()
			e.more.lay(l)
			i++
			continue
		}
		for len(spans) > 0 && spans[0].End <= i {
			spans = spans[1:]
		}
		style := e.matched(i)
		if len(spans) > 0 && spans[0].Start <= i && style == "" {
			style = spans[0].Style
		}
		i += l.character(e.text[i:], style)
	}
	if e.point >= len(e.text) {
		l.Row, l.Column = l.here()
	}
}

// matched is the style of what a search has found.
func (e *Editor) matched(i int) Style {
	if s := e.search; s != nil && !s.failed && s.needle != "" && i >= s.offset && i < s.offset+len(s.needle) {
		return reverse
	}
	return ""
}

// highlighted asks for the styles of a text once.
func (e *Editor) highlighted() []Span {
	if e.config.Highlight == nil {
		return nil
	}
	if e.shown.styled != e.text {
		e.shown.styled = e.text
		e.shown.spans = e.config.Highlight(e.text, HighlightTime)
	}
	return e.shown.spans
}

// Restyle has Config.Highlight asked anew.
func (e *Editor) Restyle() { e.shown.styled = "" }

// laySuggestion shows the first line of what the suggestion has more than the
// text.
func (e *Editor) laySuggestion(l *layout) {
	text, ok := e.suggestion()
	if !ok || e.menu != nil {
		return
	}
	first, _, more := strings.Cut(text[len(e.text):], "\n")
	if more {
		first += " …"
	}
	l.text(first, dim)
}

// suggestion is the newest entry that begins with the text, if the cursor is at
// the end of that. What was found for the beginning of a text is where the
// search for the rest of it goes on.
func (e *Editor) suggestion() (string, bool) {
	s := &e.shown
	if e.config.NoSuggestions || !e.bindings.On("suggestions") || s.final || e.text == "" || e.point != len(e.text) || e.search != nil {
		return "", false
	}
	if !s.isSuggested || s.suggestedFor != e.text {
		from := e.hist.Len()
		if s.isSuggested && s.suggestedFor != "" && strings.HasPrefix(e.text, s.suggestedFor) {
			from = s.suggested + 1
		}
		s.suggestedFor, s.suggested, s.isSuggested = e.text, e.hist.Suggest(e.text, from), true
	}
	if s.suggested < 0 || s.suggested >= e.hist.Len() {
		return "", false
	}
	return e.hist.Entry(s.suggested), true
}

// takeSuggestion takes the suggestion up to what end says, and tells whether
// there was one.
func (e *Editor) takeSuggestion(n int, end func(text string) int) bool {
	text, ok := e.suggestion()
	if !ok || n <= 0 {
		return false
	}
	e.insert(text[len(e.text):end(text)])
	return true
}

// cut leaves the rows that the terminal has room for, with the cursor in one of
// them.
func (e *Editor) cut(f *Frame) {
	over := len(f.Rows) - e.rows
	if over <= 0 {
		e.shown.top = 0
		return
	}
	top := min(e.shown.top, f.Row)
	top = min(max(top, f.Row-e.rows+1), over)
	e.shown.top = top
	f.Rows = f.Rows[top : top+e.rows]
	f.Rows[e.rows-1].Wrapped = false
	f.Row -= top
	marks := f.Marks
	f.Marks = nil
	for _, m := range marks {
		if m.Row -= top; m.Row < 0 {
			m.Row, m.Column = 0, 0
		}
		f.Marks = append(f.Marks, m)
	}
}
