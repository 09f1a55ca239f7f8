package edit

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gpipe/internal/columns"
	"gpipe/internal/past"
)

// screen is a terminal: lines that scroll, a cursor, and rows that know whether
// their line goes on.
type screen struct {
	width, height int
	rows          []screenRow // all there have been, the last height ones are seen
	row, column   int         // of the cursor; column is width after the last one
	style         Style
	strings       []string // operating system commands
	bells         int
	unknown       []string
}

type screenRow struct {
	cells   []screenCell
	wrapped bool
}

// screenCell is a column: of a wide character the second one is empty.
type screenCell struct {
	text  string
	style Style
}

func newScreen(width, height int) *screen {
	return &screen{width: width, height: height, rows: make([]screenRow, 1)}
}

// top is the first row that is seen.
func (s *screen) top() int { return max(0, len(s.rows)-s.height) }

func (s *screen) write(out string) {
	for out != "" {
		n := 1
		switch out[0] {
		case '\x1b':
			n = escapeSize(out)
			s.escape(out[:n])
		case '\r':
			s.column = 0
		case '\n':
			s.down()
		case '\b':
			s.column = max(min(s.column, s.width-1)-1, 0)
		case '\a':
			s.bells++
		default:
			var width int
			n, width = columns.Cluster(out)
			s.put(out[:n], width)
		}
		out = out[n:]
	}
}

func (s *screen) down() {
	if s.row++; s.row == len(s.rows) {
		s.rows = append(s.rows, screenRow{})
	}
}

func (s *screen) put(text string, width int) {
	if s.column+width > s.width {
		s.rows[s.row].wrapped = true
		s.down()
		s.column = 0
	}
	r := &s.rows[s.row]
	s.erase(s.row, s.column, s.column+width)
	for len(r.cells) < s.column+width {
		r.cells = append(r.cells, screenCell{text: " "})
	}
	r.cells[s.column] = screenCell{text, s.style}
	for k := 1; k < width; k++ {
		r.cells[s.column+k] = screenCell{"", s.style}
	}
	s.column += width
}

// erase makes blanks of columns, and of the halves of wide characters that are
// left.
func (s *screen) erase(row, from, to int) {
	cells := s.rows[row].cells
	for i := from; i < min(to, len(cells)); i++ {
		if cells[i].text == "" && i == from && i > 0 {
			cells[i-1] = screenCell{text: " "}
		}
		if i+1 < len(cells) && cells[i+1].text == "" && i+1 >= to {
			cells[i+1] = screenCell{text: " "}
		}
		cells[i] = screenCell{text: " "}
	}
}

func (s *screen) escape(seq string) {
	if strings.HasPrefix(seq, "\x1b]") {
		s.strings = append(s.strings, seq[2:])
		return
	}
	if !strings.HasPrefix(seq, "\x1b[") {
		s.unknown = append(s.unknown, seq)
		return
	}
	parameters, final := seq[2:len(seq)-1], seq[len(seq)-1]
	n, err := strconv.Atoi(parameters)
	if err != nil {
		n = 1
	}
	column := min(s.column, s.width-1)
	switch final {
	case 'A':
		s.row, s.column = max(s.row-n, s.top()), column
	case 'B':
		s.row, s.column = min(s.row+n, s.top()+s.height-1), column
		for len(s.rows) <= s.row {
			s.rows = append(s.rows, screenRow{})
		}
	case 'C':
		s.column = min(column+n, s.width-1)
	case 'D':
		s.column = max(column-n, 0)
	case 'G':
		s.column = min(n-1, s.width-1)
	case 'H':
		s.row, s.column = s.top(), 0
	case 'J':
		s.eraseScreen(parameters)
	case 'K':
		s.cut(s.row, column)
	case 'm':
		s.style = s.style.with(parameters)
	default:
		s.unknown = append(s.unknown, seq)
	}
}

func (s *screen) cut(row, column int) {
	r := &s.rows[row]
	s.erase(row, column, s.width)
	r.cells = r.cells[:min(len(r.cells), column)]
	r.wrapped = false
}

func (s *screen) eraseScreen(parameters string) {
	from := s.row
	if parameters == "2" {
		from = s.top() - 1
	} else {
		s.cut(s.row, min(s.column, s.width-1))
	}
	for r := from + 1; r < len(s.rows); r++ {
		s.rows[r] = screenRow{}
	}
}

// resize breaks the lines anew, like a terminal that does.
func (s *screen) resize(width, height int) {
	old, row, column := s.rows, s.row, min(s.column, s.width-1)
	s.width, s.height = width, height
	s.rows = nil
	var line []screenCell
	at := -1
	for i, r := range old {
		if i == row {
			at = len(line) + column
		}
		line = append(line, r.cells...)
		if r.wrapped && i+1 < len(old) {
			continue
		}
		s.breakLine(line, at)
		line, at = nil, -1
	}
	for len(s.rows) > s.row+1 && len(s.rows[len(s.rows)-1].cells) == 0 {
		s.rows = s.rows[:len(s.rows)-1]
	}
}

// breakLine adds a line; at is where the cursor is in it, if it is.
func (s *screen) breakLine(line []screenCell, at int) {
	var r screenRow
	for i := 0; i <= max(len(line)-1, at); i++ {
		c := screenCell{text: " "}
		if i < len(line) {
			c = line[i]
		}
		wide := i+1 < len(line) && line[i+1].text == ""
		if len(r.cells) == s.width || wide && len(r.cells)+2 > s.width && c.text != "" {
			r.wrapped = true
			s.rows = append(s.rows, r)
			r = screenRow{}
		}
		if i == at {
			s.row, s.column = len(s.rows), len(r.cells)
		}
		if i < len(line) {
			r.cells = append(r.cells, c)
		}
	}
	s.rows = append(s.rows, r)
}

