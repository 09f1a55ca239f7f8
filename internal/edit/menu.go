package edit

import (
	"fmt"

	"gpipe/internal/columns"
)

// between is how far the columns of a menu are apart.
const between = 2

func (c *Candidate) label() string {
	if c.Shown != "" {
		return columns.Plain(c.Shown)
	}
	return columns.Plain(c.Text)
}

// lay puts the menu below the text, into so many rows: the candidates that are
// around the chosen one, and if there are more, a row that says so.
func (m *menu) lay(l *layout, room int) {
	widest, described := m.measure()
	m.perRow = max(1, (l.Width+between)/(widest+between))
	if described {
		m.perRow = 1
		widest = min(widest, max(l.Width/2, 8))
	}
	rows := (len(m.all) + m.perRow - 1) / m.perRow
	shown := rows
	if rows > room {
		shown = max(room-1, 1)
	}
	chosen := max(m.chosen, 0) / m.perRow
	m.first = min(max(min(m.first, chosen), chosen-shown+1), rows-shown)
	for r := m.first; r < m.first+shown; r++ {
		l.newline()
		m.layRow(l, r, min(widest, l.Width))
	}
	if shown < rows && room > 1 {
		l.newline()
		text := fmt.Sprintf("%d to %d of %d", m.first*m.perRow+1, min((m.first+shown)*m.perRow, len(m.all)), len(m.all))
		l.text(columns.Cut(text, l.Width), dim)
	}
}

// measure is how wide the widest candidate is, and whether any has a
// description.
func (m *menu) measure() (widest int, described bool) {
	if m.widest == 0 {
		for i := range m.all {
			m.widest = max(m.widest, columns.Width(m.all[i].label()))
			m.described = m.described || m.all[i].Description != ""
		}
	}
	return m.widest, m.described
}

func (m *menu) layRow(l *layout, row, width int) {
	for i := row * m.perRow; i < min((row+1)*m.perRow, len(m.all)); i++ {
		if i > row*m.perRow {
			l.text("  ", "")
		}
		c := &m.all[i]
		style := Style("")
		if i == m.chosen {
			style = reverse
		}
		label := columns.Cut(c.label(), width)
		l.text(label, style)
		last := i == len(m.all)-1 || i%m.perRow == m.perRow-1
		if pad := width - columns.Width(label); pad > 0 && (!last || m.described) {
			l.text(columns.Left("", pad), "")
		}
		if left := l.Width - l.column - between; c.Description != "" && left > 0 {
			l.text("  ", "")
			l.text(columns.Cut(columns.Plain(c.Description), left), dim)
		}
	}
}
