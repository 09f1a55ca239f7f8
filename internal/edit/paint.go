package edit

import (
	"strconv"
	"unicode"
	"unicode/utf8"
)

// Painter writes what makes a terminal show a frame, given that it shows the
// one before. It takes the cursor to be at the beginning of a row at first. The
// zero Painter is ready.
type Painter struct {
	out   []byte
	shown []Row
	width int
	// row and column are where the cursor is. The column is width after a
	// character in the last one: the next character goes to the next row.
	row, column int
	style       Style
	drawn       bool // marks have been sent
}

// Paint returns what is to be written. It is valid until the next call.
func (p *Painter) Paint(f Frame) []byte {
	p.out = p.out[:0]
	p.width = f.Width
	marks := f.Marks
	if p.drawn {
		marks = nil
	}
	for r := range f.Rows {
		marks = p.paintRow(r, f.Rows[r], marks)
	}
	p.marks(marks, len(f.Rows), f.Width)
	p.eraseBelow(len(f.Rows))
	p.setStyle("")
	p.move(f.Row, f.Column)
	if f.Bell {
		p.out = append(p.out, '\a')
	}
	p.shown, p.drawn = f.Rows, true
	return p.out
}

// paintRow writes the cells of a row from the first to the last that differ.
func (p *Painter) paintRow(r int, row Row, marks []Mark) []Mark {
	var old Row
	if r < len(p.shown) {
		old = p.shown[r]
	} else {
		p.reach(r)
	}
	from, column := 0, 0
	for from < len(row.Cells) && from < len(old.Cells) && row.Cells[from] == old.Cells[from] {
		column += row.Cells[from].Width
		from++
	}
	to := len(row.Cells)
	width, before := columnsOf(row.Cells), columnsOf(old.Cells)
	if width == before {
		for n := len(old.Cells); to > from && n > from && row.Cells[to-1] == old.Cells[n-1]; n-- {
			to--
		}
	}
	for _, c := range row.Cells[from:to] {
		marks = p.marks(marks, r, column)
		p.put(r, column, c)
		column += c.Width
	}
	if width < before {
		p.setStyle("")
		p.move(r, width)
		p.out = append(p.out, "\x1b[K"...)
	}
	return p.marks(marks, r, column)
}

func columnsOf(cells []Cell) int {
	n := 0
	for i := range cells {
		n += cells[i].Width
	}
	return n
}

// marks sends the marks up to a place.
func (p *Painter) marks(marks []Mark, row, column int) []Mark {
	for len(marks) > 0 && (marks[0].Row < row || marks[0].Row == row && marks[0].Column <= column) {
		if marks[0].Row == row && marks[0].Column == column && column < p.width {
			p.setStyle("")
			p.move(row, column)
		}
		p.out = append(p.out, marks[0].Text...)
		marks = marks[1:]
	}
	return marks
}

// put writes a cell. Where the cursor has just filled the row before, the cell
// follows without a move, by which the terminal knows that the two rows are one
// line.
func (p *Painter) put(r, column int, c Cell) {
	if !(column == 0 && r == p.row+1 && p.column == p.width) {
		p.move(r, column)
	}
	p.setStyle(c.Style)
	p.out = append(p.out, c.Text...)
	p.row, p.column = r, column+c.Width
	if uncertain(c.Text) {
		p.certain()
	}
}

// uncertain tells whether terminals differ in how wide they show a character:
// all of several code points, of which one is no plain mark.
func uncertain(text string) bool {
	if len(text) < utf8.UTFMax {
		return false
	}
	_, n := utf8.DecodeRuneInString(text)
	for _, r := range text[n:] {
		if !unicode.Is(unicode.Mn, r) || r == 0xfe0f {
			return true
		}
	}
	return false
}

// certain goes to the column where the cursor should be.
func (p *Painter) certain() {
	if p.column == p.width {
		p.out = append(p.out, '\r')
		p.column = 0
		return
	}
	p.sequence(p.column+1, 'G')
}