// String shows what is seen, with a cursor.
func (s *screen) String() string {
	var b strings.Builder
	for i := s.top(); i < len(s.rows); i++ {
		for k, c := range s.rows[i].cells {
			if i == s.row && k == s.column {
				b.WriteByte('|')
			}
			b.WriteString(c.text)
		}
		if i == s.row && s.column >= len(s.rows[i].cells) {
			b.WriteString(strings.Repeat(" ", s.column-len(s.rows[i].cells)) + "|")
		}
		b.WriteByte('\n')
	}
	return strings.TrimRight(b.String(), "\n")
}

// user is someone at a terminal.
type user struct {
	t        testing.TB
	e        *Editor
	p        Painter
	d        Decoder
	screen   *screen
	accepted []string
	prompt   Prompt
	more     Prompt
	written  int
	answer   func(Request) (int, []Candidate)
	ran      []string
	ended    bool
}

func newUser(t testing.TB, width, height int, c Config) *user {
	u := &user{t: t, e: New(c), screen: newScreen(width, height), prompt: NewPrompt("$ "), more: NewPrompt("> ")}
	u.e.Resize(width, height)
	u.e.Start(u.prompt, u.more)
	u.paint()
	return u
}

// historyOf is a history with these entries.
func historyOf(entries ...string) *past.List {
	l := new(past.List)
	for _, s := range entries {
		l.Add(s, zeroTime)
	}
	return l
}

// types has the keys come as one read each, and paints after each of them.
func (u *user) types(keys ...string) *user {
	u.t.Helper()
	for _, k := range keys {
		u.d.Feed([]byte(k))
		for {
			key, ok := u.d.Next()
			if !ok {
				break
			}
			u.after(u.e.Key(key))
		}
		u.paint()
	}
	return u
}

// waits lets the time pass that tells the ESC key from what begins with ESC.
func (u *user) waits() *user {
	u.t.Helper()
	if key, ok := u.d.Flush(); ok {
		u.after(u.e.Key(key))
	}
	if u.e.Waiting() {
		u.after(u.e.Timeout())
	}
	u.paint()
	return u
}

func (u *user) after(o Outcome) {
	u.t.Helper()
	for ; o != More; o = u.e.Resume() {
		switch o {
		case Accept, Interrupted, EOF:
			u.ended = u.ended || o == EOF
			if o == Accept {
				u.accepted = append(u.accepted, u.e.Text())
				u.e.hist.Add(u.e.Text(), zeroTime)
			}
			u.e.Final()
			u.paint()
			u.write(u.p.Finish())
			u.e.Start(u.prompt, u.more)
		case WantCompletion:
			if u.answer != nil {
				r := u.e.Request()
				start, all := u.answer(r)
				u.e.Complete(r.Number, start, all)
			}
		case RunShell:
			command, _, _ := u.e.ShellCommand()
			u.ran = append(u.ran, command)
		case Clear:
			u.write(u.p.Clear())
		}
	}
}

func (u *user) write(out []byte) {
	u.written = len(out)
	u.screen.write(string(out))
}

func (u *user) resize(width, height int) {
	u.t.Helper()
	u.screen.resize(width, height)
	u.write(u.p.Resized(width))
	u.e.Resize(width, height)
	u.paint()
}

// paint paints, and compares the screen with the frame.
func (u *user) paint() {
	u.t.Helper()
	f := u.e.Frame()
	u.write(u.p.Paint(f))
	u.compare(f)
}

func (u *user) compare(f Frame) {
	u.t.Helper()
	s := u.screen
	first := s.row - f.Row
	want := flat(f, len(s.rows)-first)
	var got []string
	for _, r := range s.rows[max(first, 0):] {
		got = append(got, cellsText(r.cells))
	}
	if diff := cmp.Diff(want, got); diff != "" || s.column != f.Column {
		u.t.Fatalf("cursor in column %d, want %d; the screen (-want +got):\n%s", s.column, f.Column, diff)
	}
	if len(f.Rows) > s.height || len(s.unknown) > 0 || s.style != "" {
		u.t.Fatalf("%d rows of %d, unknown: %q, style %q", len(f.Rows), s.height, s.unknown, s.style)
	}
}

// flat is what rows of a screen have that shows a frame.
func flat(f Frame, rows int) []string {
	var all []string
	for i := range max(rows, len(f.Rows)) {
		var cells []screenCell
		if i < len(f.Rows) {
			for _, c := range f.Rows[i].Cells {
				cells = append(cells, screenCell{c.Text, c.Style})
				for range c.Width - 1 {
					cells = append(cells, screenCell{"", c.Style})
				}
			}
		}
		all = append(all, cellsText(cells))
	}
	return all
}

// cellsText has the text and the styles of cells, without blanks at the end.
func cellsText(cells []screenCell) string {
	for len(cells) > 0 && cells[len(cells)-1] == (screenCell{text: " "}) {
		cells = cells[:len(cells)-1]
	}
	var b strings.Builder
	style := Style("")
	for _, c := range cells {
		if c.style != style {
			style = c.style
			fmt.Fprintf(&b, "{%s}", style)
		}
		b.WriteString(c.text)
	}
	return b.String()
}
