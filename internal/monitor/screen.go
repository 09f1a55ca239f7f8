package monitor

import (
	"strconv"
	"strings"

	"gpipe/internal/columns"
	"gpipe/internal/redirect"
	"gpipe/internal/sys/term"
)

// screen keeps lines at the bottom of a terminal. What programs write scrolls
// above them, in a region that ends where the lines begin, as terminals since
// the VT100 have it: the lines and the output do not get into each other.
type screen struct {
	out  *redirect.File
	fd   int
	size size // of what is set up; zero: nothing is
}

// size is that of the terminal, and how many lines are kept there.
type size struct{ width, rows, lines int }

// The smallest terminal that is drawn on.
const (
	leastWidth = 20
	leastRows  = 4
)

// room returns how wide lines may be and how many there may be, 0: nothing may
// be drawn. That is so on a terminal that is too small, when this process is
// not in the foreground, and while a program has the terminal for itself: when
// it edits lines on its own or has turned echo off, for a password.
func (s *screen) room() (width, lines int) {
	width, rows := term.Size(s.fd)
	if width < leastWidth || rows < leastRows || !term.LineMode(s.fd) || !term.InForeground(s.fd) {
		return 0, 0
	}
	return width, rows / 2
}

// draw shows lines, none of which is wider than room allowed. When the size
// changes between the question and the drawing, the lines come out in the wrong
// place once, and may stay there as if a program had written them.
func (s *screen) draw(lines []string) {
	width, rows := term.Size(s.fd)
	now := size{width, rows, len(lines)}
	if rows <= len(lines) {
		return
	}
	var b strings.Builder
	if now != s.size {
		s.leave(&b)
		s.enter(&b, now)
	}
	b.WriteString(saveCursor + "\x1b[0m")
	for k, line := range lines {
		b.WriteString("\x1b[" + strconv.Itoa(rows-len(lines)+1+k) + ";1H" + columns.Cut(line, width-1) + "\x1b[K")
	}
	b.WriteString(restoreCursor)
	s.out.Write([]byte(b.String()))
}

// The cursor is put back to where the programs had it.
const (
	saveCursor    = "\x1b7"
	restoreCursor = "\x1b8"
)

// enter makes room below the cursor, which keeps its column, and ends the
// region above it.
func (s *screen) enter(b *strings.Builder, z size) {
	b.WriteString(strings.Repeat("\x1bD", z.lines) + "\x1b[" + strconv.Itoa(z.lines) + "A")
	b.WriteString(saveCursor + "\x1b[1;" + strconv.Itoa(z.rows-z.lines) + "r" + restoreCursor)
	s.size = z
}

// leave clears what is below the cursor, and gives programs all of the screen.
func (s *screen) leave(b *strings.Builder) {
	if s.size != (size{}) {
		b.WriteString(saveCursor + "\x1b[r" + restoreCursor + "\x1b[J")
		s.size = size{}
	}
}

// clear takes the lines away.
func (s *screen) clear() {
	var b strings.Builder
	if s.leave(&b); b.Len() > 0 {
		s.out.Write([]byte(b.String()))
	}
}