// reach makes the rows down to r, which the terminal has not shown yet, unless
// the text itself goes on there.
func (p *Painter) reach(r int) {
	if p.row >= r || p.column == p.width && p.row == r-1 && p.width > 0 {
		return
	}
	p.move(r-1, p.columnAt(r-1))
	p.newline()
}

// columnAt is a column in a row that needs no move, if the cursor is there.
func (p *Painter) columnAt(r int) int {
	if p.row == r && p.column < p.width {
		return p.column
	}
	return 0
}

func (p *Painter) newline() {
	p.out = append(p.out, "\r\n"...)
	p.row, p.column = p.row+1, 0
}

// move goes to a place in a row that the terminal shows already, or the one
// below the last.
func (p *Painter) move(r, column int) {
	if p.column == p.width && (p.row != r || column != p.width) {
		p.out = append(p.out, '\r')
		p.column = 0
	}
	switch {
	case r < p.row:
		p.sequence(p.row-r, 'A')
	case r > p.row && r < len(p.shown):
		p.sequence(r-p.row, 'B')
	default:
		for p.row < r {
			p.newline()
		}
	}
	p.row = r
	switch n := column - p.column; {
	case n == 0:
	case column == 0:
		p.out = append(p.out, '\r')
	case n == -1:
		p.out = append(p.out, '\b')
	case n < 0:
		p.sequence(-n, 'D')
	default:
		p.sequence(n, 'C')
	}
	p.column = column
}

// sequence is a control sequence with a number, which may be left out if it is
// 1.
func (p *Painter) sequence(n int, final byte) {
	p.out = append(p.out, "\x1b["...)
	if n != 1 {
		p.out = strconv.AppendInt(p.out, int64(n), 10)
	}
	p.out = append(p.out, final)
}

func (p *Painter) setStyle(s Style) {
	if p.style == s {
		return
	}
	p.out = append(p.out, "\x1b["...)
	if s != "" {
		if p.style != "" {
			p.out = append(p.out, "0;"...)
		}
		p.out = append(p.out, s...)
	}
	p.out = append(p.out, 'm')
	p.style = s
}

// eraseBelow clears the rows from r on that the frame before had.
func (p *Painter) eraseBelow(r int) {
	if r >= len(p.shown) {
		return
	}
	p.setStyle("")
	p.move(r, 0)
	p.out = append(p.out, "\x1b[J"...)
}

// Finish returns what puts the cursor below the frame, where the output of a
// command goes. The next frame is that of a new line.
func (p *Painter) Finish() []byte {
	p.out = p.out[:0]
	if p.drawn {
		p.move(max(len(p.shown)-1, 0), p.columnAt(max(len(p.shown)-1, 0)))
		p.out = append(p.out, "\r\n"...)
	}
	p.forget()
	p.drawn = false
	return p.out
}

// Erase returns what takes the frame off the screen, so that something else can
// be written there. The next frame is painted as a whole.
func (p *Painter) Erase() []byte {
	p.out = p.out[:0]
	p.move(0, 0)
	p.out = append(p.out, "\x1b[J"...)
	p.forget()
	return p.out
}

// Clear returns what clears the screen, for the frame to begin at the top.
func (p *Painter) Clear() []byte {
	p.out = append(p.out[:0], "\x1b[H\x1b[2J"...)
	p.forget()
	return p.out
}

// Resized returns what takes the frame off a screen that has got another width,
// and has broken the rows anew, as most terminals do.
func (p *Painter) Resized(width int) []byte {
	p.out = p.out[:0]
	width = max(width, 1)
	up, line := 0, 0 // rows above the cursor; columns of the line it is in
	for r := 0; r < p.row && r < len(p.shown); r++ {
		line += columnsOf(p.shown[r].Cells)
		if !p.shown[r].Wrapped {
			up += max(1, (line+width-1)/width)
			line = 0
		}
	}
	up += (line + min(p.column, p.width-1)) / width
	p.out = append(p.out, '\r')
	if up > 0 {
		p.sequence(up, 'A')
	}
	p.out = append(p.out, "\x1b[J"...)
	p.forget()
	return p.out
}

func (p *Painter) forget() {
	p.shown = nil
	p.row, p.column = 0, 0
}
